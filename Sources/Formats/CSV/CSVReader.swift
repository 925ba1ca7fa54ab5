import Glibc

/// Reads a CSV file record by record in flat memory. Not for several threads.
///
///     let reader = try CSVReader(source: ByteSource(path: "orders.csv"))
///     while try reader.next() {
///       reader.record.withCells { bytes, cells in … }
///     }
///
/// UTF-8 with or without byte order mark. Blank lines are passed over. The header is the first record, if the file has one.
/// A record with a ``CSVRecord/defect`` does not end the reading; text in quotes that never close ends with the file.
package final class CSVReader {
  /// The record that ``next()`` went to.
  package private(set) var record = CSVRecord()
  /// `nil` before the first record, and for a file of a single column.
  package private(set) var separator: UInt8?

  private let source: ByteSource
  private let dialect: CSVDialect
  private let limits: CSVLimits
  private var buffer: CSVBuffer
  private var scanner: CSVScanner
  private var line = 1
  private var isPrepared = false

  package init(source: ByteSource, dialect: CSVDialect? = nil, limits: CSVLimits = CSVLimits()) {
    self.source = source
    self.dialect = dialect ?? CSVDialect()
    self.limits = limits
    buffer = CSVBuffer(chunk: limits.chunk, most: limits.maxRecord)
    scanner = CSVScanner(separator: nil, quote: self.dialect.quote, limits: limits)
  }

  /// Goes to the next record; `false` at the end of the file.
  ///
  /// Throws what the operating system says, and ``FormatError/Code/encoding`` for a file that is not UTF-8 from its first bytes on.
  package func next() throws(FormatError) -> Bool {
    let isFirst = !isPrepared
    if isFirst { try prepare() }
    while true {
      if buffer.isDrained, try !buffer.refill(from: source) { return false }
      let outcome = scanner.scan(buffer.bytes, from: buffer.begin, to: buffer.end, atEnd: buffer.atEnd, line: line)
      if outcome == .needsMore {
        if try buffer.refill(from: source) { continue }
        if buffer.atEnd { continue }
        try passOverlong()
      } else {
        if skipBlank() { continue }
        finish()
      }
      if isFirst { record.byteRange = 0..<record.byteRange.upperBound }
      return true
    }
  }

  /// Reads the rest of the file for the sake of ``ByteSource/onBytes``.
  package func drain() throws(FormatError) { try source.drain() }

  /// A line without anything but blanks is no record.
  private func skipBlank() -> Bool {
    guard scanner.count == 1, scanner.defect == nil else { return false }
    let cell = scanner.cells[0]
    guard !cell.isQuoted else { return false }
    for index in 0..<Int(cell.length) where buffer.bytes[buffer.begin + index] != UInt8(ascii: " ") { return false }
    line = scanner.nextLine
    buffer.begin = scanner.end
    return true
  }

  private func finish() {
    let start = buffer.begin
    let length = scanner.end &- start
    let bytes = UnsafeMutableBufferPointer(start: buffer.bytes + start, count: length)
    let cells = UnsafeMutableBufferPointer(start: scanner.cells, count: scanner.count)
    var defect: CSVDefect?
    if let found = scanner.defect {
      defect = CSVDefect(kind: found.kind, line: found.line, column: CSVText.column(of: found.offset &- start, in: bytes))
    }
    if !scanner.isASCII {
      if let invalid = CSVText.firstInvalidByte(in: bytes) {
        defect = CSVDefect(
          kind: .invalidUTF8(byteOffset: buffer.offset + start + invalid, byte: bytes[invalid]),
          line: line + CSVText.lineFeeds(before: invalid, in: bytes), column: CSVText.column(of: invalid, in: bytes))
      }
      CSVText.countColumns(of: cells, in: bytes)
    }
    if scanner.isDoubled { CSVText.collapseQuotes(of: cells, in: bytes, quote: dialect.quote) }
    let tooLong = length > limits.maxRecord
    if tooLong, defect?.kind != .cellTooLong(limit: limits.maxCell), defect?.kind != .unterminatedQuote {
      defect = CSVDefect(kind: .recordTooLong(limit: limits.maxRecord), line: line, column: 1)
    }
    record.line = line
    record.byteRange = buffer.offset &+ start..<buffer.offset &+ scanner.end
    record.defect = defect
    record.bytes = UnsafeBufferPointer(bytes)
    record.cells = UnsafeBufferPointer(start: scanner.cells, count: tooLong ? 0 : scanner.count)
    line = scanner.nextLine
    buffer.begin = scanner.end
  }

  /// The record does not fit into the buffer at its largest: it is read to its end and forgotten.
  private func passOverlong() throws(FormatError) {
    var overlong = CSVOverlong(separator: separator, quote: dialect.quote, limits: limits, line: line)
    let start = buffer.offset + buffer.begin
    while true {
      let rest = UnsafeBufferPointer(start: buffer.bytes + buffer.begin, count: buffer.end - buffer.begin)
      buffer.begin += overlong.pass(rest)
      if overlong.isComplete { break }
      guard try buffer.refill(from: source) else { break }
    }
    record = CSVRecord()
    record.line = line
    record.byteRange = start..<buffer.offset + buffer.begin
    record.defect = overlong.defect
    line = overlong.line
  }

  // MARK: The beginning of the file

  /// Byte order mark, `sep=` line and the separator.
  private func prepare() throws(FormatError) {
    isPrepared = true
    _ = try buffer.refill(from: source)
    while buffer.end < 6, try buffer.refill(from: source) {}
    try refuseOtherEncodings()
    if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { buffer.begin = 3 }
    separator = dialect.separator
    if let announced = try announcedSeparator() { separator = announced }
    if separator == nil { separator = try recognisedSeparator() }
    scanner = CSVScanner(separator: separator, quote: dialect.quote, limits: limits)
  }

  private func refuseOtherEncodings() throws(FormatError) {
    let first = (0..<min(4, buffer.end)).map { buffer.bytes[$0] }
    let found: String
    switch first {
    case [0xFF, 0xFE, 0, 0], [0, 0, 0xFE, 0xFF]: found = "UTF-32 (byte order mark)"
    case _ where first.starts(with: [0xFF, 0xFE]): found = "UTF-16, little endian (byte order mark)"
    case _ where first.starts(with: [0xFE, 0xFF]): found = "UTF-16, big endian (byte order mark)"
    case _ where first.count == 4 && first[1] == 0 && first[3] == 0 && first[0] != 0: found = "UTF-16, little endian"
    case _ where first.count == 4 && first[0] == 0 && first[2] == 0 && first[1] != 0: found = "UTF-16, big endian"
    default: return
    }
    throw FormatError(code: .encoding, message: "the file is in \(found); expected UTF-8", file: source.name, line: 1)
  }

  /// The `sep=;` line that spreadsheets write and understand. It is passed over.
  private func announcedSeparator() throws(FormatError) -> UInt8? {
    let prefix = [UInt8]("sep=".utf8)
    while buffer.end - buffer.begin < 7, try buffer.refill(from: source) {}
    let start = buffer.begin
    guard buffer.end - start >= 5, (0..<4).allSatisfy({ buffer.bytes[start + $0] | ($0 < 3 ? 0x20 : 0) == prefix[$0] }) else { return nil }
    let announced = buffer.bytes[start + 4]
    var at = start + 5
    if at < buffer.end, buffer.bytes[at] == UInt8(ascii: "\r") { at += 1 }
    guard at == buffer.end || buffer.bytes[at] == UInt8(ascii: "\n"), announced > 0x08, announced < 0x80, announced != dialect.quote else {
      return nil
    }
    buffer.begin = min(at + 1, buffer.end)
    line += 1
    return announced
  }

  /// The candidate that occurs most, outside quotes, in the first line that is not blank; the earlier of two equals.
  private func recognisedSeparator() throws(FormatError) -> UInt8? {
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
