import Documents
import Formats

/// Rows of one document that are equal to the letter: a quantity that would count twice.
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
    record.withCells { bytes, _ in
      var end = bytes.count
      while end > 0, bytes[end - 1] == UInt8(ascii: "\n") || bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
      hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[..<end]))
    }
    let hash = hasher.finalize()
    if let first = lines[hash] { return first }
    lines[hash] = record.line
    return nil
  }
}
