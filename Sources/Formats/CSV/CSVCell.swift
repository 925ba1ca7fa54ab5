/// Where one cell of a record lies. Quotes are off, doubled quotes are single.
package struct CSVCell: Sendable, Equatable {
  /// In the bytes that ``CSVRecord/withCells(_:)`` hands out beside the cells.
  package var offset: Int32
  package var length: Int32
  /// 1-based, in Unicode scalars, within the physical line on which the cell starts (at its quote, if it has one).
  package var column: Int32
  package var isQuoted: Bool
  /// Holds doubled quotes that are still to be made single.
  var isDoubled: Bool
  /// 1-based physical line on which the cell starts.
  package var line: Int

  init(offset: Int32, length: Int32, column: Int32, isQuoted: Bool, isDoubled: Bool, line: Int) {
    self.offset = offset
    self.length = length
    self.column = column
    self.isQuoted = isQuoted
    self.isDoubled = isDoubled
    self.line = line
  }

  /// A cell that was made, not found.
  package init(offset: Int, length: Int, line: Int, column: Int32 = 0) {
    self.init(
      offset: Int32(truncatingIfNeeded: offset), length: Int32(truncatingIfNeeded: length), column: column, isQuoted: false,
      isDoubled: false, line: line)
  }

  /// The cell's bytes within the bytes of its record.
  package func bytes(in record: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: record[Int(offset)..<Int(offset) + Int(length)])
  }
}
