import Documents
import Formats

/// What may be wrong with the records of a CSV file.
extension Finding {
  init(_ defect: CSVDefect, file: String) {
    let code: Code =
      switch defect.kind {
      case .invalidByte, .unpairedSurrogate: .encoding
      case .controlCharacter(let byte, _, _): byte < 0x80 ? .malformed : .encoding
      case .unterminatedQuote: .incomplete
      case .cellTooLong, .recordTooLong, .tooManyCells: .tooLong
      case .strayQuote, .nulByte, .loneCarriageReturn, .byteOrderMark: .malformed
      }
    self.init(
      code, file: file, line: defect.line, column: defect.column, expected: defect.expected,
      "\(defect.message); expected \(defect.expected)")
  }

  /// The last record has too few cells and no line end: the file was cut there.
  static func cut(_ record: CSVRecord, expected count: Int, file: String) -> Finding {
    Finding(
      .incomplete, file: file, line: record.line, expected: "\(count) cells and a line end",
      "the file ends inside its last record, with \(record.count) of \(count) cells and no line end; it looks incomplete: drop it again whole"
    )
  }

  /// `reference`: what has the right number of cells, `in the header line`.
  static func width(of record: CSVRecord, expected count: Int, as reference: String, file: String) -> Finding {
    let remedy = record.count > count ? "put cells that contain the separator in quotes" : "it looks cut off"
    return Finding(
      .malformed, file: file, line: record.line, expected: "\(count) cells",
      "the record has \(record.count) cells; expected \(count) as \(reference): \(remedy)")
  }

  /// Two rows of one document or line say different things.
  static func contradiction(
    of column: String, _ written: String, at cell: CSVCell, with before: String, on line: Int, within what: String, file: String
  ) -> Finding {
    Finding(
      .contradiction, file: file, line: cell.line, column: Int(cell.column), path: column, value: written, expected: shortened(before),
      "\(column) \"\(shortened(written))\" contradicts \"\(shortened(before))\" on line \(line); expected the same value, or none, on each row of the \(what)"
    )
  }

  /// Two rows give the same entry of a list different values.
  static func difference(
    of column: String, _ written: String, at cell: CSVCell, from before: String, on line: Int, sameKey key: String, file: String
  ) -> Finding {
    Finding(
      .contradiction, file: file, line: cell.line, column: Int(cell.column), path: column, value: written, expected: shortened(before),
      "\(column) \"\(shortened(written))\" differs from \"\(shortened(before))\" on line \(line) for the same \(key); expected another \(key), or an equal row"
    )
  }
}
