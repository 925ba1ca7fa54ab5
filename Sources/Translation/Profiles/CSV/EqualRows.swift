import Documents
import Formats

/// Rows of one document that say the same: a quantity that would count twice. Blanks around a value, quotes, and empty cells at the end say nothing.
struct EqualRows {
  /// By hash of the row, seeded for each process.
  private var lines: [Int: Int] = [:]
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  mutating func removeAll() {
    if !lines.isEmpty { lines.removeAll(keepingCapacity: true) }
  }

  /// The line of the first row that is equal; nil: there is none.
  mutating func firstLine(of record: CSVRecord) -> Int? {
    guard lines.count < limit else { return nil }
    var hasher = Hasher()
    record.withCells { bytes, cells in
      var empty = 0
      for cell in cells {
        let text = trimmed(cell.bytes(in: bytes))
        if text.isEmpty {
          empty += 1
          continue
        }
        hasher.combine(empty)
        hasher.combine(bytes: UnsafeRawBufferPointer(text))
        // No text has this byte: cells do not run into each other.
        hasher.combine(0xFF as UInt8)
        empty = 0
      }
    }
    let hash = hasher.finalize()
    if let first = lines[hash] { return first }
    lines[hash] = record.line
    return nil
  }
}
