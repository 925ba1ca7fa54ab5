import Testing

@testable import Formats

@Suite struct XMLWriterTests {
  @Test func `a document is indented, escaped and in its namespace`() {
    var writer = XMLWriter(namespace: "urn:ferry:1")
    writer.start("answer")
    writer.start("row", attributes: [("line", "1"), ("note", "a<b & \"c\"\n\t")])
    writer.element("status", "accepted")
    writer.element("message", "5 > 3 & 2 < 3 \"so\"\r\n")
    writer.element("code", "")
    writer.element("price", "1.00", attributes: [("currency", "EUR")])
    writer.end()
    writer.start("row")
    writer.end()
    writer.end()
    let expected = """
      <?xml version="1.0" encoding="UTF-8"?>
      <answer xmlns="urn:ferry:1">
        <row line="1" note="a&lt;b &amp; &quot;c&quot;&#10;&#9;">
          <status>accepted</status>
          <message>5 &gt; 3 &amp; 2 &lt; 3 "so"&#13;
      </message>
          <code/>
          <price currency="EUR">1.00</price>
        </row>
        <row/>
      </answer>

      """
    #expect(String(decoding: writer.take(), as: UTF8.self) == expected)
  }

  @Test func `an empty root is one element, also when it is taken in parts`() {
    var writer = XMLWriter()
    writer.start("answer")
    var bytes = writer.take()
    writer.end()
    bytes += writer.take()
    #expect(String(decoding: bytes, as: UTF8.self) == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<answer/>\n")
  }

  @Test func `characters that XML does not have become the replacement character`() {
    var writer = XMLWriter()
    writer.element("a", "x\u{0}\u{1F}\u{FFFE}y\t\u{1F600}")
    #expect(String(decoding: writer.take(), as: UTF8.self).hasSuffix("<a>x\u{FFFD}\u{FFFD}\u{FFFD}y\t\u{1F600}</a>"))
  }

  @Test func `what is written is read again`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var numbers = SeededNumbers(seed: seed)
    let letters = Array("ab<>&\"'\n\r\t ]é\u{1F600}").flatMap(\.unicodeScalars)
    let text: (inout SeededNumbers) -> String = { numbers in
      String(
        String.UnicodeScalarView((0..<Int.random(in: 1...9, using: &numbers)).compactMap { _ in letters.randomElement(using: &numbers) }))
    }
    for _ in 0..<300 {
      let (value, content) = (text(&numbers), text(&numbers))
      var writer = XMLWriter(namespace: "urn:x")
      writer.start("a")
      writer.element("b", content, attributes: [("c", value)])
      writer.end()
      let reader = XMLReader(source: ByteSource(bytes: writer.take()), limits: XMLLimits(chunk: Int.random(in: 1...50, using: &numbers)))
      #expect(try reader.next())
      #expect(try reader.next())
      #expect(reader.attributeText(reader.names.name("c")).map { Array($0.utf8) } == Array(value.utf8), "seed \(seed)")
      #expect(try reader.next())
      #expect(Array(reader.text.utf8) == Array(content.utf8), "seed \(seed)")
      while try reader.next() {}
      #expect(reader.defect == nil)
    }
  }
}
