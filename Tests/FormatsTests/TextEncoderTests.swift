import Testing

@testable import Formats

@Suite struct TextEncoderTests {
  @Test func `what the encoding lacks becomes a question mark, and is told`() throws {
    var encoder = try TextEncoder(.iso8859_1)
    #expect(encoder.encode(Array("Größe €5 – Ж€\n".utf8)) == [0x47, 0x72, 0xF6, 0xDF, 0x65, 0x20] + Array("?5 ? ??\n".utf8))
    #expect(encoder.finish() == [])
    #expect(encoder.replacedCount == 4)
    #expect(encoder.replaced == ["€", "–", "Ж"])
    #expect(encoder.canEncode("Größe"))
    #expect(!encoder.canEncode("5 €"))
    #expect(try TextEncoder(.iso8859_15).canEncode("5 €"))
    #expect(try TextEncoder(.utf16).canEncode("\u{1F600}"))
  }

  @Test func `pieces may be cut anywhere`() throws {
    let text = Array("aü€\u{1F600}Ж".utf8)
    for encoding in TextEncoding.allCases {
      var whole = try TextEncoder(encoding)
      let expected = whole.encode(text) + whole.finish()
      for cut in 0...text.count {
        var encoder = try TextEncoder(encoding)
        let found = encoder.encode(Array(text[..<cut])) + encoder.encode(Array(text[cut...])) + encoder.finish()
        #expect(found == expected, "\(encoding) cut at \(cut)")
        #expect(encoder.replacedCount == whole.replacedCount)
      }
    }
  }

  @Test func `a byte order mark comes first where it is needed or asked for`() throws {
    #expect(try EncodedText.bytes("A", .utf16) == [0xFF, 0xFE, 0x41, 0])
    #expect(try EncodedText.bytes("", .utf16) == [0xFF, 0xFE])
    #expect(try EncodedText.bytes("A", .utf16be) == [0, 0x41])
    #expect(try EncodedText.bytes("A", .utf16be, mark: true) == [0xFE, 0xFF, 0, 0x41])
    #expect(try EncodedText.bytes("A", .utf8, mark: true) == [0xEF, 0xBB, 0xBF, 0x41])
    #expect(try EncodedText.bytes("A", .cp850, mark: true) == [0x41])
  }

  @Test func `bytes that are no UTF-8 are replaced as well`() throws {
    var encoder = try TextEncoder(.cp850)
    #expect(encoder.encode([0x41, 0xFF, 0x42, 0xC3]) == Array("A?B".utf8))
    #expect(encoder.finish() == Array("?".utf8))
    #expect(encoder.replaced == ["\u{FFFD}"])
    #expect(encoder.replacedCount == 2)
  }
}
