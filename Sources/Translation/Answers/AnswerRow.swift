package import Documents

/// One row of an answer file.
package struct AnswerRow: Sendable, Hashable {
  package var sourceLine: Int
  package var document: String
  package var line: String
  package var status: AnswerStatus
  package var code: String
  package var message: String
  /// The kind's result columns; empty for a row without a result.
  package var cells: [String]

  package init(
    sourceLine: Int, document: String, line: String, status: AnswerStatus, code: String = "", message: String = "", cells: [String] = []
  ) {
    self.sourceLine = sourceLine
    self.document = document
    self.line = line
    self.status = status
    self.code = code
    self.message = message
    self.cells = cells
  }
}
