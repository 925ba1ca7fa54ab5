import Foundation
import Synchronization

/// A wall clock that stands still until it is moved.
final class SteppedClock: Sendable {
  private let time: Mutex<Date>
  init(_ secondsSince1970: TimeInterval) { time = Mutex(Date(timeIntervalSince1970: secondsSince1970)) }
  func now() -> Date { time.withLock { $0 } }
  func advance(by seconds: TimeInterval) { time.withLock { $0 += seconds } }
}
