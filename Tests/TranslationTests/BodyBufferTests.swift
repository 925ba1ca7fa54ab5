import Testing

@testable import Translation

@Suite struct BodyBufferTests {
  private func written(_ write: (inout BodyBuffer) -> Void) -> String {
    var json = BodyBuffer(capacity: 1)
    write(&json)
    json.end()
    return String(decoding: json.bytes, as: UTF8.self)
  }

  private func with(_ text: String, _ body: (UnsafeRawBufferPointer) -> Void) { Array(text.utf8).withUnsafeBytes(body) }

  @Test(arguments: [("204.25", "204.25"), ("007.50", "7.50"), ("000", "0"), ("-00.5", "-0.5"), ("0.0", "0.0"), ("-10", "-10")])
  func `a number loses leading zeros and nothing else`(text: String, json: String) {
    #expect(written { json in with(text) { json.number($0) } } == json)
  }

  @Test(arguments: [0, 7, 10, 99, 100, 12345, -3, Int.max, Int.min])
  func `a whole number goes out in digits`(value: Int) {
    #expect(written { $0.number(value) } == String(value))
  }

  @Test func `a prefix stands in the same string`() {
    #expect(written { json in with("1\"7") { text in with("A-") { json.string(text, after: $0) } } } == "\"A-1\\\"7\"")
  }

  @Test func `commas stand between members and elements only, however much is written`() {
    let text = written { json in
      json.open(UInt8(ascii: "["))
      json.open(UInt8(ascii: "{"))
      json.close(UInt8(ascii: "}"))
      for _ in 0..<10_000 {
        with(",") { json.string($0) }
        json.boolean(true)
      }
      json.close(UInt8(ascii: "]"))
    }
    #expect(text == "[{}" + String(repeating: ",\",\",true", count: 10_000) + "]")
  }
}
