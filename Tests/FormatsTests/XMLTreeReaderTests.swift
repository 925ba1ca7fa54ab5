import Testing

@testable import Formats

/// A file read as trees, with what expressions give from each document.
private func read(
  _ text: String, _ documents: String, _ expressions: [String], namespaces: [String: String] = [:], ignoresNamespaces: Bool = false,
  limits: XMLTreeLimits = XMLTreeLimits(), chunk: Int = 32 << 10
) throws -> (values: [[String]], reader: XMLTreeReader) {
  let files = try Files()
  let shape = try XMLTreeShape(documents, namespaces: namespaces, ignoresNamespaces: ignoresNamespaces)
  let source = try ByteSource(path: try files.file("in.xml", [(text, 1)]))
  let reader = XMLTreeReader(source: source, shape: shape, limits: limits, xmlLimits: XMLLimits(chunk: chunk))
  let compiled = try expressions.map(reader.compile)
  var values: [[String]] = []
  while try reader.next() { values.append(try compiled.map { try said(reader.value(of: $0, from: reader.element)) }) }
  return (values, reader)
}

private func said(_ value: XPathValue) -> String {
  switch value {
  case .nothing: "–"
  case .node(let node): "\(node.text) @\(node.line):\(node.column)"
  case .text(let text): "=\(text)"
  case .inexact: "inexact"
  }
}

@Suite struct XMLTreeReaderTests {
  @Test func `the root is the one document, and its nodes know their places`() throws {
    let text = """
      <order id="7">
        <head><number> A&amp;1 </number><empty/></head>
        <line n="1"><q>3</q></line>
        <line n="2"><q>4</q><!-- c --><q>5</q></line>
      </order>
      """
    for chunk in [5, 64, 32 << 10] {
      let (values, reader) = try read(
        text, "/order", ["@id", "head/number", "head/empty", "head/none", "line[2]/q", "line[q = 5]/@n", "string(head/number)", "line"],
        chunk: chunk)
      #expect(values == [["7 @1:1", " A&1  @2:9", " @2:35", "–", "4 @4:15", "2 @4:3", "= A&1 ", "3 @3:3"]])
      #expect(reader.defect == nil)
      #expect(reader.place == 0)
    }
  }

