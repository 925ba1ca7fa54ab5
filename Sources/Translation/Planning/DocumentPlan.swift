package import Contracts
package import Documents

/// A document of an unsafe kind, ready to be sent: everything that has to be durable before its first byte leaves.
package struct DocumentPlan: Sendable, Hashable {
  package let key: DocumentKey
  package let fingerprint: Fingerprint
  package let call: PlannedCall
  /// For the answer, see `LineNotes`.
  package let lines: [UInt8]
  /// Where it begins in its file.
  package let sourceLine: Int

  package init(key: DocumentKey, fingerprint: Fingerprint, call: PlannedCall, lines: [UInt8], sourceLine: Int) {
    self.key = key
    self.fingerprint = fingerprint
    self.call = call
    self.lines = lines
    self.sourceLine = sourceLine
  }
}
