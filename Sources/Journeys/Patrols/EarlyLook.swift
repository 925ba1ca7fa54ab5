import Mailboxes
import Synchronization

/// The wish for a look before the next poll, from the first notice until a look is made.
final class EarlyLook: Sendable {
  /// Looks that are wished for are at least so far apart, so that a storm of notices is a look now and then.
  static let pause = Duration.milliseconds(20)
  /// Behind a look, however long it took: it may have hung, as on a mount that went away.
  private static let longestPause = Duration.seconds(30)

  private let wish = Mutex(false)

  private var isWished: Bool { wish.withLock { $0 } }

  /// So long after the last look began, which cost so much: a look at very many files costs, and no more than a tenth of the time goes into
  /// looking; four fifths of it where there is nothing else to do than to see that a file has rested.
  func isDue(after time: Duration, cost: Duration, isRested: Bool, pollInterval: Duration) -> Bool {
    let pause = min(cost * (isRested ? 0.25 : 9), Self.longestPause)
    return time >= max(isWished ? min(Self.pause, pollInterval) : pollInterval, cost + pause)
  }

  func ask() { wish.withLock { $0 = true } }

  /// A look begins: it sees what was told before.
  func begin() { wish.withLock { $0 = false } }

  /// Until the task is cancelled, or nothing can be told. `ring` asks whoever looks.
  func heed(_ notices: InboxNotices, ring: () -> Void) async {
    await notices.heed {
      ask()
      while isWished, !Task.isCancelled {
        ring()
        try? await Task.sleep(for: Self.pause)
      }
    }
  }
}
