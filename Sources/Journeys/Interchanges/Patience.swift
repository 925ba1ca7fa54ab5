import Ledgers
import Synchronization

/// When waiting for a target ends. Each interchange's moment is fixed when this process takes the file up: how often the wall clock is set after
/// that does not matter.
final class Patience: Sendable {
  private let limit: Duration
  private let clock: @Sendable () -> String
  private let ends = Mutex<[Interchange.Number: ContinuousClock.Instant]>([:])

  /// `clock`: now, RFC 3339 UTC, as in the ledger.
  init(limit: Duration, clock: @escaping @Sendable () -> String) {
    self.limit = limit
    self.clock = clock
  }

  /// The first time counts what passed since the file was received, by the wall clock: maybe in an earlier process.
  @discardableResult
  func end(of record: Interchange) -> ContinuousClock.Instant {
    ends.withLock { ends in
      if let end = ends[record.number] { return end }
      let end = ContinuousClock.now + limit - Timestamp.age(of: record.receivedAt, at: clock())
      ends[record.number] = end
      return end
    }
  }

  func forget(_ number: Interchange.Number) { ends.withLock { _ = $0.removeValue(forKey: number) } }
}
