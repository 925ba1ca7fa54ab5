import Glibc
import Testing

@testable import Formats

private func defect(_ path: String) throws -> XMLDefect? {
  let reader = XMLReader(source: try ByteSource(path: path))
  while try reader.next() {}
  return reader.defect
}

/// Nothing that a file holds opens another file, takes memory without bounds, or is lost in silence.
@Suite struct XMLAttackTests {
  @Test func `a local file is not read, whoever asks for it`() throws {
    let files = try Files()
    let secret = try files.file("secret", [("the secret", 1)])
    let before = try accessTime(secret)
    for (text, code) in [
      ("<!DOCTYPE a [<!ENTITY x SYSTEM 'file://\(secret)'>]><a>&x;</a>", XMLDefect.Code.entityDefinition),
      ("<!DOCTYPE a [<!ENTITY x PUBLIC 'p' '\(secret)'>]><a>&x;</a>", .entityDefinition),
      ("<!DOCTYPE a [<!ENTITY % x SYSTEM '\(secret)'>%x;]><a/>", .entityDefinition),
      ("<!DOCTYPE a SYSTEM '\(secret)'><a>&x;</a>", .entityReference),
    ] {
      #expect(try defect(files.file("attack.xml", [(text, 1)]))?.code == code)
    }
    #expect(try defect(files.file("dtd.xml", [("<!DOCTYPE a SYSTEM '\(secret)'><a/>", 1)])) == nil)
    #expect(
      try defect(files.file("include.xml", [("<a xmlns:i='http://www.w3.org/2001/XInclude'><i:include href='\(secret)'/></a>", 1)]))
        == nil)
    #expect(try accessTime(secret) == before)
  }

  @Test func `a document type on the network is not fetched`() throws {
    let files = try Files()
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(listener) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        #expect(bind(listener, $0, length) == 0)
        #expect(getsockname(listener, $0, &length) == 0)
      }
    }
    #expect(listen(listener, 4) == 0)
    let port = UInt16(bigEndian: address.sin_port)
    let text = "<!DOCTYPE cXML SYSTEM 'http://127.0.0.1:\(port)/cXML.dtd'><cXML/>"
    #expect(try defect(files.file("cxml.xml", [(text, 1)])) == nil)
    var waiting = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
    #expect(poll(&waiting, 1, 0) == 0)
  }

  @Test func `a billion laughs and quadratic blow-up are refused at the first definition`() throws {
    let files = try Files()
    let laughs = (1...9).map { "<!ENTITY l\($0) '" + String(repeating: "&l\($0 - 1);", count: 10) + "'>" }.joined()
    let path = try files.file("laughs.xml", [("<!DOCTYPE a [<!ENTITY l0 'lol'>\(laughs)]><a>&l9;</a>", 1)])
    #expect(try defect(path)?.message == "the document type defines the entity \"l0\"")
  }

  @Test func `attribute defaults do not multiply`() async {
    // In a process of its own, whose memory is only its own.
    await #expect(processExitsWith: .success) {
      let files = try Files()
      let path = try files.file(
        "defaults.xml", [("<!DOCTYPE a [<!ATTLIST b c CDATA '", 1), ("x", 500_000), ("'>]><a>", 1), ("<b/>", 100_000), ("</a>", 1)])
      let before = try Files.peak()
      #expect(try defect(path)?.code == .attributeDefault)
      #expect(try Files.peak() - before < 16 << 20)
    }
  }

  @Test func `what is too large ends the reading, in flat memory`() async {
    // In a process of its own, whose memory is only its own.
    await #expect(processExitsWith: .success) {
      let files = try Files()
      let size = 100 << 20
      let attacks: [(XMLDefect.Code, [(String, times: Int)])] = [
        (.tooDeep, [("<a>", 1_000_000)]),
        (.tagTooLong, [("<a b='", 1), ("x", size), ("'/>", 1)]),
        (.tagTooLong, [("<a ", 1), ("b='' ", 1_000_000), ("/>", 1)]),
        (.tagTooLong, [("<", 1), ("a", 10 << 20), ("/>", 1)]),
        (.textTooLong, [("<a>", 1), ("x", size), ("</a>", 1)]),
        (.textTooLong, [("<a><![CDATA[", 1), ("x", size), ("]]></a>", 1)]),
        (.textTooLong, [("<a>", 1), ("&#120;<!-- -->", 4 << 20), ("</a>", 1)]),
        (.markupTooLong, [("<a><!--", 1), ("x", size), ("--></a>", 1)]),
        (.markupTooLong, [("<?p ", 1), ("x", size), ("?><a/>", 1)]),
        (.markupTooLong, [("<!DOCTYPE a [", 1), ("<!ELEMENT a ANY>", 2 << 20), ("]><a/>", 1)]),
      ]
      for (code, pieces) in attacks {
        let path = try files.file("attack.xml", pieces)
        let before = try Files.peak()
        let found = try defect(path)
        #expect(found?.code == code)
        #expect(try Files.peak() - before < 16 << 20, "\(code)")
      }
    }
  }

  @Test func `limits of number and length hold`() throws {
    let attributes = (0..<257).map { " a\($0)=''" }.joined()
    let names = (0..<10_001).map { "<n\($0)/>" }.joined()
    let long = String(repeating: "n", count: 1_001)
    let spaces = (0..<257).map { " xmlns:a\($0)='u'" }.joined()
    let nested = (0..<10).map { depth in "<a" + (0..<26).map { " xmlns:a\(depth)-\($0)='u'" }.joined() + ">" }.joined()
    for (text, code) in [
      ("<a\(attributes)/>", XMLDefect.Code.tooManyAttributes), ("<a\(spaces)/>", .tooManyAttributes), (nested, .tooManyAttributes),
      ("<a>\(names)</a>", .tooManyNames), ("<a><\(long)/></a>", .nameTooLong),
      (String(repeating: "<a>", count: 257), .tooDeep),
    ] {
      let reader = XMLReader(source: ByteSource(bytes: Array(text.utf8)))
      while try reader.next() {}
      #expect(reader.defect?.code == code)
    }
  }

  @Test func `a million events take no more memory than one`() async {
    // In a process of its own, whose memory is only its own.
    await #expect(processExitsWith: .success) {
      let files = try Files()
      let path = try files.file("many.xml", [("<a>\n", 1), ("<b c='1'><d>text &amp; text</d></b>\n", 200_000), ("</a>", 1)])
      let reader = XMLReader(source: try ByteSource(path: path))
      for _ in 0..<10_000 { #expect(try reader.next()) }
      let before = try Files.peak()
      var count = 10_000
      while try reader.next() { count += 1 }
      #expect(count == 1_000_002)
      #expect(reader.defect == nil)
      #expect(try Files.peak() - before < 2 << 20)
    }
  }

  @Test func `no bytes whatsoever trap the reader, and pieces make no difference to what is good`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var numbers = SeededNumbers(seed: seed)
    let pieces = [
      "<a>", "</a>", "<b x='1'>", "</b>", "<c/>", "text", "é", " \n", "&amp;", "&x;", "&#65;", "<![CDATA[", "]]>", "<!--", "-->", "<?p",
      "?>", "<!DOCTYPE a",
      "[", "]", ">", "<", "\"", "'", "\u{0}", "xmlns='u'", "\u{FEFF}",
    ]
    for _ in 0..<3_000 {
      var bytes = Array("<a>".utf8)
      for _ in 0..<Int.random(in: 0...12, using: &numbers) { bytes += Array((pieces.randomElement(using: &numbers) ?? "").utf8) }
      if Int.random(in: 0...9, using: &numbers) == 0 { bytes.append(UInt8.random(in: 0...255, using: &numbers)) }
      bytes += Array("</a>".utf8)
      let whole = try Rendering.xml(bytes: bytes)
      for chunk in [1, 3, 17] {
        let found = try Rendering.xml(bytes: bytes, chunk: chunk)
        if whole.last?.hasPrefix("!") == true {
          #expect(found.last?.hasPrefix("!") == true, "seed \(seed)")
        } else {
          #expect(found == whole, "seed \(seed)")
        }
      }
    }
  }

  private func accessTime(_ path: String) throws -> Int {
    var status = stat()
    #expect(stat(path, &status) == 0)
    return status.st_atim.tv_sec * 1_000_000_000 + status.st_atim.tv_nsec
  }
}
