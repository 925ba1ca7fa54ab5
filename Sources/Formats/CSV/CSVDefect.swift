/// What is wrong with the shape of a record. The cells of such a record, if it has any, are good for naming it, not for use.
package struct CSVDefect: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// `offset` counts in the file as it is.
    case invalidByte(UInt8, offset: Int, TextEncoding)
    /// Half of a pair of UTF-16 units, without the other.
    case unpairedSurrogate(UInt16, offset: Int, TextEncoding)
    case strayQuote
    /// The file ended inside quotes, which were opened at the defect's line and column.
    case unterminatedQuote
    case cellTooLong(limit: Int)
    case recordTooLong(limit: Int)
    case nulByte
    /// U+0001 to U+001F but tab and line ends, U+007F to U+009F. `offset` counts in the file as it is.
    case controlCharacter(UInt8, offset: Int, TextEncoding)
    /// U+FEFF behind the beginning of the file.
    case byteOrderMark(offset: Int)
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
    case .invalidByte(_, _, .utf8): "invalid-utf8"
    case .invalidByte, .unpairedSurrogate: "undecodable"
    case .strayQuote: "stray-quote"
    case .unterminatedQuote: "incomplete"
    case .cellTooLong: "cell-too-long"
    case .recordTooLong: "record-too-long"
    case .nulByte: "nul-byte"
    case .controlCharacter: "control-character"
    case .byteOrderMark: "byte-order-mark"
    case .tooManyCells: "too-many-cells"
    case .loneCarriageReturn: "lone-carriage-return"
    }
  }

  /// What was found, for people, without the place.
  package var message: String {
    switch kind {
    case .invalidByte(let byte, let offset, .utf8): "byte 0x\(hexadecimal(byte, 2)) at offset \(offset) is not valid UTF-8"
    case .invalidByte(let byte, let offset, let encoding): "byte 0x\(hexadecimal(byte, 2)) at offset \(offset) is not \(encoding.name)"
    case .unpairedSurrogate(let unit, let offset, let encoding):
      "unit 0x\(hexadecimal(unit, 4)) at offset \(offset) is not \(encoding.name): it is half of a pair"
    case .strayQuote: "a quote stands in the middle of a cell"
    case .unterminatedQuote: "the file ends inside the quotes that open here; it looks incomplete"
    case .cellTooLong(let limit): "the cell is longer than \(limit) bytes"
    case .recordTooLong(let limit): "the record is longer than \(limit) bytes"
    case .nulByte: "a NUL byte stands in the cell"
    case .controlCharacter(let byte, let offset, let encoding) where isOfWindows(byte, encoding):
      "byte 0x\(hexadecimal(byte, 2)) at offset \(offset) is a control character in \(encoding.name)"
    case .controlCharacter(let byte, let offset, _):
      "the control character U+\(hexadecimal(byte, 4)) stands in the cell, at offset \(offset)"
    case .byteOrderMark(let offset): "a byte order mark (U+FEFF) stands inside the file, at offset \(offset)"
    case .tooManyCells(let limit): "the record has more than \(limit) cells"
    case .loneCarriageReturn: "a carriage return stands without a line feed"
    }
  }

  /// What would have been right.
  package var expected: String {
    switch kind {
    case .invalidByte(_, _, .utf8): "text in UTF-8: save the file again, or declare its encoding in the profile"
    case .invalidByte, .unpairedSurrogate: "text in that encoding: save the file again, or correct the encoding in the profile"
    case .strayQuote: "the cell in quotes, and each quote within it doubled"
    case .unterminatedQuote: "a closing quote"
    case .cellTooLong(let limit): "at most \(limit) bytes"
    case .recordTooLong(let limit): "at most \(limit) bytes"
    case .nulByte: "text"
    case .controlCharacter(let byte, _, let encoding) where isOfWindows(byte, encoding):
      "text: the file is probably in \(TextEncoding.windows1252.name); declare that encoding in the profile"
    case .controlCharacter: "text without control characters"
    case .byteOrderMark:
      "it at the beginning alone: files were joined, or it was copied with a text; write one file at a time, or remove it"
    case .tooManyCells(let limit): "at most \(limit) cells"
    case .loneCarriageReturn: "lines that end with LF or CR LF"
    }
  }

  /// What ISO-8859 has no characters for and Windows-1252 has.
  private func isOfWindows(_ byte: UInt8, _ encoding: TextEncoding) -> Bool {
    byte >= 0x80 && (encoding == .iso8859_1 || encoding == .iso8859_15)
  }

  private func hexadecimal(_ number: some BinaryInteger, _ digits: Int) -> String {
    let written = String(number, radix: 16, uppercase: true)
    return String(repeating: "0", count: digits - written.count) + written
  }
}
