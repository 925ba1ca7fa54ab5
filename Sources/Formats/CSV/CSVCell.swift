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

  /// The cell's bytes within the bytes of its record.
  package func bytes(in record: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: record[Int(offset)..<Int(offset) + Int(length)])
  }
}
