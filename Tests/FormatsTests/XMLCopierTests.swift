import Testing

@testable import Formats

@Suite struct XMLCopierTests {
  private func copied(_ bytes: [UInt8], chunk: Int, keep: @escaping (Int) -> Bool) throws -> ([UInt8], XMLDefect?) {
    let copier = XMLCopier(source: ByteSource(bytes: bytes), limits: XMLLimits(chunk: chunk), keep: keep)
    var output: [UInt8] = []
    while try copier.next() { output += copier.take() }
    return (output, copier.defect)
  }

  private let document = """
    <?xml version="1.0"?>
    <!DOCTYPE orders SYSTEM "it's here.dtd" [ <!ELEMENT orders ANY> ]>
    <!-- <before/> -->
    <orders xmlns="urn:ferry:1" xmlns:x='urn:x' x:at="a>b">
      <!-- about the first -->
      <order n="/>"><line><![CDATA[</order>]]></line></order>
      <x:order/>
      <order>Größe &amp; <b/><?p </order>?></order >
      text
      <order><order/><!-- </order> --></order>
    </orders>
    <!-- after -->

    """

  @Test(arguments: [1, 2, 3, 7, 64, 32 << 10])
  func `children that are left out go, and everything else stays byte for byte`(chunk: Int) throws {
    #expect(try copied(Array(document.utf8), chunk: chunk) { _ in true }.0 == Array(document.utf8))
    let second = """
      <?xml version="1.0"?>
      <!DOCTYPE orders SYSTEM "it's here.dtd" [ <!ELEMENT orders ANY> ]>
      <!-- <before/> -->
      <orders xmlns="urn:ferry:1" xmlns:x='urn:x' x:at="a>b">
        <!-- about the first -->
        <order>Größe &amp; <b/><?p </order>?></order >
        text
      </orders>
      <!-- after -->

      """
    let (output, defect) = try copied(Array(document.utf8), chunk: chunk) { $0 == 2 }
    #expect(String(decoding: output, as: UTF8.self) == second)
    #expect(defect == nil)
  }

  @Test func `a document type with all that it may hold is passed over`() throws {
    let text = "<!DOCTYPE o PUBLIC 'p' \"it's\" [ <!-- ]> ' <o> --> <!ATTLIST o a (b|c) #IMPLIED> <?p ]> ' ?> ]>\n<o><a/><b/></o>"
    let (output, defect) = try copied(Array(text.utf8), chunk: 32 << 10) { $0 == 1 }
    #expect(String(decoding: output, as: UTF8.self) == text.replacing("<a/>", with: ""))
    #expect(defect == nil)
  }

  @Test(arguments: [1, 2, 5, 32 << 10])
  func `the encoding stays what it was`(chunk: Int) throws {
    let text = "<o>\n<a>Größe</a>\n<b>\u{0141}\u{1F600}&#60;</b>\n</o>"
    let kept = "<o>\n<b>\u{0141}\u{1F600}&#60;</b>\n</o>"
    for bigEndian in [false, true] {
      let (output, defect) = try copied(Rendering.utf16(text, bigEndian: bigEndian), chunk: chunk) { $0 == 1 }
      #expect(output == Rendering.utf16(kept, bigEndian: bigEndian))
      #expect(defect == nil)
    }
    let head = Array("<?xml version='1.0' encoding='windows-1252'?><o><a/>".utf8)
    let rest = Array("<b>".utf8) + [0x80, 0xE4] + Array("</b></o>".utf8)
    let (output, defect) = try copied(head + rest, chunk: chunk) { $0 == 1 }
    #expect(output == Array("<?xml version='1.0' encoding='windows-1252'?><o>".utf8) + rest)
    #expect(defect == nil)
  }

  @Test func `what the reader refuses the copier refuses`() throws {
    for (text, code) in [
      ("<o><a></o>", XMLDefect.Code.notWellFormed), ("<o><a/>", .incomplete),
      ("<!DOCTYPE o [<!ENTITY x 'y'>]><o><a>&x;</a></o>", .entityDefinition),
      ("<o><a>&x;</a></o>", .entityReference), ("", .empty),
    ] {
      #expect(try copied(Array(text.utf8), chunk: 64) { _ in true }.1?.code == code)
    }
  }

  @Test func `a large file is copied in parts, seen by the tap, in the order it came`() throws {
    let child = "<order><number>1</number></order>\n"
    let text = "<orders>\n" + String(repeating: child, count: 50_000) + "</orders>"
    let source = ByteSource(bytes: Array(text.utf8))
    var seen = 0
    source.onBytes = { seen += $0.count }
    var asked: [Int] = []
    let copier = XMLCopier(source: source) {
      asked.append($0)
      return $0 % 2 == 0
    }
    var (output, parts): ([UInt8], Int) = ([], 0)
    while try copier.next() {
      let part = copier.take()
      #expect(part.count < 128 << 10)
      output += part
      parts += 1
    }
    #expect(copier.defect == nil)
    #expect(output == Array(("<orders>\n" + String(repeating: child, count: 25_000) + "</orders>").utf8))
    #expect(parts > 5)
    #expect(asked == Array(0..<50_000))
    #expect(seen == text.utf8.count)
  }

  @Test func `elements of a deeper level are counted through the whole file`() throws {
    let text = "<R><B>\n<D>1</D>\n<D>2</D></B><H/><B><X/> <D><D/>3</D></B></R>"
    let copier = XMLCopier(source: ByteSource(bytes: Array(text.utf8)), level: 2) { $0 == 1 || $0 == 2 }
    var output: [UInt8] = []
    while try copier.next() { output += copier.take() }
    #expect(copier.defect == nil)
    #expect(String(decoding: output, as: UTF8.self) == "<R><B>\n<D>2</D></B><H/><B><X/></B></R>")
  }
}
