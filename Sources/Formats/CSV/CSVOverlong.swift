/// Follows a record that is too long to be kept to its end, byte by byte.
struct CSVOverlong {
  private enum State { case cellStart, unquoted, quoted, quoteInQuotes }

  private let separator: UInt8?
  private let quote: UInt8?
  private let lineEnd: UInt8
  private let limits: CSVLimits
  private let firstLine: Int
  private var state = State.cellStart
  private var column = 1
  private var cell = (line: 0, column: 0, length: 0)
  private var tooLong: (line: Int, column: Int)?
  /// The physical line that follows what was passed so far.
  private(set) var line: Int
  private(set) var isComplete = false

  init(separator: UInt8?, quote: UInt8?, lineEnd: UInt8, limits: CSVLimits, line: Int) {
    self.separator = separator
    self.quote = quote
    self.lineEnd = lineEnd
    self.limits = limits
    self.line = line
    firstLine = line
  }

  var defect: CSVDefect {
    if !isComplete, state == .quoted { return CSVDefect(kind: .unterminatedQuote, line: cell.line, column: cell.column) }
    if let tooLong { return CSVDefect(kind: .cellTooLong(limit: limits.maxCell), line: tooLong.line, column: tooLong.column) }
    return CSVDefect(kind: .recordTooLong(limit: limits.maxRecord), line: firstLine, column: 1)
  }

  /// Returns how many of `bytes` belong to the record.
  mutating func pass(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    for (index, byte) in bytes.enumerated() {
      take(byte)
      if isComplete { return index + 1 }
    }
    return bytes.count
  }

  private mutating func take(_ byte: UInt8) {
    if state == .cellStart {
      cell = (line, column, 0)
      state = .unquoted
      if byte == quote {
        state = .quoted
        column += 1
        return
      }
    } else if state == .quoteInQuotes {
      state = byte == quote ? .quoted : .unquoted
    } else if state == .quoted, byte == quote {
      state = .quoteInQuotes
    }
    if state != .quoted, state != .quoteInQuotes, byte == separator {
      state = .cellStart
    } else {
      cell.length += 1
      if cell.length > limits.maxCell, tooLong == nil { tooLong = (cell.line, cell.column) }
    }
    if byte == lineEnd || byte == UInt8(ascii: "\n") {
      line += 1
      column = 1
      if state != .quoted { isComplete = true }
    } else if byte & 0xC0 != 0x80 {
      column += 1
    }
  }
}
