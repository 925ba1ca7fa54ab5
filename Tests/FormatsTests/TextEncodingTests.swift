import Testing

@testable import Formats

@Suite struct TextEncodingTests {
  @Test func `an encoding is found by its name and its aliases, in any case`() {
    for encoding in TextEncoding.allCases {
      #expect(TextEncoding.named(encoding.name) == encoding)
      #expect(TextEncoding.named(encoding.name.uppercased()) == encoding)
    }
    for (name, encoding) in [
      ("UTF8", .utf8), ("latin1", .iso8859_1), ("Latin-9", .iso8859_15), ("ISO_8859-15", .iso8859_15), ("iso8859-2", .iso8859_2),
      ("8859-1", .iso8859_1), ("ANSI", .windows1252), ("cp1252", .windows1252), ("Windows 1250", .windows1250), ("win1251", .windows1251),
      ("IBM850", .cp850), ("dos", .cp850), ("437", .cp437), ("CP-852", .cp852), ("utf16", .utf16), ("UTF-16LE", .utf16le),
    ] as [(String, TextEncoding)] {
      #expect(TextEncoding.named(name) == encoding, "\(name)")
    }
    #expect(TextEncoding.named("utf-7") == nil)
    #expect(TextEncoding.named("") == nil)
    #expect(
      TextEncoding.names
        == "utf-8, utf-16, utf-16le, utf-16be, iso-8859-1, iso-8859-2, iso-8859-15, windows-1250, windows-1251, windows-1252, cp437, cp850, cp852"
    )
  }

  @Test(arguments: [1, 2, 3, 4, 5, 7, 9, 4096])
  func `each encoding's bytes are its characters, in pieces of any size`(piece: Int) throws {
    for (bytes, encoding, text) in [
      ([0x4D, 0xFC, 0xA4, 0x80], .iso8859_1, "Mü¤\u{80}"), ([0xA3, 0xF3, 0xB1], .iso8859_2, "Łóą"),
      ([0x31, 0xA4, 0xBD], .iso8859_15, "1€œ"),
      ([0x8C, 0x9F, 0xB3], .windows1250, "Śźł"), ([0xCF, 0xEE, 0x88], .windows1251, "По€"), ([0x80, 0x93, 0xA4], .windows1252, "€“¤"),
      ([0x81, 0xE1, 0xC4, 0xFB], .cp437, "üß─√"), ([0x81, 0xE1, 0xB5, 0xD5], .cp850, "üßÁı"), ([0x88, 0xA5, 0xE7], .cp852, "łąš"),
      ([0x41, 0, 0xAC, 0x20, 0x3D, 0xD8, 0, 0xDE], .utf16, "A€\u{1F600}"), ([0xFE, 0xFF, 0, 0x41, 0x20, 0xAC], .utf16, "\u{FEFF}A€"),
      ([0xFF, 0xFE, 0x41, 0, 0xAC, 0x20], .utf16be, "\u{FEFF}A€"), ([0xD8, 0x3D, 0xDE, 0, 0, 0x41], .utf16be, "\u{1F600}A"),
      ([0xEF, 0xBB, 0xBF, 0xC3, 0xBC], .windows1252, "\u{FEFF}ü"), ([], .cp437, ""), ([0x41], .cp437, "A"),
      (Array("just ASCII, and long enough for eight".utf8), .cp850, "just ASCII, and long enough for eight"),
    ] as [([UInt8], TextEncoding, String)] {
      #expect(try EncodedText.decoded(bytes, encoding, piece: piece) == Array(text.utf8), "\(encoding) \(text)")
    }
  }

  @Test func `all characters of an encoding come back from its bytes`() throws {
    for encoding in TextEncoding.allCases where ![.utf8, .utf16, .utf16le, .utf16be].contains(encoding) {
      let table = try TextTable.of(encoding, file: "test")
      #expect(table.scalars.count == 256)
      let text = String(String.UnicodeScalarView(table.scalars.compactMap { $0 }))
      let bytes = (0...255).filter { table.scalars[$0] != nil }.map { UInt8($0) }
      #expect(try EncodedText.decoded(bytes, encoding, piece: 100) == Array(text.utf8), "\(encoding)")
      #expect(try EncodedText.bytes(text, encoding) == bytes, "\(encoding)")
      #expect(try TextEncoder(encoding).canEncode(text), "\(encoding)")
    }
  }

  @Test func `the bytes that an encoding lacks are those that are known`() throws {
    for (encoding, missing) in [
      (.windows1252, [0x81, 0x8D, 0x8F, 0x90, 0x9D]), (.windows1250, [0x81, 0x83, 0x88, 0x90, 0x98]), (.windows1251, [0x98]), (.cp437, []),
      (.iso8859_15, []), (.cp852, []),
    ] as [(TextEncoding, [Int])] {
      let table = try TextTable.of(encoding, file: "test")
      #expect(table.scalars.indices.filter { table.scalars[$0] == nil } == missing, "\(encoding)")
    }
  }

  @Test func `UTF-32 is refused under any name`() {
    let error = #expect(throws: FormatError.self) {
      try EncodedText.decoded([0xFF, 0xFE, 0, 0, 0x41, 0, 0, 0], .utf16, piece: 10)
    }
    #expect(error?.description == "bytes:1: the file is in UTF-32 (byte order mark); expected utf-16")
  }
}
