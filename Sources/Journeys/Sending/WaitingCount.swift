import Synchronization

/// How many documents of a file were left waiting; counted by many tasks.
final class WaitingCount: Sendable {
  private let waiting = Mutex(0)

  var count: Int { waiting.withLock { $0 } }

  func add() { waiting.withLock { $0 += 1 } }
}
