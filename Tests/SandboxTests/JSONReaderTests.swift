import Testing

@testable import Sandbox

@Suite struct JSONReaderTests {
  static let good: [(text: String, value: JSONValue)] = [
    (" null\n", .null), ("true", true), ("-0", .number("-0")), ("215.00", .number("215.00")), ("2.15E+2", .number("2.15E+2")),
    ("[]", []), ("[1, [2]]", [1, [2]]), ("{}", [:]), (#"{"a":1,"b":{"a":2}}"#, ["a": 1, "b": ["a": 2]]),
    (#""\u00e9 \uD83D\uDE97 \"\\\/\b\f\n\r\t""#, "é 🚗 \"\\/\u{8}\u{c}\n\r\t"), (#""Île de France""#, "Île de France"),
  ]

  @Test(arguments: good) func `JSON is read, with the text of its numbers`(_ text: String, _ value: JSONValue) throws {
    #expect(try JSONReader.read(Array(text.utf8)) == value)
  }

  static let bad: [(text: String, offset: Int)] = [
    ("", 0), ("nul", 0), ("01", 1), ("+1", 0), ("1.", 2), (".5", 0), ("1e", 2), ("-", 1), ("[1,]", 3), ("[1", 2), (#"{"a"}"#, 4),
    ("{'a':1}", 1),
    (#"{"a":1,}"#, 7), ("\"a\nb\"", 2), (#""\x""#, 1), (#""\u12g4""#, 3), (#""\uD83D""#, 1), (#""\uDE97""#, 1), (#""a"#, 2), ("1 2", 2),
    ("\u{FEFF}1", 0), ("// 1", 0), ("NaN", 0),
  ]

  @Test(arguments: bad) func `what is not JSON is refused at its place`(_ text: String, _ offset: Int) {
    #expect { try JSONReader.read(Array(text.utf8)) } throws: { ($0 as? JSONSyntaxError)?.offset == offset }
  }

  @Test func `bytes that are not UTF-8 are refused`() {
    #expect(throws: JSONSyntaxError(offset: 0, message: "is not UTF-8")) { try JSONReader.read([0x22, 0xE9, 0x22]) }
  }

  @Test func `64 levels are read and 65 are not`() throws {
    func nested(_ levels: Int) -> [UInt8] { Array((String(repeating: "[", count: levels) + String(repeating: "]", count: levels)).utf8) }
    _ = try JSONReader.read(nested(64))
    #expect(throws: JSONSyntaxError(offset: 64, message: "more than 64 levels")) { try JSONReader.read(nested(65)) }
    #expect(throws: JSONSyntaxError.self) { try JSONReader.read(nested(1_000_000)) }
  }

  @Test func `what is written is read as the same`() throws {
    let value: JSONValue = ["a\u{1}\"\\": ["é\n\r\t", .null, true, .number("204.250"), [:]]]
    #expect(try JSONReader.read(JSONWriter.bytes(value)) == value)
    #expect(String(decoding: JSONWriter.bytes(value), as: UTF8.self) == #"{"a\u0001\"\\":["é\n\r\t",null,true,204.250,{}]}"#)
  }
}
