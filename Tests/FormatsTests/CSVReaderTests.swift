import Testing

@testable import Formats

@Suite struct CSVReaderTests {
  /// Windows of these sizes cut records in every possible place.
  static let chunks = [1, 2, 3, 7, 64, 256 << 10]

  @Test(arguments: chunks)
  func `separators are recognised from the first line, the one that occurs most`(chunk: Int) throws {
    for (text, separator) in [
      ("a;b;c\n1;2,5;3\n", ";"), ("a,b,c\n", ","), ("a\tb;x\tc\n", "\t"), ("a|b\n", "|"), ("\"x;y;z\",b,c\n", ","), ("\n\na,b\n", ","),
      ("a;b,c\n", ";"), ("\"one\ntwo\";b\n1,2,3,4\n", ";"), ("sep=|\na;b|c\n", "|"), ("SEP=,\r\na;b,c\r\n", ","),
      ("\"sep=,\"\na;b,c\n", ","), ("Sep=,\na;b,c\n", ","), ("sep=,,,,\na;b,c\n", ","), ("\"sep=,\",,\r\na;b,c\n", ","),
      ("5\" pipe;b;\"x,y,z\"\n1,2,3\n", ";"),
      ("5\"\" pipe|b|c\n", "|"),
    ] {
      let reader = CSVReader(source: ByteSource(bytes: Array(text.utf8)), limits: CSVLimits(chunk: chunk))
      _ = try reader.next()
      #expect(reader.separator == separator.utf8.first, "\(text)")
    }
    let single = CSVReader(source: ByteSource(bytes: Array("name\nx;y\n".utf8)), limits: CSVLimits(chunk: chunk))
    _ = try single.next()
    #expect(single.separator == nil)
    #expect(try single.next())
    #expect(single.record.text(0) == "x;y")
  }

  @Test(arguments: chunks)
  func `a dialect's separator counts, and the file's own sep line counts more`(chunk: Int) throws {
    let dialect = CSVDialect(separator: UInt8(ascii: ","))
    #expect(try Rendering.csv("a;b;c,d\n", chunk: chunk, dialect: dialect) == ["1 0..<8: a;b;c@1:1 d@1:7"])
    #expect(try Rendering.csv("sep=;\na;b,c\n", chunk: chunk, dialect: dialect) == ["2 0..<12: a@2:1 b,c@2:3"])
    let apostrophe = CSVDialect(separator: UInt8(ascii: ";"), quote: UInt8(ascii: "'"))
    #expect(try Rendering.csv("'a;''b';\"c\n", chunk: chunk, dialect: apostrophe) == ["1 0..<11: 'a;'b'@1:1 \"c@1:9"])
  }

  @Test(arguments: chunks)
  func `records, cells and their places are read`(chunk: Int) throws {
    for (text, expected) in Self.wellFormed {
      #expect(try Rendering.csv(text, chunk: chunk) == expected, "\(text.debugDescription) in pieces of \(chunk)")
    }
  }

