import Testing

@testable import Formats

private let head = "a;b\n"

@Suite struct CSVLimitsTests {
  @Test func `a cell of ten megabytes is passed over, in flat memory`() async {
    // In a process of its own, whose memory is only its own.
    await #expect(processExitsWith: .success) {
      let files = try Files()
      let path = try files.file("long.csv", [(head, 1), ("1;", 1), ("x", 10 << 20), (";z\n5;6\n", 1)])
      let before = try Files.peak()
      let reader = CSVReader(source: try ByteSource(path: path))
      #expect(try reader.next())
      #expect(try reader.next())
      #expect(reader.record.defect == CSVDefect(kind: .cellTooLong(limit: 1 << 20), line: 2, column: 3))
      #expect(reader.record.count == 0)
      #expect(reader.record.byteRange == 4..<4 + 2 + (10 << 20) + 3)
      #expect(try reader.next())
      #expect(reader.record.text(0) == "5")
      #expect(reader.record.line == 3)
      #expect(try Files.peak() - before < 9 << 20)
    }
  }

  @Test func `a quote that never closes ends with the file, in flat memory`() async {
    // In a process of its own, whose memory is only its own.
    await #expect(processExitsWith: .success) {
      let files = try Files()
      let path = try files.file("open.csv", [(head, 1), ("1;\"never closed\n", 1), ("2;3\n", 4 << 20)])
      let before = try Files.peak()
      let reader = CSVReader(source: try ByteSource(path: path))
      #expect(try reader.next())
      #expect(try reader.next())
      #expect(reader.record.defect == CSVDefect(kind: .unterminatedQuote, line: 2, column: 3))
      #expect(reader.record.line == 2)
      #expect(reader.record.byteRange.upperBound == 4 + 16 + (16 << 20))
      #expect(try !reader.next())
      #expect(try Files.peak() - before < 9 << 20)
    }
  }

  @Test func `two hundred thousand records take no more memory than one`() async {
    // In a process of its own, whose memory is only its own.
    await #expect(processExitsWith: .success) {
      let files = try Files()
      let path = try files.file("many.csv", [(head, 1), ("4711;\"brake; pad\"\n", 200_000)])
      let reader = CSVReader(source: try ByteSource(path: path))
      #expect(try reader.next())
      let before = try Files.peak()
      var count = 0
      while try reader.next() { count += 1 }
      #expect(count == 200_000)
      #expect(reader.record.line == 200_001)
      #expect(try Files.peak() - before < 1 << 20)
    }
  }

  @Test(arguments: [8, 64])
  func `small limits hold for records within and beyond the window`(chunk: Int) throws {
    let limits = CSVLimits(maxCell: 8, maxRecord: 32, maxCells: 4)
    let long = String(repeating: "y", count: 40)
    for (text, expected) in [
      ("123456789;x\n", "2 4..<16 cell-too-long@2:1: 123456789@2:1 x@2:11"), ("12345678;x\n", "2 4..<15: 12345678@2:1 x@2:10"),
      ("1;2;3;4;5\n", "2 4..<14 too-many-cells@2:9: 1@2:1 2@2:3 3@2:5 4@2:7"),
      ("é;\(long);z\n", "2 4..<50 cell-too-long@2:3:"),
      ("1234567;1234567;1234567;1234567;1234567;\n", "2 4..<45 record-too-long@2:1:"),
      ("1;\"a\n\n\(long)\"\"\";2\n", "2 4..<56 cell-too-long@2:3:"),
      ("1234567;1234567;1234567;1234567;\"1\n2\"\n", "2 4..<42 record-too-long@2:1:"),
    ] {
      let rest = text.filter { $0 == "\n" }.count + 2
      let after = 4 + text.utf8.count
      let found = try Rendering.csv(bytes: Array((head + text + "8;9\n").utf8), chunk: chunk, limits: limits)
      #expect(found == ["1 0..<4: a@1:1 b@1:3", expected, "\(rest) \(after)..<\(after + 4): 8@\(rest):1 9@\(rest):3"])
    }
    let open = try Rendering.csv(bytes: Array((head + "1;é;\"\(long)\n").utf8), chunk: chunk, limits: limits)
    #expect(open.last == "2 4..<51 incomplete@2:5:")
  }
}
