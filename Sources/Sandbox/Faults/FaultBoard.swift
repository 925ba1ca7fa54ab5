import Synchronization

/// The rules in force, each with the number of requests it has matched.
final class FaultBoard: Sendable {
  private struct Notice {
    var rule: FaultRule
    var matched = 0

    var isSpent: Bool { rule.times.map { matched >= rule.after + $0 } ?? false }
  }

  private let notices = Mutex<[Notice]>([])

  func add(_ rules: [FaultRule]) { notices.withLock { $0 += rules.map { Notice(rule: $0) } } }

  func clear() { notices.withLock { $0 = [] } }

  /// The rule that acts on this request, whose body has these order and return numbers.
  func take(_ arrival: Arrival, relativePath: String, numbers: [String]) -> FaultRule? {
    notices.withLock { notices in
      for position in notices.indices where !notices[position].isSpent {
        guard notices[position].rule.matches(arrival, relativePath: relativePath, numbers: numbers) else { continue }
        notices[position].matched += 1
        if notices[position].matched > notices[position].rule.after { return notices[position].rule }
      }
      return nil
    }
  }
}
