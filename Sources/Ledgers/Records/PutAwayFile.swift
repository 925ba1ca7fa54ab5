/// A file that the ledger knows to stand at a path, as it was read first. Another one may stand there by now.
package struct PutAwayFile: Sendable, Hashable {
  /// Empty: it was never read to its end.
  package let sha256: String
  package let byteCount: Int
  /// More was written behind what was read.
  package let hasGrown: Bool
}
