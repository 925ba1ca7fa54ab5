/// What the header of a standard's answer says that no row does. The same for every rendering of an answer: it holds no clock.
package struct AnswerHead: Sendable, Hashable {
  /// Names the answer; the same for no other.
  package var id: String
  /// When the file was received, RFC 3339 UTC: stands for the day of the answer, which the ledger would not know again.
  package var received: String
  package var partner: String
  /// Whom the documents went to: the target's name.
  package var target: String
  /// How many documents the answer speaks of.
  package var documentCount: Int

  package init(id: String = "", received: String = "", partner: String = "", target: String = "", documentCount: Int = 1) {
    self.id = id
    self.received = received
    self.partner = partner
    self.target = target
    self.documentCount = documentCount
  }
}
