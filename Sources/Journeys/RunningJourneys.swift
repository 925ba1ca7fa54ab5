import Mailboxes
import Synchronization

/// The files on their way: a bounded number for each target, so that a held one keeps nobody else waiting.
final class RunningJourneys: Sendable {
  private struct State {
    var byTarget: [String: Int] = [:]
    var retries: [(file: ClaimedFile, at: ContinuousClock.Instant)] = []
    var isBroken = false
  }

  private let limit: Int
  private let state = Mutex(State())

  init(limit: Int) { self.limit = max(1, limit) }

  var count: Int { state.withLock { $0.byTarget.values.reduce(0, +) } }
  /// No target has room.
  var isFull: Bool { state.withLock { state in !state.byTarget.isEmpty && state.byTarget.values.allSatisfy { $0 >= limit } } }

  /// The ledger failed: nothing more is sent in this process.
  var isBroken: Bool {
    get { state.withLock { $0.isBroken } }
    set { state.withLock { $0.isBroken = newValue } }
  }

  func add(_ target: String) { state.withLock { $0.byTarget[target, default: 0] += 1 } }

  func tryAdd(_ target: String) -> Bool {
    state.withLock { state in
      guard state.byTarget[target, default: 0] < limit else { return false }
      state.byTarget[target, default: 0] += 1
      return true
    }
  }

  func remove(_ target: String) { state.withLock { $0.byTarget[target, default: 1] -= 1 } }

  /// A folder's trouble is not the file's: it is taken up again then.
  func retry(_ file: ClaimedFile, at: ContinuousClock.Instant) { state.withLock { $0.retries.append((file, at)) } }

  func takeDue() -> [ClaimedFile] {
    state.withLock { state in
      let due = state.retries.filter { $0.at <= .now }.map(\.file)
      state.retries.removeAll { $0.at <= .now }
      return due
    }
  }

  /// Until none is left; each end rings the bell.
  func wait(bell: AsyncStream<Void>) async {
    var bells = bell.makeAsyncIterator()
    while count > 0, await bells.next() != nil {}
  }
}
