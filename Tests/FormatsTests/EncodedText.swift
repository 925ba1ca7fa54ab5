@testable import Formats

/// Text in an encoding, byte by byte by hand where it matters.
enum EncodedText {
  static func bytes(_ text: String, _ encoding: TextEncoding, mark: Bool? = nil) throws -> [UInt8] {
    var encoder = try TextEncoder(encoding, mark: mark)
    return encoder.encode(Array(text.utf8)) + encoder.finish()
  }

  /// All that a source hands out, asked for in pieces of `piece` bytes.
  static func decoded(_ bytes: [UInt8], _ encoding: TextEncoding?, piece: Int) throws -> [UInt8] {
    let source = ByteSource(bytes: bytes, encoding: encoding)
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: piece, alignment: 1)
    defer { room.deallocate() }
    var text: [UInt8] = []
    while case let count = try source.read(into: room), count > 0 { text += room[..<count] }
    return text
  }
}
