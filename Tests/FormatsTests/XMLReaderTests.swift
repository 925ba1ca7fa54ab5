import Testing

@testable import Formats

@Suite struct XMLReaderTests {
  static let chunks = [1, 2, 3, 7, 64, 32 << 10]

  @Test(arguments: chunks)
  func `elements, text and attributes are read with their places`(chunk: Int) throws {
    for (text, expected) in Self.wellFormed {
      #expect(try Rendering.xml(text, chunk: chunk) == expected, "\(text.debugDescription) in pieces of \(chunk)")
    }
  }

  static let wellFormed: [(String, [String])] = [
    ("<a/>", ["<a@1:1", "/a@1:1"]),
    ("<a></a>", ["<a@1:1", "/a@1:4"]),
    ("<a>x</a>", ["<a@1:1", "x@1:4", "/a@1:5"]),
    ("<a> </a>", ["<a@1:1", " @1:4", "/a@1:5"]),
    ("\u{FEFF}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>x</a>\n", ["<a@2:1", "x@2:4", "/a@2:5"]),
    ("<a>\n  <b>1</b>\n  <b>2</b>\n</a>\n", ["<a@1:1", "<b@2:3", "1@2:6", "/b@2:7", "<b@3:3", "2@3:6", "/b@3:7", "/a@4:1"]),
    ("<a>\r\n  <b\r\n   x='1'>1</b>\r\n</a>", ["<a@1:1", "<b x=\"1\"@2:3", "1@3:10", "/b@3:11", "/a@4:1"]),
    ("<a>\n  one\n  <b/>two</a>", ["<a@1:1", "\n  one\n  @1:4", "<b@3:3", "/b@3:3", "two@3:7", "/a@3:10"]),
    ("<a>Stoß<b/>АВ\u{1F600}<c/></a>", ["<a@1:1", "Stoß@1:4", "<b@1:8", "/b@1:8", "АВ\u{1F600}@1:12", "<c@1:15", "/c@1:15", "/a@1:19"]),
    ("<a x='ä' y=\"&lt;&#38;&amp;amp;&quot;\"/>", ["<a x=\"ä\" y=\"<&&amp;\"\"@1:1", "/a@1:1"]),
    ("<a>&amp;&lt;&gt;&apos;&quot;&#233;&#x1F600;&amp;lt;</a>", ["<a@1:1", "&<>'\"é\u{1F600}&lt;@1:4", "/a@1:52"]),
    ("<a>one<![CDATA[ <two> & ]]>three<!-- no --><?no no?>!</a>", ["<a@1:1", "one <two> & three!@1:4", "/a@1:54"]),
    ("<?xml-stylesheet href='x'?><!-- c --><a/><!-- d --><?e f?>", ["<a@1:38", "/a@1:38"]),
    (
      "<o xmlns='urn:ferry:1' xmlns:x='urn:x'><x:b x:c='1' d='2'/><e xmlns=''/></o>",
      ["<o {urn:ferry:1}@1:1", "<b {urn:x} {urn:x}c=\"1\" d=\"2\"@1:40", "/b@1:40", "<e@1:60", "/e@1:60", "/o@1:73"]
    ),
    (
      "<!DOCTYPE cXML SYSTEM \"http://xml.cxml.org/schemas/cXML/1.2.014/cXML.dtd\">\n<cXML payloadID='1'/>",
      ["<cXML payloadID=\"1\"@2:1", "/cXML@2:1"]
    ),
    ("<!DOCTYPE a [<!ELEMENT a (#PCDATA)><!-- ' --><!ATTLIST a b CDATA #IMPLIED>]>\n<a b='1'/>", ["<a b=\"1\"@2:1", "/a@2:1"]),
    ("<a xml:lang='de' xmlns:p='not a uri'/>", ["<a {http://www.w3.org/XML/1998/namespace}lang=\"de\"@1:1", "/a@1:1"]),
  ]

  @Test(arguments: chunks)
  func `a defect ends the reading and says where`(chunk: Int) throws {
    for (text, expected) in Self.defective {
      let found = try Rendering.xml(text, chunk: chunk).last
      #expect(found == expected, "\(text.debugDescription) in pieces of \(chunk)")
    }
  }

