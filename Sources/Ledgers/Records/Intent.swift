package import Documents

/// All that has to be durable before the first byte of an unsafe call leaves.
package struct Intent: Sendable, Hashable {
  package let document: DocumentRecord.ID
  package let key: DocumentKey
  /// SHA-256 over the canonical fields as the sender gave them.
  package let fingerprint: Fingerprint
  package let body: [UInt8]
  package let idempotencyKey: String
  /// The document's lines for its answer: opaque to the ledger, written and read by the rules.
  package let lines: [UInt8]
  /// Where it begins in its file.
  package let sourceLine: Int
  /// What happened before, journalled in the same transaction ahead of the claim's own entry: a shipping plan that completed the order.
  package let notes: [JournalNote]

  package init(
    document: DocumentRecord.ID, key: DocumentKey, fingerprint: Fingerprint, body: [UInt8], idempotencyKey: String, lines: [UInt8],
    sourceLine: Int, notes: [JournalNote] = []
  ) {
    self.document = document
    self.key = key
    self.fingerprint = fingerprint
    self.body = body
    self.idempotencyKey = idempotencyKey
    self.lines = lines
    self.sourceLine = sourceLine
    self.notes = notes
  }
}
