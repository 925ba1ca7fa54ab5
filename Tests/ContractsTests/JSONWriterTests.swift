import Contracts
import Testing

@Suite struct JSONWriterTests {
  private func written(_ write: (inout JSONWriter) -> Void) -> String {
    var json = JSONWriter(capacity: 1)
    write(&json)
    return String(decoding: json.bytes, as: UTF8.self)
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
