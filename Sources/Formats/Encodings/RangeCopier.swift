import Glibc

/// Copies the bytes of some records out of a file, exactly as they stand in it, whatever its encoding.
///
///     var copier = try RangeCopier(path: "orders.csv", encoding: profile.encoding)
///     try copier.copyLines(reading.headerRange) { try draft.append($0) }
///
/// Ranges are those of ``CSVRecord/byteRange``, as a ``CSVReader`` of the same file and encoding gave them: places in its UTF-8. They should
/// come in rising order; one that goes back is found too, from the beginning of the file. Memory is flat.
package struct RangeCopier: ~Copyable {
  private let name: String
  private let descriptor: Int32
  private let decoder: TextDecoder
  private let raw: UnsafeMutableRawBufferPointer
  private let text: UnsafeMutableRawBufferPointer
  /// One piece of the file: its bytes `raw[..<rawCount]` are the UTF-8 `text[..<textCount]`, which begins at `textStart` of all.
  private var rawStart = 0
  private var rawCount = 0
  private var textStart = 0
  private var textCount = 0
  /// The last two bytes copied, as UTF-8, and how the lines copied so far ended.
  private var last: (UInt8, UInt8)?
  private var lineEnd: CSVLineEnd?

  /// `encoding` as the file's ``ByteSource`` was given it.
  package init(path: String, name: String? = nil, encoding: TextEncoding? = nil) throws(FormatError) {
    self.name = name ?? path
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ByteSource.unreadable(self.name, "cannot be opened", errno) }
    let raw = UnsafeMutableRawBufferPointer.allocate(byteCount: 32 << 10, alignment: 16)
    do throws(FormatError) {
      let count = try Self.read(descriptor, UnsafeMutableRawBufferPointer(rebasing: raw[..<4]), at: 0, self.name)
      decoder = try TextDecoder(encoding ?? .utf8, first: raw[..<count], file: self.name)
    } catch {
      close(descriptor)
      raw.deallocate()
      throw error
    }
    self.descriptor = descriptor
    self.raw = raw
    text = .allocate(byteCount: 128 << 10, alignment: 16)
  }

  deinit {
    close(descriptor)
    raw.deallocate()
    text.deallocate()
  }

  /// Hands the bytes of `range` to `sink`, piece by piece. If the last line of them has no end (it is the last of the file), it gets one, like
  /// those of the lines copied before, as another may follow.
  package mutating func copyLines(_ range: Range<Int>, to sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    guard !range.isEmpty else { return }
    last = nil
    try copyRange(range, to: sink)
    try closeLine(sink)
  }

  /// Hands the bytes of `range` to `sink`, piece by piece, and nothing else.
  package mutating func copyRange(_ range: Range<Int>, to sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    if range.lowerBound < textStart { (rawStart, rawCount, textStart, textCount) = (0, 0, 0, 0) }
    if decoder.encoding == .utf8, range.lowerBound > textStart + textCount {
      (rawStart, rawCount, textStart, textCount) = (range.lowerBound, 0, range.lowerBound, 0)
    }
    while textStart < range.upperBound {
      let from = max(range.lowerBound, textStart) - textStart
      let to = min(range.upperBound, textStart + textCount) - textStart
      if from < to { try sink(bytes(from..<to)) }
      guard textStart + textCount < range.upperBound, try advance() else { break }
    }
  }

  /// Text that is not the file's own, as the file writes text.
  package func encoded(_ text: [UInt8]) throws(FormatError) -> [UInt8] {
    var encoder = try TextEncoder(decoder.encoding, mark: false)
    return encoder.encode(text) + encoder.finish()
  }

  /// The file's bytes of a part of the piece's text.
  private mutating func bytes(_ part: Range<Int>) -> UnsafeRawBufferPointer {
    let text = UnsafeRawBufferPointer(text).assumingMemoryBound(to: UInt8.self)
    last = (part.count > 1 ? text[part.upperBound - 2] : last?.1 ?? 0, text[part.upperBound - 1])
    let start = decoder.encoding.rawLength(ofDecoded: UnsafeBufferPointer(rebasing: text[..<part.lowerBound]))
    let count = decoder.encoding.rawLength(ofDecoded: UnsafeBufferPointer(rebasing: text[part]))
    return UnsafeRawBufferPointer(rebasing: raw[start..<start + count])
  }

  /// Goes to the next piece; `false` at the end of the file.
  private mutating func advance() throws(FormatError) -> Bool {
    rawStart += rawCount
    textStart += textCount
    (rawCount, textCount) = (0, 0)
    let count = try Self.read(descriptor, raw, at: rawStart, name)
    let input = UnsafeRawBufferPointer(rebasing: raw[..<count])
    // A piece that is not full is the last: the file was read through before, and does not grow.
    (rawCount, textCount) = decoder.decode(input, isLast: count < raw.count, into: text)
    return textCount > 0
  }

  private mutating func closeLine(_ sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    switch last {
    case (UInt8(ascii: "\r"), UInt8(ascii: "\n"))?: lineEnd = .crlf
    case (_, UInt8(ascii: "\n"))?: lineEnd = .lf
    case (_, UInt8(ascii: "\r"))? where lineEnd == nil || lineEnd == .cr: lineEnd = .cr
    case nil: break
    default:
      let missing = last?.1 == UInt8(ascii: "\r") ? .lf : lineEnd ?? .lf
      var encoder = try TextEncoder(decoder.encoding)
      try encoder.encode(Array(missing.bytes)).withUnsafeBytes(sink)
    }
  }

  /// Fills `room`, except at the end of the file.
  private static func read(
    _ descriptor: Int32, _ room: UnsafeMutableRawBufferPointer, at offset: Int, _ name: String
  ) throws(FormatError) -> Int {
    var filled = 0
    while filled < room.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: room[filled...])
      let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + filled))
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw ByteSource.unreadable(name, "cannot be read at byte \(offset + filled)", errno) }
      if count == 0 { break }
      filled += count
    }
    return filled
  }
}
