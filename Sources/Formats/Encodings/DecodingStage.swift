/// Stands between the bytes of a file and those who read it as UTF-8.
struct DecodingStage: ~Copyable {
  private var decoder: TextDecoder?
  private let declared: TextEncoding
  private let name: String
  private let raw: UnsafeMutableRawBufferPointer
  private var begin = 0
  private var end: Int
  private var atEnd = false
  /// Decoded, and waiting for a reader that asks for less than a character.
  private var waiting: [UInt8] = []
  /// How many bytes of the file have been decoded.
  private var decoded = 0

  /// `unread` has been taken from the file and shall be decoded first.
  init(_ declared: TextEncoding, name: String, unread: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0)) {
    self.declared = declared
    self.name = name
    raw = .allocate(byteCount: max(64 << 10, unread.count), alignment: 16)
    raw.copyMemory(from: unread)
    end = unread.count
  }

  deinit { raw.deallocate() }

  /// As recognised or declared, once the first bytes have been read.
  var encoding: TextEncoding { decoder?.encoding ?? declared }

  mutating func read(
    into buffer: UnsafeMutableRawBufferPointer, from file: (UnsafeMutableRawBufferPointer) throws(FormatError) -> Int
  ) throws(FormatError) -> Int {
    if waiting.isEmpty, buffer.count >= 4 { return try decode(into: buffer, from: file) }
    if waiting.isEmpty {
      let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 64, alignment: 16)
      defer { room.deallocate() }
      let count = try decode(into: room, from: file)
      waiting = Array(room[..<count])
    }
    let count = min(waiting.count, buffer.count)
    buffer.copyBytes(from: waiting[..<count])
    waiting.removeFirst(count)
    return count
  }

  /// Place in the file of the character that begins `rest`, which is the last of what was handed out.
  func rawOffset(before rest: UnsafeBufferPointer<UInt8>) -> Int {
    decoded - waiting.withUnsafeBufferPointer { encoding.rawLength(ofDecoded: $0) } - encoding.rawLength(ofDecoded: rest)
  }

  private mutating func decode(
    into buffer: UnsafeMutableRawBufferPointer, from file: (UnsafeMutableRawBufferPointer) throws(FormatError) -> Int
  ) throws(FormatError) -> Int {
    let decoder = try recognised(from: file)
    while true {
      let input = UnsafeRawBufferPointer(rebasing: raw[begin..<end])
      let (read, written) = decoder.decode(input, isLast: atEnd, into: buffer)
      begin += read
      decoded += read
      if written > 0 || atEnd { return written }
      try refill(from: file)
    }
  }

  private mutating func recognised(
    from file: (UnsafeMutableRawBufferPointer) throws(FormatError) -> Int
  ) throws(FormatError) -> TextDecoder {
    if let decoder { return decoder }
    while end < 4, !atEnd { try refill(from: file) }
    let decoder = try TextDecoder(declared, first: raw[..<min(4, end)], file: name)
    self.decoder = decoder
    return decoder
  }

  private mutating func refill(from file: (UnsafeMutableRawBufferPointer) throws(FormatError) -> Int) throws(FormatError) {
    let kept = end - begin
    raw.copyMemory(from: UnsafeRawBufferPointer(rebasing: raw[begin..<end]))
    begin = 0
    end = kept
    let count = try file(UnsafeMutableRawBufferPointer(rebasing: raw[kept...]))
    end += count
    atEnd = count == 0
  }
}