  static let wellFormed: [(String, [String])] = [
    ("", []),
    ("\u{FEFF}", []),
    ("\n\r\n  \n", []),
    ("sep=;", []),
    ("sep=;\r\n", []),
    ("a;b\n1;2\n", ["1 0..<4: a@1:1 b@1:3", "2 4..<8: 1@2:1 2@2:3"]),
    ("a;b\n1;2", ["1 0..<4: a@1:1 b@1:3", "2 4..<7: 1@2:1 2@2:3"]),
    ("a;b\r\n1;2\n3;4\r\n", ["1 0..<5: a@1:1 b@1:3", "2 5..<9: 1@2:1 2@2:3", "3 9..<14: 3@3:1 4@3:3"]),
    ("\u{FEFF}a;b\n1;2\n", ["1 0..<7: a@1:1 b@1:3", "2 7..<11: 1@2:1 2@2:3"]),
    ("\u{FEFF}sep=,\na,b\n", ["2 0..<13: a@2:1 b@2:3"]),
    ("\n\na;b\n\n   \n1;2\n\n", ["3 0..<6: a@3:1 b@3:3", "6 11..<15: 1@6:1 2@6:3"]),
    ("a;b;\n;x;\n", ["1 0..<5: a@1:1 b@1:3 @1:5", "2 5..<9: @2:1 x@2:2 @2:4"]),
    ("a;b\n;;\n \u{A0};\t;\n1;2\n", ["1 0..<4: a@1:1 b@1:3", "4 14..<18: 1@4:1 2@4:3"]),
    ("a;b\n\"\";\"x\"\n", ["1 0..<4: a@1:1 b@1:3", "2 4..<11: ''@2:1 'x'@2:4"]),
    ("a\n\"\"\n", ["1 0..<2: a@1:1", "2 2..<5: ''@2:1"]),
    ("a;b\n\"x;\"\"y\"\"\";z", ["1 0..<4: a@1:1 b@1:3", "2 4..<15: 'x;\"y\"'@2:1 z@2:11"]),
    ("a;b\n\"\"\"\";\"\"\"\"\"\"\n", ["1 0..<4: a@1:1 b@1:3", "2 4..<16: '\"'@2:1 '\"\"'@2:6"]),
    ("a;b\n\"one\ntwo\r\nthree\";x\n9;9\n", ["1 0..<4: a@1:1 b@1:3", "2 4..<23: 'one\ntwo\r\nthree'@2:1 x@4:8", "5 23..<27: 9@5:1 9@5:3"]),
    ("a;b\n\"x\";\"y\"", ["1 0..<4: a@1:1 b@1:3", "2 4..<11: 'x'@2:1 'y'@2:5"]),
    (
      "ä;b;c\nStoß;АВ;\u{1F600}\n;\"Ü;\"\"Ü\";z\n",
      [
        "1 0..<7: ä@1:1 b@1:3 c@1:5", "2 7..<23: Stoß@2:1 АВ@2:6 \u{1F600}@2:9", "3 23..<36: @3:1 'Ü;\"Ü'@3:2 z@3:10",
      ]
    ),
    ("ä;b\n\"ö\nü\";é;x\n", ["1 0..<5: ä@1:1 b@1:3", "2 5..<18: 'ö\nü'@2:1 é@3:4 x@3:6"]),
    ("a;b\n 1 ;\t2\n", ["1 0..<4: a@1:1 b@1:3", "2 4..<11:  1 @2:1 \t2@2:5"]),
  ]

  @Test(arguments: chunks)
  func `a defect is told with its place, and the next record is read`(chunk: Int) throws {
    let head = [UInt8]("a;b\n".utf8)
    for (bytes, expected) in Self.defective {
      let found = try Rendering.csv(bytes: head + bytes + Array("8;9\n".utf8), chunk: chunk)
      #expect(Array(found.dropFirst()) == expected, "\(String(decoding: bytes, as: UTF8.self).debugDescription) in pieces of \(chunk)")
    }
  }

  static let defective: [([UInt8], [String])] = [
    (Array("1;5\" pipe;x\n".utf8), ["2 4..<16 stray-quote@2:4: 1@2:1 5\" pipe@2:3 x@2:11", "3 16..<20: 8@3:1 9@3:3"]),
    (Array("\"ab\"c;2\n".utf8), ["2 4..<12 stray-quote@2:4: 'ab'@2:1 2@2:7", "3 12..<16: 8@3:1 9@3:3"]),
    (Array(" \"ab\";2\n".utf8), ["2 4..<12 stray-quote@2:2:  \"ab\"@2:1 2@2:7", "3 12..<16: 8@3:1 9@3:3"]),
    (Array("é;x\ry\n".utf8), ["2 4..<11 lone-carriage-return@2:4: é@2:1 x\ry@2:3", "3 11..<15: 8@3:1 9@3:3"]),
    (Array("1;\"a\rb\"\n".utf8), ["2 4..<12: 1@2:1 'a\rb'@2:3", "3 12..<16: 8@3:1 9@3:3"]),
    ([UInt8(ascii: "1"), UInt8(ascii: ";"), 0, 10], ["2 4..<8 nul-byte@2:3: 1@2:1 \0@2:3", "3 8..<12: 8@3:1 9@3:3"]),
    (Array("\"x\n\0\";1\n".utf8), ["2 4..<12 nul-byte@3:1: 'x\n\0'@2:1 1@3:4", "4 12..<16: 8@4:1 9@4:3"]),
    ([0x31, 0x3B, 0x53, 0x74, 0xE4, 0x0A], ["2 4..<10 invalid-utf8@2:5: 1@2:1 St\u{FFFD}@2:3", "3 10..<14: 8@3:1 9@3:3"]),
    ([0x22, 0x0A, 0xC3, 0xA4, 0xC3, 0x22, 0x0A], ["2 4..<11 invalid-utf8@3:2: '\nä\u{FFFD}'@2:1", "4 11..<15: 8@4:1 9@4:3"]),
    ([0xED, 0xA0, 0x80, 0x0A], ["2 4..<8 invalid-utf8@2:1: \u{FFFD}\u{FFFD}\u{FFFD}@2:1", "3 8..<12: 8@3:1 9@3:3"]),
    (Array("1;\"open\nand on\n".utf8), ["2 4..<23 incomplete@2:3: 1@2:1 'open\nand on\n8;9\n'@2:3"]),
  ]

