/// What a record may measure. What is larger is read past without being kept, and has a ``CSVDefect``.
package struct CSVLimits: Sendable, Equatable {
  /// Bytes of one cell.
  package var maxCell: Int
  /// Bytes of one record, its line end included. The reader's memory never grows far beyond it.
  package var maxRecord: Int
  package var maxCells: Int
  /// Bytes taken from the source at a time.
  package var chunk: Int

  package init(maxCell: Int = 1 << 20, maxRecord: Int = 4 << 20, maxCells: Int = 1_000, chunk: Int = 256 << 10) {
    self.maxCell = maxCell
    self.maxRecord = maxRecord
    self.maxCells = maxCells
    self.chunk = chunk
  }
}
