import Synchronization

@testable import Journeys

/// The progress that was shown last.
final class Seen: Sendable {
  private let shown = Mutex<Progress?>(nil)
  var last: Progress? { shown.withLock { $0 } }
  func note(_ progress: Progress) { shown.withLock { $0 = progress } }
}