  @Test func `bytes that are no UTF-8 are named with their offset in the file`() throws {
    for (bytes, offset, byte) in [
      ([0x61, 0x0A, 0x62, 0xFF, 0x0A], 3, 0xFF), ([0x61, 0x0A, 0xC0, 0x80, 0x0A], 2, 0xC0),
      ([0x61, 0x0A, 0xF4, 0x90, 0x80, 0x80, 0x0A], 2, 0xF4),
      ([0x61, 0x0A, 0xE2, 0x82], 2, 0xE2), ([0x61, 0x0A, 0xE0, 0x9F, 0xBF, 0x0A], 2, 0xE0), ([0x61, 0x0A, 0x80], 2, 0x80),
    ] as [([UInt8], Int, UInt8)] {
      let reader = CSVReader(source: ByteSource(bytes: bytes))
      #expect(try reader.next())
      #expect(reader.record.defect == nil)
      #expect(try reader.next())
      #expect(reader.record.defect?.kind == .invalidByte(byte, offset: offset, .utf8))
    }
  }

  @Test func `a carriage return at the very end is alone`() throws {
    #expect(try Rendering.csv("a\nb\r") == ["1 0..<2: a@1:1", "2 2..<4 lone-carriage-return@2:2: b\r@2:1"])
  }

  @Test(arguments: chunks)
  func `a line end is never a separator, whoever says so`(chunk: Int) throws {
    #expect(try Rendering.csv("sep=\n\na;b\n", chunk: chunk) == ["1 0..<5: sep=@1:1", "3 6..<10: a;b@3:1"])
    #expect(try Rendering.csv("sep=\r\na;b\n", chunk: chunk) == ["1 0..<6: sep=@1:1", "2 6..<10: a;b@2:1"])
    for byte in "\n".utf8 {
      let dialect = CSVDialect(separator: byte, quote: byte)
      #expect(try Rendering.csv("a;b\nc", chunk: chunk, dialect: dialect) == ["1 0..<4: a;b@1:1", "2 4..<5: c@2:1"])
    }
  }

