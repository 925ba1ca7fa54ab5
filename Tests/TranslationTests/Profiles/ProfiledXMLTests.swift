import Documents
import Formats
import Testing
import Translation

/// Several orders in a file, each with a head and lines.
private let shape = XMLShape(document: "/File/Order", line: "Lines/L")

private let fields: [FieldRule] = [
  FieldRule("order_number", .paths(["No"], joint: " ")),
  FieldRule("order_comment", .paths(["Note[1]", "Note[2]"], joint: " / ")),
  FieldRule("operator_email", .constant("edi@example.com")),
  FieldRule("operator_first_name", .paths(["By"], joint: " "), steps: [.part(.first, separator: " ")]),
  FieldRule("operator_last_name", .paths(["By"], joint: " "), steps: [.part(.rest, separator: " ")]),
  FieldRule("ship_type", .paths(["../@ship"], joint: " "), steps: [.table(ValueTable(["EXP": "USER", "SELF": "COUNTER"]))]),
  FieldRule("line", .paths(["@n"], joint: " ")),
  FieldRule("part_number", .paths(["Art"], joint: " ")),
  FieldRule("quantity", .paths(["Qty"], joint: " ")),
  FieldRule("warehouse_id", .constant("68")),
  FieldRule("net_price", .paths(["Price"], joint: " "), steps: [.per(.paths(["Unit"], joint: " "))]),
  FieldRule("vat", .paths(["Tax"], joint: " "), steps: [.per(.constant("100"))]),
  FieldRule("currency", .paths(["ancestor::Order/Cur"], joint: " ")),
  FieldRule("urgent", .constant("false")),
  FieldRule("fee_label", .constant("Freight")),
  FieldRule("fee_price", .paths(["Freight"], joint: " ")),
]

private func profile(_ shape: XMLShape = shape, _ more: [FieldRule] = [], without columns: Set<String> = []) -> Profile {
  let rest = fields.filter { field in !more.contains { $0.column == field.column } && !columns.contains(field.column) }
  return Profile(
    name: "acme", kind: .orders, source: .xml(shape), fields: rest + more, style: ValueStyle(decimalMark: ",", thousandsMark: "."))
}

private func read(_ text: String, _ profile: Profile = profile(), limits: Handling.Limits = Handling.Limits()) throws -> ReadFile {
  try ReadFile(text, named: "o.xml", as: .orders, Handling(limits: limits, profiles: [profile]))
}

private func order(_ number: String = "A-1", by: String = "Eva van der Berg", lines: String = "", head: String = "") -> String {
  let lines = lines.isEmpty ? "<L n='1'><Art>W 712</Art><Qty>12,000</Qty><Price>1.234,50</Price><Unit>100</Unit></L>" : lines
  return "<Order><No>\(number)</No><By>\(by)</By><Cur>EUR</Cur>\(head)<Lines>\(lines)</Lines></Order>"
}

private func file(_ orders: String...) -> String { "<File ship='EXP'>\n" + orders.joined(separator: "\n") + "\n</File>" }

@Suite struct ProfiledXMLTests {
  @Test func `each element that is a document becomes one, with its fields mapped`() throws {
    let second = order(
      "A-2",
      lines:
        "<L><Art>X</Art><Qty>3</Qty><Price>2</Price><Tax>25</Tax><Freight>1,5</Freight></L><L n=' 7 '><Art>Y</Art><Qty>1</Qty><Price>0,1</Price></L>",
      head: "<Note> a </Note><Note>b</Note>")
    let found = try read(file(order(), "<Head/>", second))
    #expect(found.said == [])
    #expect(found.numbers == ["A-1", "A-2"])
    let first = found.documents[0]
    #expect(first.string("operator_first_name", in: 0) == "Eva")
    #expect(first.string("operator_last_name", in: 0) == "van der Berg")
    #expect(first.string("ship_type", in: 0) == "USER")
    #expect(first.string("net_price", in: first.lines[0]) == "12.345")
    let warehouse = first.first(
      of: try #require(first.layout.sections.firstIndex { $0.path == "items[].warehouses[]" }), in: first.lines[0])
    #expect(first.string("quantity", in: warehouse) == "12")
    #expect(first.string("warehouse_id", in: warehouse) == "68")
    let other = found.documents[1]
    #expect(other.string("order_comment", in: 0) == "a / b")
    #expect(other.lines.map { other.string("line", in: $0) } == ["1", "7"])
    #expect(other.string("vat", in: other.lines[0]) == "0.25")
    let fees = try #require(other.layout.sections.firstIndex { $0.path == "items[].pricing.fees[]" })
    #expect(other.lines.map { other.count(of: fees, in: $0) } == [1, 0])
    #expect(other.entries[0].line == 4)
  }

  @Test func `mistakes name the field, the expression and the profile, each once`() throws {
    let lines = """
      <L n='1'><Qty>1,5</Qty><Price>zwölf</Price></L>
      <L n='2'><Art>X</Art><Price>1</Price><Unit>0</Unit></L>
      <L n='2'><Art>X</Art><Qty>1</Qty></L>
      """
    let found = try read(file(order(lines: lines)))
    #expect(
      found.said == [
        "o.xml:2:89: net_price (Price) \"zwölf\" is not a number; expected digits with \",\" as decimal mark and \".\" as thousands mark (profile acme)",
        "o.xml:2:75: quantity (Qty) \"1,5\" is not a quantity; expected a whole number above 0 with \",\" as decimal mark and \".\" as thousands mark (profile acme)",
        "o.xml:3:22: net_price (Price) \"1\" is a price per \"0\", which is not a quantity; expected a number above 0 with \",\" as decimal mark and \".\" as thousands mark (profile acme)",
        "o.xml:2: the line names no part; expected part_number (Art) (profile acme)",
        "o.xml:3: required quantity (Qty) is missing; expected a whole number above 0, for example 12 (profile acme)",
        "o.xml:4: required net_price (Price) is missing; expected digits with \".\" as decimal mark, for example 204.25 (profile acme)",
        "o.xml:4:1: line (@n) \"2\" stands twice; expected each once: remove one, or add up the quantities (profile acme)",
      ])
    #expect(found.findings[0].map(\.path) == ["net_price", "quantity", "net_price", "part_number", "quantity", "net_price", "line"])
    #expect(found.findings[0].map(\.documentLine) == ["1", "1", "2", "1", "2", "2", "2"])
    #expect(found.findings[0].allSatisfy { $0.document == "A-1" })
  }

