import Glibc
import Testing

@testable import Formats

@Suite struct RangeCopierTests {
  private func copied(_ bytes: [UInt8], _ encoding: TextEncoding?, keeping: (Int) -> Bool) throws -> [UInt8] {
    let files = try Files()
    let path = try files.file("orders.csv", bytes)
    let reader = CSVReader(source: try ByteSource(path: path, encoding: encoding), dialect: CSVDialect(separator: UInt8(ascii: ";")))
    var copier = try RangeCopier(path: path, encoding: encoding)
    var copy: [UInt8] = []
    var number = 0
    while try reader.next() {
      if keeping(number) { try copier.copyLines(reader.record.byteRange) { copy += $0 } }
      number += 1
    }
    return copy
  }

  @Test func `all records give the file, byte for byte, undefined ones too`() throws {
    let files: [([UInt8], TextEncoding?)] = [
      (Array("\u{FEFF}sep=;\nä;b\r\n1;2\n".utf8), nil), ([0xFC, 0x3B, 0x81, 0x90, 0x0A, 0x80, 0x0D, 0x0A], .windows1252),
      ([0xFF, 0xFE, 0xFC, 0, 0x3D, 0xD8, 0x0A, 0, 0x3D, 0xD8, 0, 0xDE, 0x0A, 0], nil), ([0x61, 0xFF, 0x0A], nil),
      ([0xFE, 0xFF, 0, 0x61, 0, 0x0A], .windows1252), ([0, 0x61, 0, 0x0A, 0xDC, 0, 0, 0x0A], .utf16be), ([], .cp850),
      ([0x81, 0x0D], .cp850),
    ]
    for (bytes, encoding) in files { #expect(try copied(bytes, encoding) { _ in true } == bytes, "\(bytes)") }
  }

  @Test func `chosen records are found in long files, in each encoding`() throws {
    for encoding in TextEncoding.allCases {
      var bytes = try EncodedText.bytes("Größe;\u{1F600}\r\n", encoding)
      var expected = bytes
      for number in 0..<9_000 {
        let line = try EncodedText.bytes("\(number);\"ü\(number.isMultiple(of: 7) ? "\n" : "")ß\";é\u{1F600}\r\n", encoding, mark: false)
        bytes += line
        if number % 1000 < 3 { expected += line }
      }
      #expect(try copied(bytes, encoding) { $0 == 0 || ($0 - 1) % 1000 < 3 } == expected, "\(encoding)")
    }
  }

  @Test func `a last line without end gets the one that the others have`() throws {
    for (text, end) in [("a\r\n1\r\n2", "\r\n"), ("a\n1\n2", "\n"), ("a\r1\r2", "\r"), ("2", "\n")] {
      for encoding in [nil, .cp437, .utf16le, .utf16be] as [TextEncoding?] {
        let bytes = try EncodedText.bytes(text, encoding ?? .utf8)
        #expect(try copied(bytes, encoding) { _ in true } == EncodedText.bytes(text + end, encoding ?? .utf8))
      }
    }
  }

  @Test func `a range that goes back is found too`() throws {
    let files = try Files()
    let path = try files.file("orders.csv", [0xFC, 0x0A, 0xE4, 0x0A])
    var copier = try RangeCopier(path: path, encoding: .iso8859_1)
    var copy: [UInt8] = []
    for range in [3..<6, 0..<3, 3..<3] { try copier.copyLines(range) { copy += $0 } }
    #expect(copy == [0xE4, 0x0A, 0xFC, 0x0A])
    let error = #expect(throws: FormatError.self) {
      var none = try RangeCopier(path: files.folder + "/none", name: "none.csv"); try none.copyLines(0..<1) { _ in }
    }
    #expect(error?.description == "none.csv: cannot be opened: No such file or directory")
  }
}
