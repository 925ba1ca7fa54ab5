import Documents

/// What a comparison of the ledger with archive and outbox came to.
package struct RestorationReport: Sendable, Hashable {
  /// Originals that the ledger did not know, and were read again.
  package var originals = 0
  /// Answers that it did not know.
  package var answers = 0
  /// Answers that tell nothing: in a partner's own layout, or cut.
  package var unreadableAnswers = 0
  /// Documents that the ledger has: nothing was changed.
  package var known = 0
  /// Entered as `accepted`, `unconfirmed` or `in_doubt`; what stood in doubt and has its result by now is among the first.
  package var entered: [String: Int] = [:]
  /// The first numbers of each.
  package var numbers: [String: [String]] = [:]
  /// An answer says that they were refused, or they have mistakes: nothing stands at the target, their numbers are free.
  package var free = 0
  /// Originals that could not be read as a file of orders or returns, with the reason; what was read of them was entered.
  package var troubles: [String] = []

  private static let shown = 10

  package init() {}

  mutating func enter(_ state: DocumentState, _ number: String) {
    entered[state.rawValue, default: 0] += 1
    if numbers[state.rawValue, default: []].count < Self.shown { numbers[state.rawValue, default: []].append(number) }
  }

  mutating func trouble(_ message: String) {
    if troubles.count < Self.shown * 10, !troubles.contains(message) { troubles.append(message) }
  }
}