  @Test func `what a condition keeps out is refused by its sentence alone`() throws {
    let conditions = [
      XMLShape.Condition(test: "not(@type = 'change')", otherwise: "changes are not ordered"), XMLShape.Condition(test: "No"),
    ]
    let shape = XMLShape(document: "/File/Order", line: "Lines/L", conditions: conditions)
    let found = try read(file("<Order type='change'><No>1</No></Order>", "<Order/>", order()), profile(shape))
    #expect(
      found.said == [
        "o.xml:2:1: changes are not ordered (profile acme)",
        "o.xml:3:1: the document is none for the profile, which takes those with No (profile acme)",
      ])
    #expect(found.numbers == ["1", nil, "A-1"])
  }

  @Test func `a root that is not the profile's is said with what was expected`() throws {
    #expect(
      try read("<Orders/>").said == [
        "o.xml:1:1: the root element is <Orders> without a namespace; expected <File> without a namespace (profile acme)"
      ])
    let named = XMLShape(document: "/u:Order", namespaces: ["u": "urn:u"], line: "L")
    #expect(
      try read("<Order xmlns='urn:v'/>", profile(named)).said == [
        "o.xml:1:1: the root element is <Order> in the namespace \"urn:v\"; expected <Order> in the namespace \"urn:u\" (profile acme)"
      ])
    let local = XMLShape(document: "/A/B | /C/B", ignoresNamespaces: true, line: "L")
    #expect(
      try read("<Order xmlns='urn:v'/>", profile(local)).said == [
        "o.xml:1:1: the root element is <Order>; expected <A> or <C> (profile acme)"
      ])
  }

  @Test func `a file without documents has none`() throws {
    let found = try read("<File><Head/></File>")
    #expect(found.documents.isEmpty)
    #expect(found.said == [])
  }

  @Test func `a file that is cut off is incomplete, and its documents are not judged`() throws {
    let found = try read("<File ship='EXP'>\(order())<Order><No>B")
    #expect(found.said == ["o.xml:1:196: the file ends inside <No> (line 1); it looks incomplete; expected </No>"])
    #expect(found.numbers == ["A-1", nil])
  }

  @Test func `numbers that XPath would compute are never guessed`() throws {
    let found = try read(file(order()), profile(shape, [FieldRule("net_price", .paths(["Qty * 1.1"], joint: " "))]))
    #expect(
      found.said == [
        "o.xml:2:66: net_price (Qty * 1.1) is computed, and XPath computes in binary numbers, which are not exact; expected an expression that finds the text as it stands (profile acme)"
      ])
  }

  @Test func `a document over the limits is read past, and the next one is good`() throws {
    let line = "<L><Art>W</Art><Qty>1</Qty><Price>1</Price></L>"
    let long = order("B", lines: String(repeating: line, count: 11))
    let limits = Handling.Limits(documentLines: 10, body: 16 << 20)
    let message =
      "o.xml:2: the document has more than 10 lines or 16777216 bytes; expected at most so many: split it"
    let found = try read(file(long, order()), limits: limits)
    #expect(found.said == [message])
    #expect(found.linesNotKept == [1, 0])
    let large = order("B", lines: String(repeating: line, count: 60))
    let small = try read(file(large, order()), limits: Handling.Limits(documentLines: 100, body: 150))
    #expect(small.codes == [.limit])
    #expect(small.numbers == [nil, "A-1"])
  }

  @Test func `defaults and the plan step stand in for what the profile does not map`() throws {
    let bare = profile(without: ["warehouse_id", "net_price", "currency", "operator_email"])
    let text = file(order())
    #expect(try read(text, bare).codes == [.missing, .missing, .missing, .missing])
    let handling = Handling(
      defaults: ["operator_email": "a@b.c"], planStep: PlanStep(isOn: true), profiles: [bare])
    #expect(try ReadFile(text, named: "o.xml", as: .orders, handling).said == [])
  }

  @Test func `a profile whose expressions are none is told`() throws {
    let found = try read(file(order()), profile(shape, [FieldRule("net_price", .paths(["Price["], joint: " "))]))
    #expect(found.said.count == 1)
    #expect(found.said[0].hasPrefix("o.xml: the profile acme cannot be used: \"Price[\" is not XPath 1.0: "))
  }

  @Test func `attacks are refused in the words of any XML`() throws {
    #expect(try read("<!DOCTYPE File [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]><File>&b;</File>").codes == [.unsafeXML])
    #expect(try read("<!DOCTYPE File [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><File>&a;</File>").codes == [.unsafeXML])
    #expect(try read("<File>" + String(repeating: "<Order>", count: 1_000_000)).codes == [.tooLong])
  }
}
