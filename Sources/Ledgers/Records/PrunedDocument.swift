/// What is left of a document's request and response when they are dropped: its external ids.
package struct PrunedDocument: Sendable, Hashable {
  package let document: DocumentRecord.ID
  package let lines: [UInt8]
  package let body: [UInt8]
  package let response: [UInt8]

  package init(document: DocumentRecord.ID, lines: [UInt8], body: [UInt8], response: [UInt8]) {
    self.document = document
    self.lines = lines
    self.body = body
    self.response = response
  }
}
