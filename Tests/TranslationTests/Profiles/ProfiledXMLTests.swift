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
    let shape = XMLShape(document: "/File/Order", line: "Lines/L", unknownElements: .ignore)
    let found = try read(file(order(), "<Head/>", second), profile(shape))
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
    for text in ["<File/>", "<File ship='EXP'>\n <!-- none today --> \n</File>"] {
      let found = try read(text)
      #expect(found.documents.isEmpty)
      #expect(found.said == [])
    }
  }

  @Test func `an element beside the documents that is none is told, for it may be a document that is misspelt`() throws {
    let other = order("B").replacing("Order>", with: "order>")
    let found = try read(file(order("A"), other, "<batch>\(order("C"))</batch>", "<Order xmlns='urn:x'/>"))
    #expect(found.numbers == ["A"])
    #expect(
      found.said == [
        "o.xml:3:1: the element <order> without a namespace is not used by the profile; expected <Order> without a namespace: correct it, or set xml.unknown_elements: ignore (profile acme)",
        "o.xml:4:1: the element <batch> without a namespace is not used by the profile; expected <Order> without a namespace: correct it, or set xml.unknown_elements: ignore (profile acme)",
        "o.xml:5:1: the element <Order> in the namespace \"urn:x\" is not used by the profile; expected <Order> without a namespace: correct it, or set xml.unknown_elements: ignore (profile acme)",
      ])
    let alone = try read("<File><order/></File>")
    #expect(alone.codes == [.unknownField])
    let local = XMLShape(document: "/A/File/Order | /A/Box/Order", ignoresNamespaces: true, line: "Lines/L")
    #expect(
      try read("<A><Files xmlns='urn:x'><Order/></Files></A>", profile(local)).said == [
        "o.xml:1:4: the element <Files> is not used by the profile; expected <File> or <Box>: correct it, or set xml.unknown_elements: ignore (profile acme)"
      ])
  }

  @Test func `what expressions use beside the documents is known, what is called as they are is not`() throws {
    let ship = FieldRule("ship_type", .paths(["../Head/Ship", "/File/order/Ship"], joint: ""))
    let found = try read("<File><Head><Ship>COUNTER</Ship></Head>\(order())<order/></File>", profile(shape, [ship]))
    #expect(found.codes == [.unknownField])
    #expect(found.fileFindings.first?.value == "order")
    #expect(found.documents.first?.string("ship_type", in: 0) == "COUNTER")
  }

  @Test func `the strangers of a file are told up to a limit`() throws {
    let limits = Handling.Limits(documentFindings: 2)
    let found = try read("<File>\(String(repeating: "<x/>", count: 5))</File>", limits: limits)
    #expect(found.codes == [.unknownField, .unknownField, .limit])
    #expect(
      found.said.last
        == "o.xml: the file has 2 elements or more that the profile does not use; the rest is not listed: correct these first")
  }

  @Test func `beside one expression join stands between all that it finds`() throws {
    let notes = "<Note> a </Note><Note/><Note>b</Note><Note>c</Note>"
    let all = FieldRule("order_comment", .paths(["Note"], joint: ""), repeatJoint: "\n")
    #expect(try read(file(order(head: notes)), profile(shape, [all])).documents[0].string("order_comment", in: 0) == "a\nb\nc")
    let first = FieldRule("order_comment", .paths(["Note"], joint: ""))
    #expect(try read(file(order(head: notes)), profile(shape, [first])).documents[0].string("order_comment", in: 0) == "a")
    let computed = FieldRule("order_comment", .paths(["concat(Note, '!')"], joint: ""), repeatJoint: "\n")
    #expect(try read(file(order(head: notes)), profile(shape, [computed])).documents[0].string("order_comment", in: 0) == "a !")
  }

  @Test func `a document that says how many lines it has is held to it`() throws {
    var counting = profile()
    counting.completeness.lines = "Count"
    #expect(try read(file(order(head: "<Count> 001,0 </Count>"), order("2"), order("3", head: "<Count/>")), counting).said == [])
    let found = try read(file(order(head: "<Count>3</Count>"), order("2", head: "<Count>one</Count>")), counting)
    #expect(
      found.said == [
        "o.xml:2:59: the document says \"3\" lines (Count), and it has 1; it looks incomplete: drop it again whole, or correct the number (profile acme)",
        "o.xml:3:57: the document says \"one\" lines (Count), and it has 1; it looks incomplete: drop it again whole, or correct the number (profile acme)",
      ])
    #expect(found.codes == [.incomplete, .incomplete])
  }

  @Test func `units become pieces, exactly, and an unknown one is told`() throws {
    var counting = profile(
      shape,
      [
        FieldRule("quantity", .paths(["Qty"], joint: ""), unit: .paths(["Qty/@u"], joint: "")),
        FieldRule(
          "net_price", .paths(["Price"], joint: ""), steps: [.per(.paths(["Unit"], joint: ""))], unit: .paths(["Price/@u"], joint: "")),
      ])
    counting.units = ["PCE": 1, "DZN": 12]
    func line(_ quantity: String, _ price: String) -> String { "<L><Art>W</Art>\(quantity)\(price)</L>" }
    let found = try read(
      file(
        order(
          lines: line("<Qty u='pce'>2</Qty>", "<Price u='DZN'>120</Price>") + line("<Qty u='DZN'>2,0</Qty>", "<Price>3</Price>")
            + line("<Qty>5</Qty>", "<Price u=' DZN '>9</Price><Unit>1,5</Unit>"))), counting)
    #expect(found.said == [])
    let first = found.documents[0]
    #expect(first.lines.map { first.string("net_price", in: $0) } == ["10", "3", "0.5"])
    let warehouses = try #require(first.layout.sections.firstIndex { $0.path == "items[].warehouses[]" })
    #expect(first.lines.map { first.string("quantity", in: first.first(of: warehouses, in: $0)) } == ["2", "24", "5"])
    let unknown = try read(file(order(lines: line("<Qty u='KG'>2</Qty>", "<Price u='PK'>1</Price>"))), counting)
    #expect(
      unknown.said == [
        "o.xml:2:100: net_price (Price) \"1\" is in the unit \"PK\", and targets count pieces; expected one of DZN, PCE: add to units in the profile how many pieces one PK is (profile acme)",
        "o.xml:2:81: quantity (Qty) \"2\" is in the unit \"KG\", and targets count pieces; expected one of DZN, PCE: add to units in the profile how many pieces one KG is (profile acme)",
      ])
    let large = try read(
      file(order(lines: line("<Qty u='DZN'>999999999999999999</Qty>", "<Price u='DZN'>1</Price><Unit>9999999999999999999</Unit>"))),
      counting)
    #expect(large.codes == [.wrongType, .wrongType])
  }

  @Test func `a quantity is multiplied before it has to be whole, a price never becomes 0`() throws {
    var counting = profile(
      shape, [FieldRule("quantity", .paths(["Qty"], joint: ""), unit: .paths(["Qty/@u"], joint: ""))])
    counting.units = ["DZN": 12]
    func read(_ quantity: String, _ price: String) throws -> ReadFile {
      try ReadFile(
        file(order(lines: "<L><Art>W</Art><Qty u='DZN'>\(quantity)</Qty>\(price)</L>")), named: "o.xml", as: .orders,
        Handling(profiles: [counting]))
    }
    let half = try read("1,5", "<Price>-0,00</Price>")
    #expect(half.said == [])
    let document = half.documents[0]
    let warehouses = try #require(document.layout.sections.firstIndex { $0.path == "items[].warehouses[]" })
    #expect(document.string("quantity", in: document.first(of: warehouses, in: document.lines[0])) == "18")
    #expect(document.string("net_price", in: document.lines[0]) == "0.00")
    #expect(
      try read("1,51", "<Price>1</Price>").said == [
        "o.xml:2:81: quantity (Qty) \"1,51\" is not a quantity; expected a whole number above 0 with \",\" as decimal mark and \".\" as thousands mark (profile acme)"
      ])
    #expect(
      try read("1", "<Price>0,01</Price><Unit>3000000</Unit>").said == [
        "o.xml:2:101: net_price (Price) \"0,01\" is a price per \"3000000\", and less than a millionth for one; expected a price that is not 0 with 6 decimals (profile acme)"
      ])
  }

  @Test func `lines that are misspelt are told, not lost`() throws {
    let line = "<L><Art>W</Art><Qty>1</Qty><Price>1</Price></L>"
    let small = try read(file(order(lines: line + line.replacing("L>", with: "l>"))))
    #expect(
      small.said == [
        "o.xml:2:113: the element <l> without a namespace is not used by the profile; expected <L> without a namespace: correct it, or set xml.unknown_elements: ignore (profile acme)"
      ])
    #expect(try read(file(order(lines: line, head: "<lines>\(line)</lines>"))).codes == [.unknownField])
    #expect(try read(file(order(lines: line + "<L xmlns='urn:b'/>"))).codes == [.unknownField])
    var lenient = shape
    lenient.unknownElements = .ignore
    #expect(try read(file(order(lines: line, head: "<lines>\(line)</lines>")), profile(lenient)).said == [])
    #expect(
      try read(file(order(lines: line, head: "<l>x</l>")), profile(shape, [FieldRule("order_comment", .paths(["l"], joint: ""))])).said
        == [])
  }

  @Test func `a currency is three capital letters`() throws {
    let found = try read(file(order().replacing("<Cur>EUR<", with: "<Cur>50<")))
    #expect(
      found.said == [
        "o.xml:2:45: currency (ancestor::Order/Cur) \"50\" is not a currency; expected three capital letters, for example EUR (profile acme)"
      ])
    let canonical = try ReadFile(
      "<orders xmlns='urn:ferry:1'><order><items><item><pricing><currency>euro</currency></pricing></item></items></order></orders>",
      named: "o.xml", as: .orders)
    #expect(canonical.said.contains { $0.contains("\"euro\" is not a currency; expected three capital letters, for example EUR") })
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
