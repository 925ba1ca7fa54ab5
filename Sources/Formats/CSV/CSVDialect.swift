/// How a CSV file separates and quotes. Lines end with LF or CR LF, mixed as they come; with CR if the first 64 KiB have CRs and no LF.
package struct CSVDialect: Sendable, Equatable {
  /// `nil`: recognised from the first record. A `sep=` first line in the file has the last word.
  package var separator: UInt8?
  /// `nil`: quotes are text like any other, and a cell holds neither separators nor line ends.
  package var quote: UInt8?

  package init(separator: UInt8? = nil, quote: UInt8? = UInt8(ascii: "\"")) {
    self.separator = separator
    self.quote = quote
  }
}
