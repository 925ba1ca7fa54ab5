import Formats

/// A record that later rows are completed from.
struct KeptRecord {
  private(set) var bytes: [UInt8] = []
  private(set) var cells: [CSVCell] = []

  mutating func keep(_ record: CSVRecord) {
    record.withCells { bytes, cells in
      self.bytes.replaceSubrange(0..., with: bytes)
      self.cells.replaceSubrange(0..., with: cells)
    }
  }

  mutating func forget() {
    bytes.removeAll(keepingCapacity: true)
    cells.removeAll(keepingCapacity: true)
  }
}
