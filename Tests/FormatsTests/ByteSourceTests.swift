import Glibc
import Testing

@testable import Formats

@Suite struct ByteSourceTests {
  @Test func `every byte is seen once, in order, mark and rest included`() throws {
    let bytes = Array("\u{FEFF}sep=;\na;b\n1;2\n\"open\n".utf8)
    let files = try Files()
    let path = try files.file("seen.csv", [(String(decoding: bytes, as: UTF8.self), 1)])
    for readAll in [true, false] {
      let source = try ByteSource(path: path)
      var seen: [UInt8] = []
      source.onBytes = { seen.append(contentsOf: $0) }
      let reader = CSVReader(source: source, limits: CSVLimits(chunk: 5))
      #expect(try reader.next())
      while try readAll && reader.next() {}
      try reader.drain()
      #expect(seen == bytes)
      #expect(source.offset == bytes.count)
    }
  }

  @Test func `bytes behind a defect are seen too`() throws {
    let text = "<a><b></a>" + String(repeating: "x", count: 100)
    let source = ByteSource(bytes: Array(text.utf8))
    var seen = 0
    source.onBytes = { seen += $0.count }
    let reader = XMLReader(source: source, limits: XMLLimits(chunk: 16))
    while try reader.next() {}
    #expect(reader.defect?.code == .notWellFormed)
    try reader.drain()
    #expect(seen == 110)
  }

  @Test func `a directory, a missing and a forbidden file are told with the cause`() throws {
    let files = try Files()
    let folder = #expect(throws: FormatError.self) { try ByteSource(path: files.folder, name: "inbox") }
    #expect(folder?.description == "inbox: cannot be read: Is a directory")
    #expect(folder?.errno == EISDIR)
    let missing = #expect(throws: FormatError.self) { try ByteSource(path: files.folder + "/none.csv", name: "none.csv") }
    #expect(missing?.description == "none.csv: cannot be opened: No such file or directory")
    #expect(missing?.code == .unreadable)
    let descriptor = open(files.folder, O_RDONLY | O_DIRECTORY)
    defer { close(descriptor) }
    let reader = CSVReader(source: ByteSource(borrowing: descriptor, name: "inbox"))
    let unreadable = #expect(throws: FormatError.self) { try reader.next() }
    #expect(unreadable?.description == "inbox: cannot be read at byte 0: Is a directory")
    let xml = XMLReader(source: ByteSource(borrowing: -1, name: "x.xml"))
    let closed = #expect(throws: FormatError.self) { try xml.next() }
    #expect(closed?.description == "x.xml: cannot be read at byte 0: Bad file descriptor")
  }
}
