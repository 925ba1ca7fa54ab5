import Synchronization

/// 1, 2, 3, …
final class Counting: Sendable {
  private let count = Mutex(0)

  func next() -> Int {
    count.withLock { count in
      count += 1
      return count
    }
  }
}
