import Synchronization

/// What keeps a file from being finished, noted by the tasks that send its documents: nobody is cancelled for another's sake, since a call
/// that is cut off leaves its document in doubt.
final class Unfinished: Sendable {
  private struct State {
    var isLeft = false
    var failure: (any Error)?
    var deferred = 0
  }

  private let state = Mutex(State())

  /// Nothing new is begun.
  var isStopping: Bool { state.withLock { $0.isLeft || $0.failure != nil } }

  /// Some wait, since the target is held and everybody leaves.
  func leave() { state.withLock { $0.isLeft = true } }

  /// The first failure is kept.
  func fail(_ error: any Error) { state.withLock { $0.failure = $0.failure ?? error } }

  /// Whether one more may wait aside.
  func tryDefer(limit: Int) -> Bool {
    state.withLock { state in
      guard state.deferred < limit else { return false }
      state.deferred += 1
      return true
    }
  }

  func undefer() { state.withLock { $0.deferred -= 1 } }

  /// Whether all is finished. Asked when all tasks have ended.
  /// - Throws: the failure, if there was one.
  func isNothing() throws -> Bool {
    let (isLeft, failure) = state.withLock { ($0.isLeft, $0.failure) }
    if let failure { throw failure }
    return !isLeft
  }
}
