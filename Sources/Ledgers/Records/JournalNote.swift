/// One thing that happened, in words for the operator. The ledger adds the time.
package struct JournalNote: Sendable, Hashable {
  /// A constant word: `sending`, `accepted`, `held`, `in_doubt`, `decided`, `published`, …
  package let event: String
  /// Facts: status, external ids, reason. No secrets.
  package let detail: String

  package init(_ event: String, _ detail: String = "") {
    self.event = event
    self.detail = detail
  }
}
