package import Documents

/// What an attempt came to, as it is kept.
package struct Conclusion: Sendable, Hashable {
  package let state: DocumentState
  package let status: Int?
  /// The response's body.
  package let response: [UInt8]
  /// Findings or messages as a JSON array; empty where there are none.
  package let findings: [UInt8]
  package let note: JournalNote

  package init(state: DocumentState, status: Int?, response: [UInt8] = [], findings: [UInt8] = [], note: JournalNote) {
    self.state = state
    self.status = status
    self.response = response
    self.findings = findings
    self.note = note
  }
}
