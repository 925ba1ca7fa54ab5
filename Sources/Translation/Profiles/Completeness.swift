/// What shows that a file is whole, and that none is missing. Without any of it a CSV that was cut at a line end cannot be told from a whole
/// one, and nobody misses a file that did not come.
package struct Completeness: Sendable, Hashable, Codable {
  /// Positions, from 1, in the trailer record: how many lines (or documents) there are, the sum of their quantities, and of quantity times net
  /// price.
  package var trailerLines: Int?
  package var trailerDocuments: Int?
  package var trailerQuantity: Int?
  package var trailerAmount: Int?
  /// Of XML: XPath of the number of lines that a document says it has, from its element; where it is empty, nothing is said.
  package var lines: String?
  /// The file's last byte has to end a line.
  package var finalLineEnd: Bool
  /// nil: the files are not numbered.
  package var sequence: FileSequence?
  /// nil: files come when they come.
  package var daily: DailyFile?

  package init(
    trailerLines: Int? = nil, trailerDocuments: Int? = nil, trailerQuantity: Int? = nil, trailerAmount: Int? = nil, lines: String? = nil,
    finalLineEnd: Bool = false, sequence: FileSequence? = nil, daily: DailyFile? = nil
  ) {
    self.trailerLines = trailerLines
    self.trailerDocuments = trailerDocuments
    self.trailerQuantity = trailerQuantity
    self.trailerAmount = trailerAmount
    self.lines = lines
    self.finalLineEnd = finalLineEnd
    self.sequence = sequence
    self.daily = daily
  }
}

/// What is too much to be meant: 12000 pieces for 12. nil: no limit.
package struct Plausibility: Sendable, Hashable, Codable {
  /// Pieces of one line.
  package var quantity: Int?
  /// Lines of one document.
  package var lines: Int?
  /// Sum of quantity times net price over a document, whatever the currency; a decimal.
  package var documentValue: String?
  /// Rows of a document that say the same are a finding; false: the partner means them.
  package var refusesEqualRows: Bool

  package init(quantity: Int? = nil, lines: Int? = nil, documentValue: String? = nil, refusesEqualRows: Bool = true) {
    self.quantity = quantity
    self.lines = lines
    self.documentValue = documentValue
    self.refusesEqualRows = refusesEqualRows
  }
}
