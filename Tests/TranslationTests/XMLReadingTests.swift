import Documents
import Formats
import Testing
import Translation

/// Every rule of the manual's "Canonical XML".
@Suite struct XMLReadingTests {
  private func read(_ inside: String, _ kind: Kind = .availability, root attributes: String = "xmlns=\"urn:ferry:1\"") throws -> ReadFile {
    let root = kind.layout.rootElement
    return try ReadFile("<\(root) \(attributes)>\(inside)</\(root)>", named: "\(kind.rawValue).xml", as: kind)
  }

  private func request(_ items: String, number: String = "") -> String { "<request\(number)><items>\(items)</items></request>" }

  private func item(_ inside: String = "", part: String = "<external><partNumber>P</partNumber></external>") -> String {
    "<item>\(inside)<part><identifier>\(part)</identifier></part></item>"
  }

  @Test func `elements stand in any order, with blanks around values, comments and CDATA`() throws {
    let file = try read(
      "\n <!-- one --> <request number=' R1 '><items><item><part><identifier><external><partNumber> <![CDATA[<P>]]>&amp;1 </partNumber></external></identifier></part><quantity>\n2\n</quantity><index>7</index></item></items></request>"
    )
    #expect(file.said == [])
    #expect(file.numbers == ["R1"])
    #expect(file.documents[0].string("part_number", in: 1) == "<P>&1")
    #expect(file.documents[0].string("quantity", in: 1) == "2")
    #expect(file.documents[0].string("line", in: 1) == "7")
  }

  @Test func `lines without an index count from 1`() throws {
    let file = try read(request(item() + item("<index>A</index>") + item()) + request(item()))
    #expect(file.said == [])
    #expect(file.documents.map { LineNotes(of: $0).lines.map(\.number) } == [["1", "A", "3"], ["1"]])
  }

