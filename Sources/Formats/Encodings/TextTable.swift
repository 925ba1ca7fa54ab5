import Glibc
import Synchronization

/// An encoding of one byte a character, as iconv knows it. The lower half is ASCII in all of them.
struct TextTable: Sendable {
  /// For each byte its UTF-8, first byte lowest, and in the highest byte how many there are.
  let characters: [UInt32]
  /// The bytes 80 to FF by their scalars.
  let bytes: [Unicode.Scalar: UInt8]
  /// `nil` where the encoding defines none.
  let scalars: [Unicode.Scalar?]

  private static let known = Mutex<[TextEncoding: TextTable]>([:])

  /// Built once. `file` is for the message if this system's iconv lacks the encoding.
  static func of(_ encoding: TextEncoding, file: String) throws(FormatError) -> TextTable {
    if let table = known.withLock({ $0[encoding] }) { return table }
    guard let table = TextTable(encoding) else {
      throw FormatError(
        code: .encoding,
        message: "this system's iconv does not know \(encoding.name); install the C library's converters (glibc-gconv-extra, libc-bin)",
        file: file)
    }
    known.withLock { $0[encoding] = table }
    return table
  }

  private init?(_ encoding: TextEncoding) {
    guard let converter = iconv_open("UTF-32LE", encoding.name), converter != UnsafeMutableRawPointer(bitPattern: -1) else { return nil }
    defer { iconv_close(converter) }
    var scalars: [Unicode.Scalar?] = (UInt8(0)..<0x80).map { Unicode.Scalar($0) }
    for byte in UInt8(0x80)...0xFF { scalars.append(Self.convert(byte, converter)) }
    self.scalars = scalars
    var bytes: [Unicode.Scalar: UInt8] = [:]
    for byte in 0x80...0xFF {
      if let scalar = scalars[byte] { bytes[scalar] = UInt8(byte) }
    }
    self.bytes = bytes
    characters = scalars.enumerated().map { byte, scalar in
      let text: [UInt8]
      if let scalar {
        text = Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      } else {
        let mark = UndecodableMark.bytes(of: UInt8(byte))
        text = [mark.0, mark.1]
      }
      return text.reversed().reduce(0) { $0 << 8 | UInt32($1) } | UInt32(text.count) << 24
    }
  }

  private static func convert(_ byte: UInt8, _ converter: iconv_t) -> Unicode.Scalar? {
    var input = CChar(bitPattern: byte)
    var output: UInt32 = 0
    return withUnsafeMutablePointer(to: &input) { input in
      withUnsafeMutableBytes(of: &output) { output in
        var from: UnsafeMutablePointer<CChar>? = input
        var to = output.baseAddress?.assumingMemoryBound(to: CChar.self)
        var left = 1
        var room = 4
        _ = iconv(converter, nil, nil, nil, nil)
        guard iconv(converter, &from, &left, &to, &room) == 0, left == 0, room == 0 else { return nil }
        return Unicode.Scalar(output.loadUnaligned(as: UInt32.self))
      }
    }
  }
}
