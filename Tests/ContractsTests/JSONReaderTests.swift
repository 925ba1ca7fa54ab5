import Contracts
import Testing

@Suite struct JSONReaderTests {
  private func read(_ text: String) throws -> JSONValue { try JSONReader.read(Array(text.utf8)) }

  private func refusal(_ bytes: [UInt8]) -> String {
    do {
      return "read as \(try JSONReader.read(bytes))"
    } catch {
      return "\(error.offset): \(error.message)"
    }
  }

  @Test(arguments: [
    ("{\"a\":1,}", "7: a member's name is expected"), ("[1,]", "3: not a JSON value"), ("[1 2]", "3: \",\" or the end is expected"),
    ("{\"a\" 1}", "5: \":\" is expected"), ("{a:1}", "1: a member's name is expected"), ("'a'", "0: not a JSON value"),
    ("[", "1: the text ends where a value is expected"), ("", "0: the text ends where a value is expected"),
    ("{} {}", "3: text after the end of the value"), ("// x\n1", "0: not a JSON value"), ("NaN", "0: not a JSON value"),
    ("+1", "0: not a JSON value"), (".5", "0: not a JSON value"), ("1.", "2: digits are expected after the decimal mark"),
    ("01", "2: a number with a leading zero"), ("-01", "3: a number with a leading zero"), ("1e", "2: digits are expected in the exponent"),
    ("-", "1: not a JSON value"), ("truE", "3: not a JSON value"), ("\"a", "2: the text ends inside a string"),
    ("\"\\x\"", "3: an unknown escape in a string"), ("\"\\u12G4\"", "5: four hexadecimal digits are expected"),
    ("\"\\ud800\"", "7: half of a surrogate pair"), ("\"\\udc00\"", "7: half of a surrogate pair"),
    ("\"\\ud800\\u0041\"", "13: half of a surrogate pair"), ("\"a\nb\"", "3: a control character in a string"),
    ("\"\\", "2: the text ends inside a string"), ("[1}", "2: \",\" or the end is expected"), ("\u{B}1", "0: not a JSON value"),
  ])
  func `what RFC 8259 does not allow is refused with its place`(text: String, message: String) {
    #expect(refusal(Array(text.utf8)) == message)
  }

  @Test(
    arguments: [[0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xF5, 0x80, 0x80, 0x80, 0x22]]
      as [[UInt8]])
  func `a string that is not UTF-8 is refused`(bytes: [UInt8]) {
    #expect(refusal(bytes) == "\(bytes.count): a string that is not UTF-8")
  }

  @Test(arguments: [
    "0", "-0", "10", "204.25", "28.0", "1e5", "1E+5", "-1.50e-3", "123456789012345678901234567890.0000000001", "3606480000000",
  ])
  func `a number keeps its text`(text: String) throws {
    #expect(try read(text) == .number(text))
    #expect(try read("[\(text)]").bytes == Array("[\(text)]".utf8))
  }

  @Test func `strings, escapes and blanks are read as RFC 8259 says`() throws {
    #expect(try read(" \t\r\n\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00é\" ") == .string("\"\\/\u{8}\u{C}\n\r\té😀é"))
    #expect(try read("{ }") == .object([]))
    #expect(try read("[ ]") == .array([]))
    #expect(
      try read("{\"a\":null,\"b\":[true,false]}")
        == .object([.init("a", .null), .init("b", .array([.boolean(true), .boolean(false)]))]))
    #expect(try JSONReader.read([0xEF, 0xBB, 0xBF, 0x31]) == .number("1"))
  }

  @Test func `nesting is bounded`() throws {
    let deep = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    #expect(throws: Never.self) { try read(deep(64)) }
    #expect(refusal(Array(deep(65).utf8)) == "64: nested deeper than 64")
    #expect(refusal(Array(deep(1_000_000).utf8)) == "64: nested deeper than 64")
    #expect(throws: Never.self) { try read("[" + String(repeating: "[],", count: 1000) + "[]]") }
  }

  @Test func `identifiers are read as string or number and kept as text`() throws {
    let value = try read("{\"a\":\"0013\",\"b\":13,\"c\":true,\"d\":null,\"e\":{},\"a\":\"last\"}")
    #expect(["a", "b", "c", "d", "e", "f"].map { value[$0]?.text } == ["last", "13", "true", nil, nil, nil])
  }
}