  @Test func `each child of the root is a document, and knows what stands around but no other document`() throws {
    let text = "<R v='3'><H><d>9</d></H><D><n>1</n></D><X/><D><n>2</n></D><T>t</T><D/></R>"
    let (values, reader) = try read(text, "/R/D", ["n", "../@v", "../H/d", "count(../D)", "../T", "/R/D/n", "count(//D)"])
    #expect(
      values == [
        ["1 @1:28", "3 @1:1", "9 @1:13", "=1", "–", "1 @1:28", "=1"], ["2 @1:47", "3 @1:1", "9 @1:13", "=1", "–", "2 @1:47", "=1"],
        ["–", "3 @1:1", "9 @1:13", "=1", "t @1:59", "–", "=1"],
      ])
    #expect(reader.place == 5)
  }

  @Test func `documents stand deeper and are called otherwise`() throws {
    let text = "<R><B k='1'><D>a</D><E>b</E></B><B k='2'><D>c</D></B><O><D>no</D></O></R>"
    let (values, _) = try read(text, "/R/B/D | /R/B/E", [".", "../@k", "count(../preceding-sibling::B)"])
    #expect(values.map { $0.map { String($0.prefix(2)) } } == [["a ", "1 ", "=0"], ["b ", "1 ", "=0"], ["c ", "2 ", "=0"]])
  }

  @Test func `namespaces are kept, or left out where senders do not agree`() throws {
    let namespaces = ["o": "urn:o", "b": "urn:b"]
    let text = "<ORDER xmlns='urn:o' xmlns:x='urn:b' x:k='1' k='2'><x:ID>7</x:ID></ORDER>"
    let kept = try read(text, "/o:ORDER", ["b:ID", "ID", "x", "@b:k", "@k", "name(*)"], namespaces: namespaces)
    #expect(kept.values == [["7 @1:52", "–", "–", "1 @1:1", "2 @1:1", "=ID"]])
    #expect(try read(text, "/ORDER", ["ID"]).reader.isStrange)
    let dropped = try read(text, "/ORDER", ["ID", "ORDER"], ignoresNamespaces: true)
    #expect(dropped.values == [["7 @1:52", "–"]])
  }

  @Test func `elements beside the documents in which none can stand are strangers, unless they are known`() throws {
    let text = "<R><B><D>a</D><d><D/></d></B><b><D/><x/></b><H/></R>"
    let shape = try XMLTreeShape("/R/B/D")
    let reader = XMLTreeReader(source: ByteSource(bytes: Array(text.utf8), name: "in.xml"), shape: shape)
    reader.known = [XMLElementName("H", namespace: "")]
    var count = 0
    while try reader.next() { count += 1 }
    #expect(count == 1)
    #expect(reader.strangers.map { "\($0.element.name) \($0.line):\($0.column) \($0.depth)" } == ["d 1:15 2", "b 1:30 1"])
    #expect(reader.takeStrangers().count == 2)
    #expect(reader.strangers == [])
  }

  @Test(arguments: [
    ("../Head/b:Date", ["Date", "Head"]), ("No", []), ("a and /R/H[c]/d", ["H", "R", "d"]), ("count(../X) > 1 or y/z", ["X"]),
    ("ancestor::Order/Cur", ["Cur", "Order"]), ("self::node()[not(x)]/../E/@id", ["E"]), ("concat('../no', preceding-sibling::T)", ["T"]),
    (".//x", []), ("//y", ["y"]), ("a[../b = 'c']/d | ../e", ["b", "e"]), ("parent::div/and", ["and", "div"]), ("../*", []),
    ("../*[self::HEAD]/NOTE", ["HEAD", "NOTE"]), ("*[self::A]", []), ("../*[not(self::A or self::b:B)]", ["A", "B"]),
  ])
  func `which elements an expression names outside`(_ expression: String, _ names: [String]) {
    #expect(XPathReach(of: expression, namespaces: ["b": "urn:b"]).names.map(\.name).sorted() == names)
  }

  @Test func `functions give text, and numbers only where they are whole`() throws {
    let (values, _) = try read(
      "<o><a>1.5</a><b>2</b></o>", "/o",
      ["concat(a, '-', b)", "count(*)", "a + b", "a * b", "number('x')", "a = b", "1 div 0", "number(b)"])
    #expect(values == [["=1.5-2", "=2", "inexact", "=3", "inexact", "=false", "inexact", "=2"]])
  }

  @Test func `an expression that gives no elements cannot name lines`() throws {
    let files = try Files()
    let source = try ByteSource(path: try files.file("in.xml", [("<o><a/><b/><a/></o>", 1)]))
    let reader = XMLTreeReader(source: source, shape: try XMLTreeShape("/o"))
    #expect(try reader.next())
    #expect(throws: XPathDefect.self) { try reader.nodes(of: reader.compile("count(a)"), from: reader.element) }
    #expect(try reader.nodes(of: reader.compile("b | a"), from: reader.element).map(\.name) == ["a", "b", "a"])
    #expect(try reader.isTrue(reader.compile("a"), from: reader.element))
    #expect(try !reader.isTrue(reader.compile("c"), from: reader.element))
    #expect(try reader.isTrue(reader.compile("count(a) = 2"), from: reader.element))
  }

  @Test func `a root that can have no documents is told, and the rest not read`() throws {
    let (values, reader) = try read("<a:x xmlns:a='urn:a'><y/></a:x>", "/Order", ["."])
    #expect(values.isEmpty)
    #expect(reader.isStrange)
    #expect(reader.root?.name == "x")
    #expect(reader.root?.namespace == "urn:a")
    #expect(try read("<a", "/Order", []).reader.defect?.code == .incomplete)
  }

  @Test func `a document over the limits is read past, and the next one read`() throws {
    let long = String(repeating: "<v>\(String(repeating: "x", count: 90))</v>", count: 50)
    let files = try Files()
    let source = try ByteSource(path: try files.file("in.xml", [("<R><D>\(long)</D><D><n>2</n></D></R>", 1)]))
    for limits in [XMLTreeLimits(bytes: 1_000), XMLTreeLimits(nodes: 20)] {
      let source = try ByteSource(path: source.name)
      let reader = XMLTreeReader(source: source, shape: try XMLTreeShape("/R/D"), limits: limits)
      #expect(try reader.next())
      #expect(reader.isTooLarge)
      #expect(reader.element.text == "")
      #expect(try reader.next())
      #expect(!reader.isTooLarge)
      #expect(reader.element.text == "2")
      #expect(try !reader.next())
    }
  }

  @Test func `what stands around documents is kept only while it is small`() throws {
    let text = "<R><H>" + String(repeating: "<x>1234567890</x>", count: 20) + "</H><D/></R>"
    #expect(try read(text, "/R/D", ["count(../H/x)"]).values == [["=20"]])
    #expect(try read(text, "/R/D", ["count(../H)"], limits: XMLTreeLimits(bytesAround: 100)).values == [["=0"]])
  }

  @Test func `a file that ends inside a document gives what is there, and its defect`() throws {
    let (values, reader) = try read("<R><D><n>1</n><m", "/R/D", ["n"])
    #expect(values == [["1 @1:7"]])
    #expect(reader.isCutOff)
    #expect(reader.defect?.code == .incomplete)
  }

  @Test func `an expression that would take hours is stopped`() throws {
    let files = try Files()
    let text = "<o>" + String(repeating: "<a/>", count: 20_000) + "</o>"
    let source = try ByteSource(path: try files.file("in.xml", [(text, 1)]))
    let reader = XMLTreeReader(source: source, shape: try XMLTreeShape("/o"))
    #expect(try reader.next())
    let slow = try reader.compile("count(//a[count(//a[count(//a) > 1]) > 1])")
    #expect { _ = try reader.value(of: slow, from: reader.element) } throws: { "\($0)".contains("it takes too long") }
    #expect(try said(reader.value(of: reader.compile("count(a)"), from: reader.element)) == "=20000")
  }

  @Test func `attacks are refused as they are without a tree`() throws {
    let laughs = "<!DOCTYPE a [<!ENTITY x 'lol'><!ENTITY y '&x;&x;'>]><a>&y;</a>"
    #expect(try read(laughs, "/a", []).reader.defect?.code == .entityDefinition)
    #expect(try read("<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/a.dtd'><a><b>1</b></a>", "/a", ["b"]).values == [["1 @1:50"]])
    let deep = String(repeating: "<a>", count: 1_000_000)
    #expect(try read(deep, "/a", []).reader.defect?.code == .tooDeep)
    #expect(try read("<R>" + deep, "/R/D", []).reader.defect?.code == .tooDeep)
  }

  @Test func `many documents take no more memory than one`() throws {
    let files = try Files()
    let one = "<D><n>1</n><l q='3'>" + String(repeating: "<t>text</t>", count: 50) + "</l></D>"
    let source = try ByteSource(path: try files.file("in.xml", [("<R>", 1), (one, 20_000), ("</R>", 1)]))
    let reader = XMLTreeReader(source: source, shape: try XMLTreeShape("/R/D"))
    let count = try reader.compile("count(l/t)")
    #expect(try reader.next())
    let before = try Files.peak()
    var documents = 1
    while try reader.next() {
      documents += 1
      guard case .text("50") = try reader.value(of: count, from: reader.element) else {
        Issue.record("document \(documents) is not whole")
        return
      }
    }
    #expect(documents == 20_000)
    #expect(try Files.peak() - before < 16 << 20)
  }

  @Test func `whatever a file holds, it is read to its end or to its defect`() throws {
    let seed: UInt64 = 2026
    var numbers = SeededNumbers(seed: seed)
    let good = Array(
      "<?xml version='1.0'?><R v='1'><H a='b'>x</H><D n='1'><a>1 &amp; 2</a><b><![CDATA[<c>]]></b></D><!-- - --><D/><x:D xmlns:x='u'/></R>"
        .utf8)
    for round in 0..<3_000 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...4, using: &numbers) {
        let at = Int.random(in: 0..<bytes.count, using: &numbers)
        switch Int.random(in: 0..<4, using: &numbers) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &numbers)
        case 1: bytes.remove(at: at)
        case 2: bytes.insert(contentsOf: good[..<Int.random(in: 0..<good.count, using: &numbers)], at: at)
        default: bytes.removeSubrange(at...)
        }
        if bytes.isEmpty { bytes = [0x3C] }
      }
      let reader = XMLTreeReader(
        source: ByteSource(bytes: bytes), shape: try XMLTreeShape("/R/D"), limits: XMLTreeLimits(bytes: 20, nodes: 10, bytesAround: 5),
        xmlLimits: XMLLimits(chunk: round % 7 + 1))
      let paths = try ["..//*", "string(/)", "../@v", "(a | b)[last()]", "../preceding-sibling::node()"].map(reader.compile)
      var documents = 0
      while try reader.next() {
        documents += 1
        for path in paths {
          if case .node(let node) = try reader.value(of: path, from: reader.element) { #expect(node.line > 0, "seed \(seed)") }
        }
      }
      #expect(documents <= bytes.count, "seed \(seed), round \(round)")
      #expect(try !reader.next())
    }
  }
}
