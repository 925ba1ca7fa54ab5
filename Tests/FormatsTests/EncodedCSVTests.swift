import Testing

@testable import Formats

/// CSV files that are not UTF-8.
@Suite struct EncodedCSVTests {
  private func records(_ bytes: [UInt8], _ encoding: TextEncoding?, chunk: Int, limits: CSVLimits = CSVLimits()) throws -> [String] {
    try Rendering.csv(source: ByteSource(bytes: bytes, encoding: encoding), chunk: chunk, limits: limits)
  }

  @Test(arguments: CSVReaderTests.chunks)
  func `records, separators and columns are those of the text`(chunk: Int) throws {
    let text = "sep=|\r\nü;Ä|\"ß\"\"\nö\"|5\r\n1|2|"
    let expected = ["2 0..<26: ü;Ä@2:1 'ß\"\nö'@2:5 5@3:4", "4 26..<30: 1@4:1 2@4:3 @4:5"]
    for encoding in [.iso8859_1, .iso8859_15, .windows1250, .windows1252, .cp437, .cp850, .cp852, .utf16le, .utf16be, .utf16, .utf8]
      as [TextEncoding]
    {
      #expect(try records(EncodedText.bytes(text, encoding, mark: false), encoding, chunk: chunk) == expected, "\(encoding)")
    }
  }

  @Test(arguments: CSVReaderTests.chunks)
  func `UTF-16 with a byte order mark needs no declaration`(chunk: Int) throws {
    for encoding in [TextEncoding.utf16le, .utf16be] {
      let bytes = try EncodedText.bytes("a;ß\n\u{1F600};Ж\n", encoding, mark: true)
      let expected = ["1 0..<8: a@1:1 ß@1:3", "2 8..<16: \u{1F600}@2:1 Ж@2:3"]
      #expect(try records(bytes, nil, chunk: chunk) == expected)
      #expect(try records(bytes, .utf8, chunk: chunk) == expected)
      #expect(try records(bytes, .windows1252, chunk: chunk) == expected, "the mark counts more")
      let source = ByteSource(bytes: bytes)
      var seen: [UInt8] = []
      source.onBytes = { seen += $0 }
      let reader = CSVReader(source: source, limits: CSVLimits(chunk: chunk))
      #expect(try reader.next())
      try reader.drain()
      #expect(seen == bytes, "each byte of the file once")
      #expect(source.encoding == encoding)
    }
  }

  @Test(arguments: CSVReaderTests.chunks)
  func `what an encoding lacks is a defect of its record, with its place in the file`(chunk: Int) throws {
    let bytes = try EncodedText.bytes("ü;€\n", .windows1252) + [0xFC, 0x3B, 0x22, 0x0A, 0xE4, 0x81, 0x90, 0x22, 0x0A, 0x31, 0x0A, 0x9D]
    let source = ByteSource(bytes: bytes, encoding: .windows1252)
    let reader = CSVReader(source: source, limits: CSVLimits(chunk: chunk))
    #expect(try reader.next())
    #expect(reader.record.defect == nil)
    #expect(try reader.next())
    #expect(reader.record.defect == CSVDefect(kind: .invalidByte(0x81, offset: 9, .windows1252), line: 3, column: 2))
    #expect(try reader.next())
    #expect(reader.record.text(0) == "1")
    #expect(try reader.next())
    #expect(reader.record.defect == CSVDefect(kind: .invalidByte(0x9D, offset: 15, .windows1252), line: 5, column: 1))
    #expect(try !reader.next())
  }

  @Test(arguments: CSVReaderTests.chunks)
  func `half a surrogate pair, and half a unit, are defects`(chunk: Int) throws {
    let head: [UInt8] = [0xFF, 0xFE, 0x61, 0, 0x0A, 0]
    for (rest, kind, column) in [
      ([0xFC, 0, 0x3D, 0xD8, 0x0A, 0], .unpairedSurrogate(0xD83D, offset: 8, .utf16le), 2),
      ([0x00, 0xDE, 0x3D, 0xD8, 0x00, 0xDE, 0x0A, 0], .unpairedSurrogate(0xDE00, offset: 6, .utf16le), 1),
      ([0x3D, 0xD8, 0x00, 0xDE, 0x3D, 0xD8], .unpairedSurrogate(0xD83D, offset: 10, .utf16le), 2),
      ([0x62, 0, 0x63], .invalidByte(0x63, offset: 8, .utf16le), 2), ([0xE4], .invalidByte(0xE4, offset: 6, .utf16le), 1),
    ] as [([UInt8], CSVDefect.Kind, Int)] {
      let reader = CSVReader(source: ByteSource(bytes: head + rest), limits: CSVLimits(chunk: chunk))
      #expect(try reader.next())
      #expect(reader.record.defect == nil)
      #expect(try reader.next())
      #expect(reader.record.defect == CSVDefect(kind: kind, line: 2, column: column))
    }
  }

  @Test(arguments: [3, 64, 700, 256 << 10])
  func `every undefined byte of a long file is told with its own place`(chunk: Int) throws {
    let line: [UInt8] = [0xE4, 0x3B, 0x22, 0x22, 0x22, 0xFC, 0x22, 0x3B, 0x81, 0x0A]
    let good: [UInt8] = [0xE4, 0x3B, 0x22, 0x22, 0x22, 0xFC, 0x22, 0x0A]
    var bytes: [UInt8] = []
    var places: [Int] = []
    for number in 0..<400 {
      if number % 3 == 0 { bytes += good }
      places.append(bytes.count + 8)
      bytes += line
    }
    let reader = CSVReader(source: ByteSource(bytes: bytes, encoding: .windows1252), limits: CSVLimits(chunk: chunk))
    var found: [Int] = []
    while try reader.next() {
      guard let defect = reader.record.defect else { continue }
      guard case .invalidByte(0x81, let offset, .windows1252) = defect.kind else { continue }
      found.append(offset)
    }
    #expect(found == places)
  }

  @Test func `NUL bytes, blank lines, mixed and missing line ends are as in UTF-8`() throws {
    let text = "a;b\r\n\n1;\0\n \n2;3"
    #expect(
      try records(EncodedText.bytes(text, .utf16), nil, chunk: 64)
        == [
          "1 0..<8: a@1:1 b@1:3", "3 9..<13 nul-byte@3:3: 1@3:1 \0@3:3", "5 15..<18: 2@5:1 3@5:3",
        ])
    #expect(try records(EncodedText.bytes("a;ü\r1;2\r", .cp850), .cp850, chunk: 64) == ["1 0..<5: a@1:1 ü@1:3", "2 5..<9: 1@2:1 2@2:3"])
  }

  @Test func `two hundred thousand encoded records take no more memory than one`() async {
    // In a process of its own, whose memory is only its own.
    await #expect(processExitsWith: .success) {
      let files = try Files()
      let path = try files.file("many.csv", [("a;b\n", 1), ("4711;\"brake; pad\"\n", 200_000)])
      let source = try ByteSource(path: path, encoding: .windows1252)
      let reader = CSVReader(source: source)
      #expect(try reader.next())
      let before = try Files.peak()
      var count = 0
      while try reader.next() { count += 1 }
      #expect(count == 200_000)
      #expect(try Files.peak() - before < 1 << 20)
    }
  }
}
