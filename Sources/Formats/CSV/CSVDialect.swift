/// How a CSV file separates and quotes. Lines end with LF or CR LF, mixed as they come.
package struct CSVDialect: Sendable, Equatable {
  /// `nil`: recognised from the first record. A `sep=` first line in the file has the last word.
  package var separator: UInt8?
  package var quote: UInt8

  package init(separator: UInt8? = nil, quote: UInt8 = UInt8(ascii: "\"")) {
    self.separator = separator
    self.quote = quote
  }
}
