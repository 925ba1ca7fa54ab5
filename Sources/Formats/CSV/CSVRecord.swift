/// One record, valid until its reader goes on. Nothing of it is copied.
package struct CSVRecord {
  /// 1-based physical line on which the record begins.
  package internal(set) var line = 0
  /// From the record's first byte to behind its line end, as offsets in the file, or in its UTF-8 if it is in another encoding
  /// (``RangeCopier`` finds the bytes). The first record's begins at 0, with
  /// the byte order mark, the `sep=` line and blank lines, so that a header can be copied verbatim.
  package var byteRange = 0..<0
  package internal(set) var defect: CSVDefect?
  var bytes = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  var cells = UnsafeBufferPointer<CSVCell>(start: nil, count: 0)

  package init() {}

  /// A record in the place of another one: its cells arranged anew, with bytes of its own.
  package init(
    replacing other: CSVRecord, bytes: UnsafeBufferPointer<UInt8>, cells: UnsafeBufferPointer<CSVCell>
  ) {
    line = other.line
    byteRange = other.byteRange
    defect = other.defect
    self.bytes = bytes
    self.cells = cells
  }

  /// How many cells there are; 0 in a record that was too long to be kept.
  package var count: Int { cells.count }

  /// `false` only for the last record of a file, if nothing ends its line.
  package var endsLine: Bool { bytes.last == UInt8(ascii: "\n") || bytes.last == UInt8(ascii: "\r") }

  /// Neither pointer may leave `body`.
  package func withCells<R, E: Error>(
    _ body: (_ bytes: UnsafeBufferPointer<UInt8>, _ cells: UnsafeBufferPointer<CSVCell>) throws(E) -> R
  ) throws(E) -> R {
    try body(bytes, cells)
  }

  /// A copy of one cell, for messages and headers.
  package func text(_ index: Int) -> String {
    String(decoding: cells[index].bytes(in: bytes), as: UTF8.self)
  }
}