  @Test func `an index that stands twice, or meets a counted one, is a finding`() throws {
    let file = try read(request(item("<index>1</index>") + item("<index>1</index>")) + "\n" + request(item("<index>2</index>") + item()))
    #expect(
      file.findings.joined().map(\.message)
        == ["1", "2"].map {
          "items/item/index \"\($0)\" stands twice; expected each once: remove one, or add up the quantities"
        })
    #expect(file.codes == [.duplicateLine, .duplicateLine])
    #expect(file.findings.map { $0.map(\.documentLine) } == [["1"], ["2"]])
  }

  @Test func `a warehouse that stands twice is a finding`() throws {
    let warehouse = "<warehouse><externalId>68</externalId><orderedQuantity>1</orderedQuantity></warehouse>"
    let sample = try Sample("orders/seed-example").text("in.xml")
    let file = try ReadFile(
      sample.replacing("</warehouses>", with: warehouse + "</warehouses>"), named: "orders.xml", as: .orders,
      Handling(defaults: ["currency": "EUR"]))
    #expect(file.codes == [.contradiction, .contradiction])
    #expect(
      file.findings[0].first?.message
        == "items/item/warehouses/warehouse/externalId \"68\" stands twice; expected each once: remove one, or add up the quantities")
  }

  @Test func `an unknown element is a finding that suggests the nearest one, and its content is passed over`() throws {
    let file = try read(request(item("<quantiy>1</quantiy>") + item("<x><quantity>9</quantity></x>")))
    #expect(
      file.findings[0].map(\.message) == [
        "unknown element <quantiy> in <item>; did you mean <quantity>?",
        "unknown element <x> in <item>; expected <index>, <quantity>, <part>, <target>, <shipTo>",
      ])
    #expect(file.findings[0].first?.description.hasPrefix("availability.xml:1:57: unknown element") == true)
    #expect(file.codes == [.unknownField, .unknownField])
  }

  @Test func `an element of another namespace is unknown`() throws {
    let file = try read(request(item("<quantity xmlns=\"urn:other\">1</quantity>")))
    #expect(file.findings[0].map(\.message) == ["unknown element <quantity> in <item>; expected elements of the namespace \"urn:ferry:1\""])
    let prefixed = try ReadFile(
      "<f:availability xmlns:f='urn:ferry:1'><f:request><f:items><f:item><f:part><f:identifier><f:external><f:partNumber>P</f:partNumber></f:external></f:identifier></f:part></f:item></f:items></f:request></f:availability>",
      named: "availability.xml", as: .availability)
    #expect(prefixed.said == [])
  }

  @Test func `an unknown attribute is a finding, the place of a schema is none`() throws {
    let file = try read(
      "<request nummer='1' xml:lang='de'><items>\(item("<quantity unit='pc'>1</quantity>"))</items></request>",
      root: "xmlns='urn:ferry:1' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='urn:ferry:1 a.xsd' version='1'")
    #expect(
      (file.fileFindings + file.findings[0]).map(\.message) == [
        "unknown attribute \"version\" of <availability>; expected none of that name: remove it",
        "unknown attribute \"nummer\" of <request>; expected none of that name: remove it",
        "unknown attribute \"lang\" of <request>; expected none of that name: remove it",
        "unknown attribute \"unit\" of <quantity>; expected none of that name: remove it",
      ])
  }

  @Test func `text between elements is a finding`() throws {
    let file = try read("\n text " + request("x" + item("y")))
    #expect(
      (file.fileFindings + file.findings[0]).map(\.message) == [
        "text stands between the documents; expected <request> elements only", "text stands in <items>; expected elements only",
        "text stands in <item>; expected elements only",
      ])
  }

  @Test func `an element that stands twice is a finding`() throws {
    let file = try read("<request><items>\(item("<quantity>1</quantity><quantity>2</quantity>"))</items><items/></request>")
    #expect(
      file.findings[0].map(\.message) == [
        "element <quantity> stands twice; expected it once", "element <items> stands twice; expected it once",
      ])
    #expect(file.documents[0].string("quantity", in: 1) == "1")
  }

  @Test func `what is missing or wrong is named by its path`() throws {
    let file = try read(request(item("<quantity>1.5</quantity><index/>", part: "")) + "<request/>" + request(""))
    #expect(
      file.findings.map { $0.map(\.message) } == [
        [
          "items/item/quantity \"1.5\" is not a quantity; expected a whole number above 0, for example 12",
          "required items/item/index is missing; expected text",
          "the line names no part; expected items/item/part/identifier/external/partNumber, or items/item/part/identifier/tecdoc/partNumber with items/item/part/identifier/tecdoc/manufacturerId",
        ], ["the document has no lines; expected at least one"], ["the document has no lines; expected at least one"],
      ])
  }

  @Test func `an optional object that is there and empty is a finding`() throws {
    let file = try read(request(item(part: "<external><partNumber>P</partNumber></external><tecdoc/>")))
    #expect(
      file.findings[0].map(\.message) == [
        "<tecdoc> is there and empty; expected <partNumber> and <manufacturerId> in it: fill them in, or leave <tecdoc> out"
      ])
  }

  @Test func `an element that is no document is a finding of the file`() throws {
    let file = try read("<order><request/></order>" + request(item()))
    #expect(file.fileFindings.map(\.message) == ["unknown element <order>; expected <request> in the namespace \"urn:ferry:1\""])
    #expect(file.documents.count == 1)
  }

  @Test(arguments: ["<orders xmlns='urn:ferry:1'/>", "<availability/>", "<availability xmlns='urn:ferry:2'/>"])
  func `a wrong root refuses the file whole`(text: String) throws {
    let file = try ReadFile(text, named: "availability.xml", as: .availability)
    #expect(file.codes == [.wrongRoot])
    #expect(file.documents.isEmpty)
  }

  @Test func `a root without documents has none`() throws {
    let file = try read("")
    #expect(file.said == [])
    #expect(file.documents.isEmpty)
  }

  @Test func `a truncated file is incomplete, wherever it was cut`() throws {
    let whole = Array("<availability xmlns='urn:ferry:1'>\(request(item("<quantity>1</quantity>")))</availability>".utf8)
    #expect(try ReadFile(bytes: whole, named: "availability.xml", as: .availability).said == [])
    for length in 1..<whole.count {
      let file = try ReadFile(bytes: Array(whole[..<length]), named: "availability.xml", as: .availability)
      #expect(file.fileFindings.map(\.code) == [.incomplete], "cut at \(length): \(file.said)")
    }
    let cut = try ReadFile("<availability xmlns='urn:ferry:1'><request><items><item>\n<quan", named: "availability.xml", as: .availability)
    #expect(
      cut.fileFindings.map(\.description) == [
        "availability.xml:2:6: the file ends inside <quan> (line 2); it looks incomplete; expected </quan>"
      ])
  }

  @Test func `entities, a wrong encoding and broken XML refuse the file whole`() throws {
    #expect(
      try ReadFile("<!DOCTYPE x [<!ENTITY e 'x'>]><availability xmlns='urn:ferry:1'/>", named: "a.xml", as: .availability).codes == [
        .unsafeXML
      ])
    #expect(
      try ReadFile("<availability xmlns='urn:ferry:1'>&nbsp;</availability>", named: "a.xml", as: .availability).codes == [.unsafeXML])
    #expect(try ReadFile("<availability xmlns='urn:ferry:1'></x>", named: "a.xml", as: .availability).codes == [.malformed])
    #expect(
      try ReadFile(
        bytes: Array("<availability xmlns='urn:ferry:1'>".utf8) + [0xE9] + Array("</availability>".utf8), named: "a.xml", as: .availability
      )
      .codes == [.encoding])
  }

  @Test func `a document may have as many lines as the limit says and no more`() throws {
    func order(_ lines: Int) throws -> ReadFile {
      let text = "<availability xmlns='urn:ferry:1'>\(request(String(repeating: item(), count: lines)))\(request(item()))</availability>"
      return try ReadFile(text, named: "availability.xml", as: .availability, Handling(limits: .init(documentLines: 3)))
    }
    #expect(try order(3).said == [])
    #expect(try order(5).codes == [.limit])
    #expect(try order(5).linesNotKept == [2, 0])
  }
}
