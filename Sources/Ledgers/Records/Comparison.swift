package import Documents

/// What became of a document that was compared.
package enum Comparison: Sendable, Hashable {
  /// The ledger has it, or has its number.
  case known
  /// Entered with that state: `accepted`, `unconfirmed` or `in_doubt`.
  case entered(DocumentState)
  /// An answer says that it was refused: its number stays free.
  case free
  /// It is another partner's, as an answer shows.
  case others
}
