/// What stands in front of the first record: the byte order mark and the `sep=` line; and the separator, which the first record shows.
struct CSVBeginning {
  private let dialect: CSVDialect
  private(set) var separator: UInt8?
  /// The line on which the buffer then stands.
  private(set) var line = 1

  init(dialect: CSVDialect) {
    self.dialect = dialect
    separator = dialect.separator
  }

  mutating func read(from source: ByteSource, in buffer: inout CSVBuffer) throws(FormatError) {
    _ = try buffer.refill(from: source)
    while buffer.end < 10, try buffer.refill(from: source) {}
    try refuseOtherEncodings(buffer, name: source.name)
    if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { buffer.begin = 3 }
    if let announced = announcedSeparator(&buffer) {
      separator = announced
      line = 2
    }
    if separator == nil { separator = try recognisedSeparator(&buffer, source) }
  }

  private func refuseOtherEncodings(_ buffer: borrowing CSVBuffer, name: String) throws(FormatError) {
    let first = Array(UnsafeBufferPointer(start: buffer.bytes, count: min(4, buffer.end)))
    let found: String
    switch first {
    case [0xFF, 0xFE, 0, 0], [0, 0, 0xFE, 0xFF]: found = "UTF-32 (byte order mark)"
    case _ where first.starts(with: [0xFF, 0xFE]): found = "UTF-16, little endian (byte order mark)"
    case _ where first.starts(with: [0xFE, 0xFF]): found = "UTF-16, big endian (byte order mark)"
    case _ where first.count == 4 && first[1] == 0 && first[3] == 0 && first[0] != 0: found = "UTF-16, little endian"
    case _ where first.count == 4 && first[0] == 0 && first[2] == 0 && first[1] != 0: found = "UTF-16, big endian"
    default: return
    }
    throw FormatError(code: .encoding, message: "the file is in \(found); expected UTF-8", file: name, line: 1)
  }

  /// The `sep=;` line that spreadsheets write and understand. It is passed over.
  private func announcedSeparator(_ buffer: inout CSVBuffer) -> UInt8? {
    guard buffer.starts(with: Array("sep=".utf8)) || buffer.starts(with: Array("SEP=".utf8)), buffer.end - buffer.begin >= 5 else {
      return nil
    }
    let start = buffer.begin
    let announced = buffer.bytes[start + 4]
    var at = start + 5
    if at < buffer.end, buffer.bytes[at] == UInt8(ascii: "\r") { at += 1 }
    guard at == buffer.end || buffer.bytes[at] == UInt8(ascii: "\n"), announced > 0x08, announced < 0x80, announced != dialect.quote else {
      return nil
    }
    buffer.begin = min(at + 1, buffer.end)
    return announced
  }

  /// The candidate that occurs most, outside quotes, in the first line that is not blank; the earlier of two equals.
  private func recognisedSeparator(_ buffer: inout CSVBuffer, _ source: ByteSource) throws(FormatError) -> UInt8? {
    let candidates = [UInt8](";,\t|".utf8)
    while true {
      var counts = [0, 0, 0, 0]
      var isQuoted = false
      var isBlank = true
      for at in buffer.begin..<buffer.end {
        let byte = buffer.bytes[at]
        if byte == UInt8(ascii: "\n"), !isQuoted, !isBlank { return best(candidates, counts) }
        if byte == dialect.quote { isQuoted.toggle() }
        if byte > UInt8(ascii: " ") { isBlank = false }
        if !isQuoted, let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
      }
      guard try buffer.refill(from: source) else { return best(candidates, counts) }
    }
  }

  private func best(_ candidates: [UInt8], _ counts: [Int]) -> UInt8? {
    guard let most = counts.max(), most > 0, let index = counts.firstIndex(of: most) else { return nil }
    return candidates[index]
  }
}