  static let defective: [(String, String)] = [
    ("", "!empty@1:1"),
    (" \n ", "!empty@1:1"),
    ("\u{FEFF}", "!empty@1:1"),
    ("order_number;line\n1;2\n", "!not-well-formed@1:1"),
    ("<a>\n<b>1</b>\n", "!incomplete@3:1"),
    ("<a>\n<b>1</", "!incomplete@2:7"),
    ("<a>\n<b x='", "!incomplete@2:7"),
    ("<?xml version='1.0'?>\n", "!incomplete@2:1"),
    ("<a><b></a>", "!not-well-formed@1:11"),
    ("<a/><a/>", "!not-well-formed@1:5"),
    ("<a><p:b/></a>", "!undefined-prefix@1:8"),
    ("<a x='1' x='2'/>", "!not-well-formed@1:15"),
    ("<a>&co; Ltd</a>", "!entity-reference@1:8"),
    ("<a b='&co; Ltd'/>", "!entity-reference@1:11"),
    ("<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/a.dtd'>\n<a>&co; Ltd</a>", "!entity-reference@2:8"),
    ("<!DOCTYPE a SYSTEM 'a.dtd'>\n<a b='&co; Ltd'/>", "!entity-reference@2:11"),
    ("<!DOCTYPE a [<!ENTITY co 'Co'>]>\n<a>&co; Ltd</a>", "!entity-definition@1:30"),
    ("<!DOCTYPE a [<!ENTITY co SYSTEM 'file:///etc/passwd'>]><a/>", "!entity-definition@1:53"),
    ("<!DOCTYPE a [<!ENTITY % p 'x'>%p;]><a/>", "!entity-definition@1:30"),
    ("<!DOCTYPE a [<!ATTLIST a b CDATA 'x'>]><a/>", "!attribute-default@1:40"),
    ("<a>\u{1}</a>", "!not-well-formed@1:4"),
    ("<?xml version='1.0' encoding='EBCDIC-US'?><a/>", "!unsupported-encoding@1:41"),
    ("<?xml version='1.0' encoding='klingon'?><a/>", "!unsupported-encoding@1:39"),
  ]

