/// A decision as the ledger has it.
package struct DecisionRecord: Sendable, Hashable {
  package enum State: String, Sendable, Hashable { case pending, applied, rejected }

  package let id: Decision.ID
  package let decision: Decision
  package var state: State
  /// Why it was rejected.
  package var message: String?
  /// RFC 3339 UTC.
  package let createdAt: String
  package var changedAt: String
}
