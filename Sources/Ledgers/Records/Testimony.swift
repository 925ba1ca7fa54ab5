package import Documents

/// What an answer in the outbox says of one document. The number alone tells the document: an answer holds no content.
package struct Testimony: Sendable, Hashable {
  package let key: DocumentKey
  /// Of the file that was answered: `orders-17`.
  package let stem: String
  package let state: DocumentState
  /// An operator's decision that it is not at the target.
  package let isAbandoned: Bool
  /// It corrects what an earlier answer said of the same document.
  package let isUpdate: Bool
  /// As far as the answer tells them; empty where it has no result.
  package let response: [UInt8]
  package let lines: [UInt8]
  package let sourceLine: Int
  /// For the journal: the answer's name and the target's ids.
  package let detail: String

  package init(
    key: DocumentKey, stem: String, state: DocumentState, isAbandoned: Bool = false, isUpdate: Bool = false, response: [UInt8] = [],
    lines: [UInt8] = [], sourceLine: Int, detail: String
  ) {
    self.key = key
    self.stem = stem
    self.state = state
    self.isAbandoned = isAbandoned
    self.isUpdate = isUpdate
    self.response = response
    self.lines = lines
    self.sourceLine = sourceLine
    self.detail = detail
  }
}
