package import Documents

/// A document that was refused before any call.
package struct Refusal: Sendable, Hashable {
  package let document: DocumentRecord.ID
  package let key: DocumentKey
  package let lines: [UInt8]
  package let sourceLine: Int
  /// `refused`, `conflict` or `failed`.
  package let state: DocumentState
  /// Findings as a JSON array.
  package let findings: [UInt8]
  /// What happened before, journalled in the same transaction ahead of the refusal's own entry.
  package let notes: [JournalNote]

  package init(
    document: DocumentRecord.ID, key: DocumentKey, lines: [UInt8], sourceLine: Int, state: DocumentState = .refused, findings: [UInt8],
    notes: [JournalNote] = []
  ) {
    self.document = document
    self.key = key
    self.lines = lines
    self.sourceLine = sourceLine
    self.state = state
    self.findings = findings
    self.notes = notes
  }
}
