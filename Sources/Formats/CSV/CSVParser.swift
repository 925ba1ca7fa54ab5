/// Finds the records of a file in the window that ``CSVBuffer`` moves over it.
struct CSVParser: ~Copyable {
  private(set) var record = CSVRecord()
  private(set) var separator: UInt8?
  /// Where the first record's own bytes begin, behind the byte order mark and what else stands in front of it.
  private(set) var firstOffset = 0

  private let dialect: CSVDialect
  private let limits: CSVLimits
  private var buffer: CSVBuffer
  private var scanner: CSVScanner
  private var line = 1
  private var lineEnd = UInt8(ascii: "\n")
  private var places = RawPlaces()
  private var isPrepared = false

  init(dialect: CSVDialect, limits: CSVLimits) {
    self.dialect = dialect
    self.limits = limits
    buffer = CSVBuffer(chunk: limits.chunk, most: limits.maxRecord)
    scanner = CSVScanner(separator: nil, quote: dialect.quote, lineEnd: lineEnd, limits: limits)
  }

  mutating func next(from source: ByteSource) throws(FormatError) -> Bool {
    let isFirst = !isPrepared
    if isFirst { try begin(source) }
    while true {
      if buffer.isDrained, try !buffer.refill(from: source) { return false }
      let outcome = scanner.scan(buffer.bytes, from: buffer.begin, to: buffer.end, atEnd: buffer.atEnd, line: line)
      if outcome == .needsMore {
        if try buffer.refill(from: source) { continue }
        if buffer.atEnd { continue }
        try passOverlong(from: source)
      } else {
        if skipBlank() { continue }
        finish(source)
      }
      if isFirst { firstOffset = record.byteRange.lowerBound }
      if isFirst { record.byteRange = 0..<record.byteRange.upperBound }
      return true
    }
  }

  private mutating func begin(_ source: ByteSource) throws(FormatError) {
    isPrepared = true
    var beginning = CSVBeginning(dialect: dialect)
    try beginning.read(from: source, in: &buffer)
    separator = beginning.separator
    line = beginning.line
    lineEnd = beginning.lineEnd
    scanner = CSVScanner(separator: separator, quote: dialect.quote, lineEnd: lineEnd, limits: limits)
  }

  /// A line without anything but blanks and separators is no record.
  private mutating func skipBlank() -> Bool {
    guard scanner.defect == nil else { return false }
    let record = UnsafeBufferPointer(start: buffer.bytes + buffer.begin, count: scanner.end - buffer.begin)
    for index in 0..<scanner.count {
      let cell = scanner.cells[index]
      if cell.isQuoted || cell.length > 0, cell.isQuoted || !trimmed(cell.bytes(in: record)).isEmpty { return false }
    }
    line = scanner.nextLine
    buffer.begin = scanner.end
    return true
  }

  private mutating func finish(_ source: ByteSource) {
    let start = buffer.begin
    let length = scanner.end &- start
    let bytes = UnsafeMutableBufferPointer(start: buffer.bytes + start, count: length)
    let cells = UnsafeMutableBufferPointer(start: scanner.cells, count: scanner.count)
    var defect: CSVDefect?
    if let found = scanner.defect {
      var kind = found.kind
      if case .controlCharacter(let byte, _, _) = kind { kind = control(byte, at: found.offset, source) }
      defect = CSVDefect(kind: kind, line: found.line, column: CSVText.column(of: found.offset &- start, in: bytes, lineEnd: lineEnd))
    }
    if !scanner.isASCII {
      if let (flaw, place) = CSVText.firstFlaw(in: bytes), flaw == .invalid || defect == nil {
        defect = CSVDefect(
          kind: kind(of: flaw, at: start + place, source), line: line + CSVText.lineEnds(before: place, in: bytes, lineEnd: lineEnd),
          column: CSVText.column(of: place, in: bytes, lineEnd: lineEnd))
      }
      CSVText.countColumns(of: cells, in: bytes, behind: CSVText.countASCII(in: bytes), lineEnd: lineEnd)
    }
    if scanner.isDoubled, let quote = dialect.quote { CSVText.collapseQuotes(of: cells, in: bytes, quote: quote) }
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

  private mutating func kind(of flaw: CSVText.Flaw, at index: Int, _ source: ByteSource) -> CSVDefect.Kind {
    switch flaw {
    case .invalid: undecodable(at: index, source)
    case .control: control(buffer.bytes[index + 1], at: index, source)
    case .byteOrderMark: .byteOrderMark(offset: fileOffset(of: index, source))
    }
  }

  private mutating func control(_ byte: UInt8, at index: Int, _ source: ByteSource) -> CSVDefect.Kind {
    .controlCharacter(byte, offset: fileOffset(of: index, source), source.encoding)
  }

  private mutating func fileOffset(of index: Int, _ source: ByteSource) -> Int {
    source.encoding == .utf8 ? buffer.offset + index : places.offset(of: index, in: buffer, source)
  }

  /// What could not be decoded, and where it stands in the file.
  private mutating func undecodable(at index: Int, _ source: ByteSource) -> CSVDefect.Kind {
    let text = UnsafeBufferPointer(start: buffer.bytes + index, count: buffer.end - index)
    guard source.encoding != .utf8 else { return .invalidByte(text[0], offset: buffer.offset + index, .utf8) }
    let offset = places.offset(of: index, in: buffer, source)
    if UndecodableMark.isLead(text[0]) {
      return .invalidByte(UndecodableMark.byte(lead: text[0], continuation: text[1]), offset: offset, source.encoding)
    }
    let unit = UInt16(text[0] & 0xF) << 12 | UInt16(text[1] & 0x3F) << 6 | UInt16(text[2] & 0x3F)
    return .unpairedSurrogate(unit, offset: offset, source.encoding)
  }

  /// The record does not fit into the buffer at its largest: it is read to its end and forgotten.
  private mutating func passOverlong(from source: ByteSource) throws(FormatError) {
    var overlong = CSVOverlong(separator: separator, quote: dialect.quote, lineEnd: lineEnd, limits: limits, line: line)
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
}
