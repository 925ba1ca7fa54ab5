import SystemPackage
import Testing

@testable import Mailboxes

@Suite struct FileNameTests {
  private func name(_ text: String) throws -> FileName { try #require(FileName(text)) }

  @Test func `numbers in names are compared as numbers`() throws {
    let names = ["orders-10.csv", "Orders-2.csv", "orders-1.csv", "orders.csv", "a", "orders-02.csv", "orders-2", "b10c3", "b10c20"]
    #expect(
      try names.map(name).sorted().map(\.text)
        == ["a", "b10c3", "b10c20", "orders-1.csv", "orders-2", "Orders-2.csv", "orders-02.csv", "orders-10.csv", "orders.csv"])
  }

  @Test func `the order is total over names that differ in case or zeros only`() throws {
    let names = try ["A1", "a1", "a01", "A01", "a001", "a1b", "a01B", "10", "010", "1", "01", "ä", "Ä"].map(name)
    for left in names {
      for right in names {
        #expect([left < right, right < left, left == right].filter { $0 }.count == 1, "\(left) \(right)")
        for third in names where left < right && right < third { #expect(left < third) }
      }
    }
  }

  @Test func `a number of a hundred digits does not overflow`() throws {
    let long = String(repeating: "9", count: 100)
    #expect(try name("a\(long)") < name("a1\(long)"))
  }

  @Test func `no slash, no NUL, no dots, no 256 bytes`() {
    for text in ["", ".", "..", "a/b", "a\0b", String(repeating: "x", count: 256)] { #expect(FileName(text) == nil) }
    #expect(FileName(String(repeating: "x", count: 255)) != nil)
  }

  @Test func `any bytes become one line of text and come back`() throws {
    let cases: [([UInt8], String)] = [
      (Array("Bestellung März.csv".utf8), "Bestellung März.csv"), (Array("a\nb".utf8), #"a\x0Ab"#), ([0x61, 0xFF, 0xC3], #"a\xFF\xC3"#),
      (Array(#"a\b"#.utf8), #"a\x5Cb"#), (Array("a\u{202E}vsc".utf8), #"a\xE2\x80\xAEvsc"#),
    ]
    for (bytes, text) in cases {
      let name = try #require(FileName(bytes: bytes))
      #expect(name.text == text)
      #expect(FileName(text: text) == name)
    }
    #expect(FileName(text: #"a\b"#) == nil)
    let path = FilePath("/tmp").appending(try #require(FileName(bytes: [0xFF, 0x0A])))
    #expect(path.printable == #"/tmp/\xFF\x0A"#)
    #expect(FilePath(printable: path.printable) == path)
  }

  @Test func `a number goes before the extension`() throws {
    #expect(try name("orders.csv").numbered(2).text == "orders-2.csv")
    #expect(try name("orders.csv").numbered(1).text == "orders.csv")
    #expect(try name("orders.answer.csv").numbered(3).text == "orders.answer-3.csv")
    #expect(try name("orders").numbered(2).text == "orders-2")
    #expect(try name(".hidden").numbered(2).text == ".hidden-2")
  }

  @Test func `a long name is cut at a character to make room`() throws {
    let long = try name(String(repeating: "é", count: 125) + ".csv")
    #expect(long.numbered(2).bytes.count <= 255)
    #expect(long.numbered(1000).text == String(repeating: "é", count: 123) + "-1000.csv")
    #expect(
      try name(String(repeating: "x", count: 255)).appending(".answer.csv").text == String(repeating: "x", count: 244) + ".answer.csv")
  }
}
