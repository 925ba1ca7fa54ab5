import Documents
import Mailboxes

/// What a comparison of the ledger with archive and outbox came to.
package struct RestorationReport: Sendable, Hashable {
  /// An original of which nobody can say what it held.
  package struct Unread: Sendable, Hashable {
    package let path: String
    let name: String
    /// Who could have sent it; nil: the archive does not say.
    let partner: String?
    package let reason: String
  }

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
  /// Of those entered in doubt, the ones that today's settings refuse: they are without content.
  package var illegible = 0
  package var illegibleNumbers: [String] = []
  /// An answer says that they were refused, or they have mistakes: nothing stands at the target, their numbers are free.
  package var free = 0
  /// What else was found wrong with originals; what was read of them was entered.
  package var troubles: [String] = []
  /// All of them: what they held may have been sent, so that nothing is sent before the operator says so.
  package var unread: [Unread] = []
  /// The operator goes on without those.
  package var isUnreadAccepted = false
  /// Some documents wait for the last reading.
  var hasMistaken = false

  private static let shown = 10

  package init() {}

  /// Whether sending may go on.
  package var isComplete: Bool { unread.isEmpty || isUnreadAccepted }

  mutating func enter(_ state: DocumentState, _ number: String) {
    entered[state.rawValue, default: 0] += 1
    if numbers[state.rawValue, default: []].count < Self.shown { numbers[state.rawValue, default: []].append(number) }
  }

  mutating func enterIllegible(_ number: String) {
    illegible += 1
    if illegibleNumbers.count < Self.shown { illegibleNumbers.append(number) }
  }

  mutating func trouble(_ message: String) {
    if troubles.count < Self.shown * 10, !troubles.contains(message) { troubles.append(message) }
  }

  mutating func leaveUnread(_ original: Restoration.Original, _ reason: String) {
    let path = original.path.printable
    if !unread.contains(where: { $0.path == path }) {
      unread.append(Unread(path: path, name: original.name.text, partner: original.partner, reason: reason))
    }
  }
}