  @Test func `a defect says what is there and what was expected`() throws {
    let defect = { (text: String) throws -> String in
      let reader = XMLReader(source: ByteSource(bytes: Array(text.utf8)))
      while try reader.next() {}
      return reader.defect.map { "\($0.message); expected \($0.expected)" } ?? ""
    }
    #expect(
      try defect("<orders>\n\n<order>\n<orderNumber>1")
        == "the file ends inside <orderNumber> (line 4); it looks incomplete; expected </orderNumber>")
    #expect(try defect("<!-- x -->") == "the file ends before its first element; it looks incomplete; expected an element")
    #expect(try defect("") == "the file is empty; expected an XML document")
    #expect(try defect("a;b\n") == "there is text before the first element; expected an XML document, which begins with <")
    #expect(
      try defect("<a>&co;</a>")
        == "the entity \"co\" is not one of XML's own; expected &amp;, &lt;, &gt;, &quot;, &apos;, a number such as &#233;, or the character itself"
    )
    #expect(
      try defect("<!DOCTYPE a [<!ENTITY co 'Co'>]><a/>")
        == "the document type defines the entity \"co\"; expected a file without entity definitions")
    #expect(
      try defect("<?xml version='1.0' encoding='klingon'?><a/>")
        == "the encoding \"klingon\" is not read; expected UTF-8, UTF-16, Windows-125x, ISO-8859-x, IBM437, IBM850, IBM852 or US-ASCII")
    #expect(try defect("<a><b></a>") == "Opening and ending tag mismatch: b line 1 and a; expected well-formed XML")
    #expect(try defect("<a><p:b/></a>") == "Namespace prefix p on b is not defined; expected a declaration of the prefix (xmlns:…)")
  }

  @Test func `names are numbers that the caller looks up once`() throws {
    let names = XMLNames()
    let order = names.name("order")
    let urn = names.name("urn:ferry:1")
    for prefix in ["", "f:"] {
      let declaration = prefix.isEmpty ? "xmlns" : "xmlns:f"
      let text = "<\(prefix)order \(declaration)='urn:ferry:1' number='7'><order xmlns='other'/></\(prefix)order>"
      let reader = XMLReader(source: ByteSource(bytes: Array(text.utf8)), names: names)
      #expect(try reader.next())
      #expect(reader.event.name == order)
      #expect(reader.event.namespace == urn)
      #expect(reader.attributeText(names.name("number")) == "7")
      #expect(reader.attributeText(names.name("line")) == nil)
      #expect(try reader.next())
      #expect(reader.event.name == order)
      #expect(reader.event.namespace == names.name("other"))
    }
    #expect(names.text(order) == "order")
  }

  @Test func `lines are right far beyond 65,535`() throws {
    let text = "<a>" + String(repeating: "<b>1</b>\n", count: 200_000) + "</a>"
    let reader = XMLReader(source: ByteSource(bytes: Array(text.utf8)))
    var last = reader.event
    while try reader.next() { if reader.event.kind == .start { last = reader.event } }
    #expect(reader.defect == nil)
    #expect(last.line == 200_000)
    #expect(last.column == 1)
  }

  @Test(arguments: chunks)
  func `text comes out right from every encoding that is read`(chunk: Int) throws {
    let body = "<a b=\"é\">Größe</a>"
    let expected = ["<a b=\"é\"@1:1", "Größe@1:10", "/a@1:15"]
    let latin = body.unicodeScalars.map { UInt8($0.value) }
    for encoding in ["Windows-1252", "ISO-8859-1", "iso-8859-15"] {
      let declaration = Array("<?xml version='1.0' encoding='\(encoding)'?>\n".utf8)
      let found = try Rendering.xml(bytes: declaration + latin, chunk: chunk)
      #expect(found == ["<a b=\"é\"@2:1", "Größe@2:10", "/a@2:15"], "\(encoding) in pieces of \(chunk)")
    }
    #expect(try Rendering.xml(bytes: Rendering.utf16(body, bigEndian: false), chunk: chunk) == expected, "pieces of \(chunk)")
    #expect(try Rendering.xml(bytes: Rendering.utf16(body, bigEndian: true), chunk: chunk) == expected, "pieces of \(chunk)")
    // é is 0x82 in all of them, ő in the last alone.
    for encoding in ["IBM437", "cp437", "IBM850", "CP850", "ibm852"] {
      let bytes = Array("<?xml version='1.0' encoding='\(encoding)'?><a b='".utf8) + [0x82] + Array("'>".utf8) + [0x82] + Array("</a>".utf8)
      let reader = XMLReader(source: ByteSource(bytes: bytes))
      var read: [String] = []
      while try reader.next() { if reader.event.kind == .text { read.append(reader.text) } }
      #expect(read == ["é"], "\(encoding): \(reader.defect.map { $0.message } ?? "")")
    }
    let euro = Array("<?xml version='1.0' encoding='windows-1252'?><a>".utf8) + [0x80] + Array("</a>".utf8)
    #expect(try Rendering.xml(bytes: euro, chunk: chunk)[1] == "€@1:49")
    let other = Array("<?xml version='1.0' encoding='ISO-8859-15'?><a>".utf8) + [0xA4] + Array("</a>".utf8)
    #expect(try Rendering.xml(bytes: other, chunk: chunk)[1] == "€@1:48")
  }

  @Test(arguments: chunks)
  func `an invalid byte is named, with its offset where it is known`(chunk: Int) throws {
    let utf8 = XMLReader(
      source: ByteSource(bytes: Array("<a>\n<b>St".utf8) + [0xE4] + Array("dte</b></a>".utf8)), limits: XMLLimits(chunk: chunk))
    while try utf8.next() {}
    #expect(
      utf8.defect
        == XMLDefect(
          code: .invalidByte, line: 2, column: 6, message: "byte 0xE4 is not valid in UTF-8",
          expected: "text in UTF-8, or the encoding it is in as its declaration", byteOffset: 9))
    #expect(utf8.encoding == "UTF-8")
    let windows = Array("<?xml version='1.0' encoding='windows-1252'?>\n<a>".utf8) + [0x81] + Array("</a>".utf8)
    let reader = XMLReader(source: ByteSource(bytes: windows), limits: XMLLimits(chunk: chunk))
    while try reader.next() {}
    #expect(reader.defect?.code == .invalidByte)
    #expect(reader.defect?.message == "bytes that are not valid in windows-1252")
    #expect(reader.encoding == "windows-1252")
  }
}
