import Contracts
import Testing

@Suite struct JSONWriterTests {
  private func written(_ write: (inout JSONWriter) -> Void) -> String {
    var json = JSONWriter(capacity: 1)
    write(&json)
    return String(decoding: json.bytes, as: UTF8.self)
  }

  private func number(_ text: String) -> String {
    written { json in Array(text.utf8).withUnsafeBytes { json.number($0) } }
  }

  @Test(arguments: [("204.25", "204.25"), ("007.50", "7.50"), ("000", "0"), ("-00.5", "-0.5"), ("0.0", "0.0"), ("-10", "-10")])
  func `a number loses leading zeros and nothing else`(text: String, json: String) {
    #expect(number(text) == json)
  }

  @Test(arguments: [0, 7, 10, 99, 100, 12345, -3, Int.max, Int.min])
  func `a whole number goes out in digits`(value: Int) {
    #expect(written { $0.number(value) } == String(value))
  }

  @Test func `every character of every place in a string comes back`() throws {
    for scalar in (0..<0x180).compactMap(Unicode.Scalar.init) {
      for place in 0..<17 {
        let text = String(repeating: "a", count: place) + String(scalar) + String(repeating: "€", count: 16 - place)
        let json = JSONValue.string(text).bytes
        #expect(try JSONReader.read(json) == .string(text))
        #expect(json.allSatisfy { $0 >= 0x20 })
      }
    }
    #expect(written { $0.string("\"\\\u{1}\n\r\t/") } == "\"\\\"\\\\\\u0001\\n\\r\\t/\"")
  }

  @Test func `a prefix stands in the same string`() {
    let text = written { json in
      Array("1\"7".utf8).withUnsafeBytes { bytes in Array("A-".utf8).withUnsafeBytes { json.string(bytes, after: $0) } }
    }
    #expect(text == "\"A-1\\\"7\"")
  }

  @Test func `commas stand between members and elements only`() {
    let text = written { json in
      json.raw("{")
      json.name("a")
      json.raw("[")
      for item in ["x", ":", "{"] {
        json.comma()
        json.string(item)
      }
      json.raw("]")
      json.name("b")
      json.raw("{}}")
    }
    #expect(text == "{\"a\":[\"x\",\":\",\"{\"],\"b\":{}}")
  }
}
