import Testing

@testable import Formats

@Suite struct CSVWriterTests {
  private func written(_ records: [[String]], defuse: Bool = false, separator: String = ";") -> String {
    var writer = CSVWriter(separator: separator.utf8.first ?? 0)
    for record in records {
      for text in record { writer.cell(text, defuse: defuse) }
      writer.endRecord()
    }
    return String(decoding: writer.take(), as: UTF8.self)
  }

  @Test func `quotes stand only where they are needed`() {
    #expect(written([["a", "b c", "", "1,5"]]) == "a;b c;;1,5\n")
    #expect(written([["a;b", "say \"hi\"", "two\nlines", "cr\r"]]) == "\"a;b\";\"say \"\"hi\"\"\";\"two\nlines\";\"cr\r\"\n")
    #expect(written([[" a", "b ", "\tc"]]) == "\" a\";\"b \";\"\tc\"\n")
    #expect(written([["a;b", "1,5"]], separator: ",") == "a;b,\"1,5\"\n")
    #expect(written([[""], ["", ""]]) == "\"\"\n\"\";\n")
  }

  @Test func `lines end as the reader wants them`() {
    for (lineEnd, expected) in [(CSVLineEnd.lf, "a;b\n\"\"\n"), (.crlf, "a;b\r\n\"\"\r\n"), (.cr, "a;b\r\"\"\r")] {
      var writer = CSVWriter(lineEnd: lineEnd)
      writer.record(["a", "b"])
      writer.record([""])
      #expect(String(decoding: writer.take(), as: UTF8.self) == expected)
    }
  }

  @Test func `free text that a spreadsheet would run is defused`() {
    #expect(
      written([["=1+1", "+49", "-3", "@SUM(A1)", "\tx", "\rx", "a=b"]], defuse: true) == "'=1+1;'+49;'-3;'@SUM(A1);\"'\tx\";\"'\rx\";a=b\n")
    #expect(written([["=cmd|' /C calc'!A0;x"]], defuse: true) == "\"'=cmd|' /C calc'!A0;x\"\n")
    #expect(written([["-3"]]) == "-3\n")
  }

  @Test func `what is taken is gone, and a record may be taken in parts`() {
    var writer = CSVWriter()
    writer.cell("a")
    #expect(writer.take() == Array("a".utf8))
    writer.cell("b")
    writer.endRecord()
    #expect(writer.take() == Array(";b\n".utf8))
    #expect(writer.take() == [])
    writer.record(["x;y", "z"])
    #expect(writer.bytes == Array("\"x;y\";z\n".utf8))
  }

  @Test func `what is written is read again`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var numbers = SeededNumbers(seed: seed)
    let letters = Array("ab;,\t|\"\n\r '=-é\u{1F600}ß0")
    for _ in 0..<300 {
      let width = Int.random(in: 1...5, using: &numbers)
      let separator = [";", ",", "\t", "|"].randomElement(using: &numbers) ?? ";"
      let records = (0..<Int.random(in: 1...6, using: &numbers)).map { _ in
        (0..<width).map { _ in
          String((0..<Int.random(in: 0...9, using: &numbers)).compactMap { _ in letters.randomElement(using: &numbers) })
        }
      }
      let bytes = Array(written(records, separator: separator).utf8)
      let dialect = CSVDialect(separator: separator.utf8.first)
      let reader = CSVReader(
        source: ByteSource(bytes: bytes), dialect: dialect, limits: CSVLimits(chunk: Int.random(in: 1...40, using: &numbers)))
      var found: [[String]] = []
      var end = 0
      while try reader.next() {
        #expect(reader.record.defect == nil, "seed \(seed)")
        #expect(reader.record.byteRange.lowerBound == end, "seed \(seed)")
        end = reader.record.byteRange.upperBound
        found.append((0..<reader.record.count).map(reader.record.text))
      }
      #expect(end == bytes.count, "seed \(seed)")
      #expect(found.map { $0.map { Array($0.utf8) } } == records.map { $0.map { Array($0.utf8) } }, "seed \(seed)")
    }
  }

  @Test func `no bytes whatsoever trap the reader, and pieces make no difference`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var numbers = SeededNumbers(seed: seed)
    let alphabet: [UInt8] = Array(";,\"\"\n\r a1=ps".utf8) + [0, 0xC3, 0xA4, 0xFF, 0xEF, 0xBB, 0xBF, 0xE2, 0x82]
    let limits = CSVLimits(maxCell: 24, maxRecord: 48, maxCells: 4)
    for _ in 0..<3_000 {
      let bytes = (0..<Int.random(in: 0...120, using: &numbers)).compactMap { _ in alphabet.randomElement(using: &numbers) }
      guard let whole = try? Rendering.csv(bytes: bytes, limits: CSVLimits()) else { continue }
      for chunk in [1, 3, 17] {
        #expect(try Rendering.csv(bytes: bytes, chunk: chunk, limits: CSVLimits()) == whole, "seed \(seed)")
      }
      _ = try Rendering.csv(bytes: bytes, chunk: 5, limits: limits)
    }
  }
}