  @Test(arguments: chunks)
  func `lines of an old Macintosh end with a carriage return`(chunk: Int) throws {
    for (text, expected) in [
      ("a;b\r1;2\r", ["1 0..<4: a@1:1 b@1:3", "2 4..<8: 1@2:1 2@2:3"]),
      ("a;b\r\r1;2", ["1 0..<4: a@1:1 b@1:3", "3 5..<8: 1@3:1 2@3:3"]),
      ("sep=|\ra|b\r", ["2 0..<10: a@2:1 b@2:3"]),
      ("ä;\"ö\rü\";c\rx\r", ["1 0..<13: ä@1:1 'ö\rü'@1:3 c@2:4", "3 13..<15: x@3:1"]),
      ("a;\"open\rx\r", ["1 0..<10 incomplete@1:3: a@1:1 'open\rx\r'@1:3"]),
    ] {
      #expect(try Rendering.csv(text, chunk: chunk) == expected, "\(text.debugDescription)")
    }
    // A line feed behind the first 64 KiB is too late to count, and ends a line all the same.
    let late = "a;b\r" + String(repeating: "1;2\r", count: 20_000) + "3;4\n5;6\r"
    #expect(
      try Rendering.csv(late, chunk: chunk).suffix(2) == [
        "20002 80004..<80008: 3@20002:1 4@20002:3", "20003 80008..<80012: 5@20003:1 6@20003:3",
      ])
  }

  @Test(arguments: chunks)
  func `without quotes in the dialect they are text like any other`(chunk: Int) throws {
    let dialect = CSVDialect(separator: UInt8(ascii: ";"), quote: nil)
    #expect(
      try Rendering.csv("\"a;5\" x\n\"\";\"\"\"\n", chunk: chunk, dialect: dialect)
        == ["1 0..<8: \"a@1:1 5\" x@1:4", "2 8..<15: \"\"@2:1 \"\"\"@2:4"])
    #expect(try Rendering.csv("\"a|b;c|d\n", chunk: chunk, dialect: CSVDialect(quote: nil)) == ["1 0..<9: \"a@1:1 b;c@1:4 d@1:8"])
    #expect(
      try Rendering.csv(bytes: [0xFF, 0x3B, 0xFF, 0x0A], chunk: chunk, dialect: dialect).first?.hasPrefix("1 0..<4 invalid-utf8@1:1:")
        == true)
  }

  @Test func `a defect says what is there and what was expected`() {
    let defect = { CSVDefect(kind: $0, line: 4, column: 9) }
    #expect(defect(.invalidByte(0xE4, offset: 17, .utf8)).message == "byte 0xE4 at offset 17 is not valid UTF-8")
    #expect(
      defect(.invalidByte(0xE4, offset: 17, .utf8)).expected == "text in UTF-8: save the file again, or declare its encoding in the profile"
    )
    #expect(defect(.invalidByte(0x81, offset: 1234, .windows1252)).message == "byte 0x81 at offset 1234 is not windows-1252")
    #expect(
      defect(.invalidByte(0x81, offset: 1234, .windows1252)).expected
        == "text in that encoding: save the file again, or correct the encoding in the profile")
    #expect(
      defect(.unpairedSurrogate(0xD800, offset: 6, .utf16le)).message == "unit 0xD800 at offset 6 is not utf-16le: it is half of a pair")
    #expect(defect(.strayQuote).message == "a quote stands in the middle of a cell")
    #expect(defect(.strayQuote).expected == "the cell in quotes, and each quote within it doubled")
    #expect(defect(.unterminatedQuote).message == "the file ends inside the quotes that open here; it looks incomplete")
    #expect(defect(.unterminatedQuote).code == "incomplete")
    #expect(defect(.cellTooLong(limit: 10)).message == "the cell is longer than 10 bytes")
    #expect(defect(.recordTooLong(limit: 10)).message == "the record is longer than 10 bytes")
    #expect(defect(.tooManyCells(limit: 3)).message == "the record has more than 3 cells")
    #expect(defect(.loneCarriageReturn).message == "a carriage return stands without a line feed")
    #expect(defect(.nulByte).message == "a NUL byte stands in the cell")
  }

  @Test func `another encoding is refused with what it looks like`() throws {
    for (bytes, found) in [
      (
        [0x61, 0x00, 0x3B, 0x00, 0x62, 0x00],
        "UTF-16, little endian, without byte order mark; expected UTF-8: declare the encoding utf-16le in the profile"
      ),
      (
        [0x00, 0x61, 0x00, 0x3B],
        "UTF-16, big endian, without byte order mark; expected UTF-8: declare the encoding utf-16be in the profile"
      ), ([0xFF, 0xFE, 0x00, 0x00], "UTF-32 (byte order mark); expected UTF-8"),
    ] as [([UInt8], String)] {
      let reader = CSVReader(source: ByteSource(bytes: bytes, name: "orders.csv"))
      let error = #expect(throws: FormatError.self) { try reader.next() }
      #expect(error?.code == .encoding)
      #expect(error?.description == "orders.csv:1: the file is in \(found)")
    }
  }
}
