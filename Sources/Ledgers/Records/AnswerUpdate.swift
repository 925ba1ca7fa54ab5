/// `<stem>.answer-update-<number>.<ext>`: the rows of documents that were decided after their answer was published.
package struct AnswerUpdate: Sendable, Hashable {
  package let interchange: Interchange.Number
  /// From 1, for each interchange.
  package let number: Int
  package let file: AnswerFile
  package let documents: [DocumentRecord.ID]

  package init(interchange: Interchange.Number, number: Int, file: AnswerFile, documents: [DocumentRecord.ID]) {
    self.interchange = interchange
    self.number = number
    self.file = file
    self.documents = documents
  }
}
