import Synchronization

/// A wall clock that somebody sets.
final class WallClock: Sendable {
  private let time: Mutex<String>

  init(_ time: String) { self.time = Mutex(time) }

  @Sendable func now() -> String { time.withLock { $0 } }
  func set(_ time: String) { self.time.withLock { $0 = time } }
}
