import Synchronization

/// Remembers the first token it is shown.
final class FirstToken: Sendable {
  private let first = Mutex<String?>(nil)
  func isFirst(_ token: String) -> Bool {
    first.withLock { first in
      if first == nil { first = token }
      return first == token
    }
  }
}
