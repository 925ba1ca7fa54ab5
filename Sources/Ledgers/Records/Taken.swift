package import Documents

package struct Taken: Sendable, Hashable {
  package let document: DocumentRecord.ID
  package let state: DocumentState
  package let fingerprint: Fingerprint

  package init(document: DocumentRecord.ID, state: DocumentState, fingerprint: Fingerprint) {
    self.document = document
    self.state = state
    self.fingerprint = fingerprint
  }
}
