package import Documents

/// What `ferry status` shows of the ledger, in one consistent reading.
package struct LedgerSummary: Sendable, Hashable {
  /// States without documents are missing.
  package let documents: [DocumentState: Int]
  /// Those that are not done, with the time the oldest was received.
  package let openInterchanges: [Interchange.State: Group]
  /// Documents that wait for their target, and those of surveyed files whose turn has not come: the ledger has no record of these yet. nil: nothing
  /// waits.
  package let waiting: Group?
  /// The oldest ones first, up to the limit asked for; the counts above are whole.
  package let undecided: [DocumentRecord]
  package let holds: [String: TargetHold]
  /// The latest first, up to the limit asked for; also those that somebody has taken out of the error folder since.
  package var quarantined: [Interchange]
  package let pendingDecisions: Int
  package let pendingReplays: Int
  /// Orders and returns of the targets whose state is asked for.
  package let tracked: Int
  /// Channels of alerts that cannot be used now.
  package let alertFailures: [AlertFailure]
  /// What stands in the way now, the oldest first; after a `run`, what it left so.
  package let troubles: [Trouble]
  /// RFC 3339 UTC, of a file; nil: nothing ever happened to one.
  package let lastActivity: String?

  /// How many, and since when (RFC 3339 UTC).
  package struct Group: Sendable, Hashable {
    package let count: Int
    package let oldest: String
  }
}
