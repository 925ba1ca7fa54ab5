/// Turns the bytes of one encoding into UTF-8, piece by piece. Keeps nothing between pieces.
struct TextDecoder: Sendable {
  private enum Form {
    case identity
    case table(TextTable)
    case units(isBigEndian: Bool)
  }

  /// Never ``TextEncoding/utf16``, whose byte order has been decided by now.
  let encoding: TextEncoding
  private let form: Form

  /// `first` are the first four bytes of the file, or all of a shorter one: a byte order mark counts more than what was declared, since
  /// no text in any of the other encodings begins like that.
  init(_ declared: TextEncoding, first: some Collection<UInt8>, file: String) throws(FormatError) {
    guard !TextEncoding.isUTF32(first) else {
      throw FormatError(
        code: .encoding, message: "the file is in UTF-32 (byte order mark); expected \(declared.name)", file: file, line: 1)
    }
    let decided = TextEncoding.marked(by: first) ?? (declared == .utf16 ? .utf16le : declared)
    encoding = decided
    switch decided {
    case .utf8: form = .identity
    case .utf16, .utf16le: form = .units(isBigEndian: false)
    case .utf16be: form = .units(isBigEndian: true)
    default: form = .table(try TextTable.of(decided, file: file))
    }
  }

  /// Decodes as much of `input` as `output` has room for, which must be four bytes at least. What is undefined goes in by ``UndecodableMark``.
  /// Reads nothing only if `input` ends within a character and more is to come.
  func decode(
    _ input: UnsafeRawBufferPointer, isLast: Bool, into output: UnsafeMutableRawBufferPointer
  ) -> (read: Int, written: Int) {
    switch form {
    case .identity:
      let count = min(input.count, output.count)
      output.copyMemory(from: UnsafeRawBufferPointer(rebasing: input[..<count]))
      return (count, count)
    case .table(let table):
      return table.characters.withUnsafeBufferPointer { Self.decode(input, by: $0, into: output) }
    case .units(let isBigEndian):
      return Self.decodeUnits(input, isBigEndian: isBigEndian, isLast: isLast, into: output)
    }
  }

  private static func decode(
    _ input: UnsafeRawBufferPointer, by characters: UnsafeBufferPointer<UInt32>, into output: UnsafeMutableRawBufferPointer
  ) -> (read: Int, written: Int) {
    var from = 0
    var to = 0
    while from < input.count, to &+ 4 <= output.count {
      if from &+ 8 <= input.count, to &+ 8 <= output.count {
        let eight = input.loadUnaligned(fromByteOffset: from, as: UInt64.self)
        if eight & 0x8080_8080_8080_8080 == 0 {
          output.storeBytes(of: eight, toByteOffset: to, as: UInt64.self)
          from &+= 8
          to &+= 8
          continue
        }
      }
      // The fourth byte, the count, is written too: the next character goes over it.
      let character = characters[Int(input[from])]
      output.storeBytes(of: character.littleEndian, toByteOffset: to, as: UInt32.self)
      from &+= 1
      to &+= Int(character >> 24)
    }
    return (from, to)
  }

  private static func decodeUnits(
    _ input: UnsafeRawBufferPointer, isBigEndian: Bool, isLast: Bool, into output: UnsafeMutableRawBufferPointer
  ) -> (read: Int, written: Int) {
    func unit(_ at: Int) -> UInt32 {
      let unit = input.loadUnaligned(fromByteOffset: at, as: UInt16.self)
      return UInt32(isBigEndian ? UInt16(bigEndian: unit) : UInt16(littleEndian: unit))
    }
    var from = 0
    var to = 0
    while to &+ 4 <= output.count {
      guard from &+ 2 <= input.count else {
        guard isLast, from < input.count else { break }
        (output[to], output[to &+ 1]) = UndecodableMark.bytes(of: input[from])
        return (from &+ 1, to &+ 2)
      }
      let first = unit(from)
      if first & 0xFC00 == 0xD800 {
        guard from &+ 4 <= input.count || isLast else { break }
        if from &+ 4 <= input.count, case let second = unit(from &+ 2), second & 0xFC00 == 0xDC00 {
          write(0x1_0000 &+ (first & 0x3FF) << 10 &+ second & 0x3FF, to: output, at: &to)
          from &+= 4
          continue
        }
      }
      write(first, to: output, at: &to)
      from &+= 2
    }
    return (from, to)
  }

  private static func write(_ scalar: UInt32, to output: UnsafeMutableRawBufferPointer, at to: inout Int) {
    func continuation(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(truncatingIfNeeded: scalar >> shift & 0x3F) }
    switch scalar {
    case ..<0x80:
      output[to] = UInt8(truncatingIfNeeded: scalar)
      to &+= 1
    case ..<0x800:
      output[to] = 0xC0 | UInt8(truncatingIfNeeded: scalar >> 6)
      output[to &+ 1] = continuation(0)
      to &+= 2
    case ..<0x1_0000:
      output[to] = 0xE0 | UInt8(truncatingIfNeeded: scalar >> 12)
      output[to &+ 1] = continuation(6)
      output[to &+ 2] = continuation(0)
      to &+= 3
    default:
      output[to] = 0xF0 | UInt8(truncatingIfNeeded: scalar >> 18)
      output[to &+ 1] = continuation(12)
      output[to &+ 2] = continuation(6)
      output[to &+ 3] = continuation(0)
      to &+= 4
    }
  }
}
