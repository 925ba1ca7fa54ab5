/// What is wrong with the shape of a record. The cells of such a record, if it has any, are good for naming it, not for use.
package struct CSVDefect: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    case invalidUTF8(byteOffset: Int, byte: UInt8)
    case strayQuote
    /// The file ended inside quotes, which were opened at the defect's line and column.
    case unterminatedQuote
    case cellTooLong(limit: Int)
    case recordTooLong(limit: Int)
    case nulByte
    case tooManyCells(limit: Int)
    case loneCarriageReturn
  }

  package var kind: Kind
  /// 1-based physical line and, in Unicode scalars, column.
  package var line: Int
  package var column: Int

  package init(kind: Kind, line: Int, column: Int) {
    self.kind = kind
    self.line = line
    self.column = column
  }

  /// Stable, for reports.
  package var code: String {
    switch kind {
    case .invalidUTF8: "invalid-utf8"
    case .strayQuote: "stray-quote"
    case .unterminatedQuote: "incomplete"
    case .cellTooLong: "cell-too-long"
    case .recordTooLong: "record-too-long"
    case .nulByte: "nul-byte"
    case .tooManyCells: "too-many-cells"
    case .loneCarriageReturn: "lone-carriage-return"
    }
  }

  /// What was found, for people, without the place.
  package var message: String {
    switch kind {
    case .invalidUTF8(let offset, let byte): "byte 0x\(hexadecimal(byte)) at offset \(offset) is not valid UTF-8"
    case .strayQuote: "a quote stands in the middle of a cell"
    case .unterminatedQuote: "the file ends inside the quotes that open here; it looks incomplete"
    case .cellTooLong(let limit): "the cell is longer than \(limit) bytes"
    case .recordTooLong(let limit): "the record is longer than \(limit) bytes"
    case .nulByte: "a NUL byte stands in the cell"
    case .tooManyCells(let limit): "the record has more than \(limit) cells"
    case .loneCarriageReturn: "a carriage return stands without a line feed"
    }
  }

  /// What would have been right.
  package var expected: String {
    switch kind {
    case .invalidUTF8: "text in UTF-8"
    case .strayQuote: "the cell in quotes, and each quote within it doubled"
    case .unterminatedQuote: "a closing quote"
    case .cellTooLong(let limit): "at most \(limit) bytes"
    case .recordTooLong(let limit): "at most \(limit) bytes"
    case .nulByte: "text"
    case .tooManyCells(let limit): "at most \(limit) cells"
    case .loneCarriageReturn: "lines that end with LF or CR LF"
    }
  }

  private func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }
}
