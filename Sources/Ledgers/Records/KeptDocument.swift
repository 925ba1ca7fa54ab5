package import Documents

/// A document of an original that the ledger does not know, as it is read again.
package struct KeptDocument: Sendable, Hashable {
  package let ordinal: Int
  package let key: DocumentKey
  /// Empty where the content is not known: dropped again, it is in conflict.
  package let fingerprint: Fingerprint
  package let body: [UInt8]
  /// Whether the body is what was sent, byte for byte; a shipping plan may have completed it, which nobody knows any more.
  package let isBodyWhole: Bool
  package let idempotencyKey: String
  package let lines: [UInt8]
  package let sourceLine: Int
  /// What its answer says of it where it stays in doubt: findings as a JSON array.
  package let doubt: [UInt8]

  package init(
    ordinal: Int, key: DocumentKey, fingerprint: Fingerprint, body: [UInt8], isBodyWhole: Bool, idempotencyKey: String, lines: [UInt8],
    sourceLine: Int, doubt: [UInt8] = []
  ) {
    self.ordinal = ordinal
    self.key = key
    self.fingerprint = fingerprint
    self.body = body
    self.isBodyWhole = isBodyWhole
    self.idempotencyKey = idempotencyKey
    self.lines = lines
    self.sourceLine = sourceLine
    self.doubt = doubt
  }
}
