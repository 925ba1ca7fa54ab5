/// What stands in front of the first record, the byte order mark and the `sep=` line; and what the first records show: the way lines end, and
/// the separator.
struct CSVBeginning {
  private let dialect: CSVDialect
  private(set) var separator: UInt8?
  /// LF, also where a CR stands in front of it; CR on an old Macintosh.
  private(set) var lineEnd = UInt8(ascii: "\n")
  /// The line on which the buffer then stands.
  private(set) var line = 1

  init(dialect: CSVDialect) {
    self.dialect = dialect
    separator = dialect.separator
  }

  mutating func read(from source: ByteSource, in buffer: inout CSVBuffer) throws(FormatError) {
    try fill(&buffer, source)
    if !source.isDecoding {
      if let marked = marked(buffer), marked != .utf8 {
        source.decode(marked, from: UnsafeRawBufferPointer(start: buffer.bytes, count: buffer.end))
        buffer.reset()
        try fill(&buffer, source)
      } else {
        try refuseOtherEncodings(buffer, name: source.name)
      }
    }
    if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { buffer.begin = 3 }
    lineEnd = try recognisedLineEnd(&buffer, source)
    if let announced = announcedSeparator(&buffer) {
      separator = announced
      line = 2
    }
    if separator == nil { separator = try recognisedSeparator(&buffer, source) }
  }

  private func fill(_ buffer: inout CSVBuffer, _ source: ByteSource) throws(FormatError) {
    _ = try buffer.refill(from: source)
    while buffer.end < 10, try buffer.refill(from: source) {}
  }

  private func marked(_ buffer: borrowing CSVBuffer) -> TextEncoding? {
    TextEncoding.marked(by: UnsafeBufferPointer(start: buffer.bytes, count: min(4, buffer.end)))
  }

  private func refuseOtherEncodings(_ buffer: borrowing CSVBuffer, name: String) throws(FormatError) {
    let first = Array(UnsafeBufferPointer(start: buffer.bytes, count: min(4, buffer.end)))
    let message: String
    switch first {
    case _ where TextEncoding.isUTF32(first): message = "the file is in UTF-32 (byte order mark); expected UTF-8"
    case _ where first.count == 4 && first[1] == 0 && first[3] == 0 && first[0] != 0:
      message = withoutMark("UTF-16, little endian", .utf16le)
    case _ where first.count == 4 && first[0] == 0 && first[2] == 0 && first[1] != 0: message = withoutMark("UTF-16, big endian", .utf16be)
    default: return
    }
    throw FormatError(code: .encoding, message: message, file: name, line: 1)
  }

  private func withoutMark(_ found: String, _ encoding: TextEncoding) -> String {
    "the file is in \(found), without byte order mark; expected UTF-8: declare the encoding \(encoding.name) in the profile"
  }

  private func recognisedLineEnd(_ buffer: inout CSVBuffer, _ source: ByteSource) throws(FormatError) -> UInt8 {
    let most = 64 << 10
    var hasReturns = false
    var seen = 0
    while true {
      let known = min(most, buffer.end - buffer.begin)
      while seen < known {
        let byte = buffer.bytes[buffer.begin + seen]
        if byte == UInt8(ascii: "\n") { return byte }
        if byte == UInt8(ascii: "\r") { hasReturns = true }
        seen += 1
      }
      if seen == most { break }
      guard try buffer.refill(from: source) else { break }
    }
    return UInt8(ascii: hasReturns ? "\r" : "\n")
  }

  /// The `sep=;` line that spreadsheets write and understand, in any case, also in quotes, or saved with further separators behind it. It is
  /// passed over.
  private func announcedSeparator(_ buffer: inout CSVBuffer) -> UInt8? {
    var at = buffer.begin
    let isQuoted = at < buffer.end && buffer.bytes[at] == UInt8(ascii: "\"")
    if isQuoted { at += 1 }
    for letter in "sep=".utf8 {
      guard at < buffer.end, buffer.bytes[at] == letter || buffer.bytes[at] | 0x20 == letter else { return nil }
      at += 1
    }
    guard at < buffer.end, isSeparator(buffer.bytes[at]) else { return nil }
    let announced = buffer.bytes[at]
    at += 1
    if isQuoted {
      guard at < buffer.end, buffer.bytes[at] == UInt8(ascii: "\"") else { return nil }
      at += 1
    }
    while at < buffer.end, buffer.bytes[at] == announced { at += 1 }
    if at < buffer.end, lineEnd == UInt8(ascii: "\n"), buffer.bytes[at] == UInt8(ascii: "\r") { at += 1 }
    guard at == buffer.end || buffer.bytes[at] == lineEnd else { return nil }
    buffer.begin = min(at + 1, buffer.end)
    return announced
  }

  private func isSeparator(_ byte: UInt8) -> Bool {
    byte > 0x08 && byte < 0x80 && byte != UInt8(ascii: "\n") && byte != UInt8(ascii: "\r") && byte != dialect.quote
  }

  /// The candidate that occurs most, outside quotes, in the first line that is not blank; the earlier of two equals.
  private func recognisedSeparator(_ buffer: inout CSVBuffer, _ source: ByteSource) throws(FormatError) -> UInt8? {
    let candidates = [UInt8](";,\t|".utf8)
    while true {
      var counts = [0, 0, 0, 0]
      var quoted = QuotedStretch(quote: dialect.quote)
      var isBlank = true
      for at in buffer.begin..<buffer.end {
        let byte = buffer.bytes[at]
        if byte == lineEnd, !quoted.isOpen, !isBlank { return best(candidates, counts) }
        quoted.take(byte)
        if byte > UInt8(ascii: " ") { isBlank = false }
        if !quoted.isOpen, let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
      }
      guard try buffer.refill(from: source) else { return best(candidates, counts) }
    }
  }

  private func best(_ candidates: [UInt8], _ counts: [Int]) -> UInt8? {
    guard let most = counts.max(), most > 0, let index = counts.firstIndex(of: most) else { return nil }
    return candidates[index]
  }
}
