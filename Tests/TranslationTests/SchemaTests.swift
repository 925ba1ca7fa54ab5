import CLibXML2
import Documents
import Formats
import Testing
import Translation

/// A compiled XSD.
private final class Schema {
  private let schema: xmlSchemaPtr

  init(_ text: String) throws {
    let bytes = Array(text.utf8)
    let parsed = bytes.withUnsafeBytes { bytes -> xmlSchemaPtr? in
      let context = xmlSchemaNewMemParserCtxt(bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
      defer { xmlSchemaFreeParserCtxt(context) }
      return xmlSchemaParse(context)
    }
    schema = try #require(parsed)
  }

  deinit { xmlSchemaFree(schema) }

  func accepts(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBytes { bytes in
      let options = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue)
      let document = xmlReadMemory(bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), "a.xml", nil, options)
      guard let document else { return false }
      defer { xmlFreeDoc(document) }
      let context = xmlSchemaNewValidCtxt(schema)
      defer { xmlSchemaFreeValidCtxt(context) }
      ferry_xml_silence_thread()
      return xmlSchemaValidateDoc(context, document) == 0
    }
  }
}

/// The published schema and the field table accept and refuse the same files.
@Suite struct SchemaTests {
  private static let values = [
    " ", "x", " 7 ", "0", "007", "-1", "1.5", "1.", "1e3", "1234567890", String(repeating: "9", count: 31), "true", "2026-02-28",
    "2026-02-30",
    "damaged",
  ]

  private static func changes(_ tree: XMLTree) -> [(String, [XMLTree])] {
    guard case .element(let name, let attributes, let children) = tree else { return [] }
    func element(_ name: String = name, _ attributes: String = attributes, _ children: [XMLTree] = children) -> XMLTree {
      .element(name: name, attributes: attributes, children: children)
    }
    var changes: [(String, [XMLTree])] = [
      ("without", []), ("twice", [tree, tree]), ("renamed", [element(name + "x")]), ("emptied", [element(name, attributes, [])]),
      ("attribute", [element(name, " unit=\"pc\"")]),
    ]
    if tree.isLeaf {
      changes += values.map { ("\"\($0)\" in", [element(name, attributes, [.text($0)])]) }
    } else {
      changes += [
        ("capital", [element(name.uppercased())]), ("number", [element(name, " number=\"7\"")]),
        ("empty number", [element(name, " number=\" \"")]), ("without attributes", [element(name, "")]),
        ("nil", [element(name, " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"")]),
        ("other namespace", [element(name, " xmlns=\"urn:other\"")]), ("no namespace", [element(name, " xmlns=\"\"")]),
        ("child", [element(name, attributes, children + [.element(name: "unknown", attributes: "", children: [])])]),
        ("text behind", [tree, .text("text")]), ("text in", [element(name, attributes, [.text("text")] + children)]),
      ]
    }
    return changes
  }

  private func isAccepted(_ text: String, _ kind: Kind, _ handling: Handling) throws -> Bool {
    try ReadFile(text, named: "\(kind.rawValue).xml", as: kind, handling).said.isEmpty
  }

  private func compare(_ kind: Kind, defaults: [String: String], _ trees: [XMLTree]) throws -> (accepted: Int, refused: Int) {
    var writer = SchemaWriter(kind: kind, defaults: Set(defaults.keys))
    let schema = try Schema(writer.write())
    var counts = (accepted: 0, refused: 0)
    for tree in trees {
      #expect(try isAccepted(tree.text, kind, Handling(defaults: defaults)))
      for (name, variant) in tree.variants("", Self.changes) + [("whole", tree)] {
        let text = variant.text
        let bySchema = schema.accepts(text)
        let byTable = try isAccepted(text, kind, Handling(defaults: defaults))
        #expect(bySchema == byTable, "\(kind) \(name): the schema says \(bySchema), the table \(byTable)")
        if byTable { counts.accepted += 1 } else { counts.refused += 1 }
      }
    }
    return counts
  }

  @Test(arguments: Kind.allCases)
  func `schema and field table accept and refuse the same files`(kind: Kind) throws {
    let sample = try XMLTree.read(Sample("\(kind.rawValue)/seed-example").bytes("in.xml"))
    let template = try XMLTree.read(Array(FieldDescription(kind).template(.xml).utf8))
    let counts = try compare(kind, defaults: kind == .orders ? ["currency": "EUR"] : [:], [sample, template])
    #expect(counts.accepted > (kind.layout.isSingle ? 20 : 100))
    #expect(counts.refused > (kind.layout.isSingle ? 30 : 200))
  }

  @Test func `a list that simply repeats may stand before and behind what is beside it, and be absent where defaults make one`() throws {
    func shipping(_ type: String) -> String { "<shipping>\(type.isEmpty ? "" : "<type>\(type)</type>")<address/></shipping>" }
    let lines = """
      <cartLines><cartLine><part><identifier><external><partNumber>P</partNumber></external></identifier></part>\
      <requestedQuantity>1</requestedQuantity><pricing><netPrice>1</netPrice><currency>EUR</currency></pricing></cartLine></cartLines>
      """
    let (a, b, c) = (shipping("A"), shipping("B"), shipping("C"))
    let contents = [
      a + lines, lines + a, a + b + lines, a + lines + b + c, lines + a + b + c, lines, "", a, a + lines + a, lines + a + a, a + a + lines,
      a + lines + lines, lines + a + lines, shipping("") + lines, lines + shipping(""), a + lines + shipping(""),
    ]
    for (defaults, count) in [([:], 5), (["ship_type": "D"], 9)] {
      var writer = SchemaWriter(kind: .preCheckout, defaults: Set(defaults.keys))
      let schema = try Schema(writer.write())
      let accepted = try contents.map { content in
        let text = "<precheckout xmlns=\"urn:ferry:1\"><request number=\"1\">\(content)</request></precheckout>"
        let byTable = try isAccepted(text, .preCheckout, Handling(defaults: defaults))
        #expect(schema.accepts(text) == byTable, "\(content) \(defaults)")
        return byTable
      }
      #expect(accepted.count { $0 } == count)
    }
  }

  @Test func `a part's identifiers stand in any order, and kromeda alone is none`() throws {
    let identifiers = [
      "external": "<external><partNumber>P</partNumber></external>",
      "tecdoc": "<tecdoc><partNumber>T</partNumber><manufacturerId>0013</manufacturerId></tecdoc>",
      "kromeda":
        "<kromeda><partNumber>K</partNumber><manufacturerId>059</manufacturerId><manufacturerLabel>F</manufacturerLabel></kromeda>",
    ]
    var writer = SchemaWriter(kind: .preCheckout)
    let schema = try Schema(writer.write())
    let sample = try Sample("precheckout/seed-example").text("in.xml")
    let start = try #require(sample.firstRange(of: "<identifier>"))
    let end = try #require(sample.firstRange(of: "</identifier>"))
    var accepted = 0
    for count in 0...3 {
      for order in arrangements(of: ["external", "tecdoc", "kromeda"], count) {
        let content = order.compactMap { identifiers[$0] }.joined()
        let text = sample[..<start.upperBound] + content + sample[end.lowerBound...]
        let byTable = try isAccepted(String(text), .preCheckout, Handling())
        #expect(schema.accepts(String(text)) == byTable, "\(order)")
        #expect(byTable == (order.contains("external") || order.contains("tecdoc")))
        if byTable { accepted += 1 }
      }
    }
    #expect(accepted == 14)
  }

  /// Of so many of them, each once, in every order.
  private func arrangements(of names: [String], _ count: Int) -> [[String]] {
    count == 0 ? [[]] : names.flatMap { name in arrangements(of: names.filter { $0 != name }, count - 1).map { [name] + $0 } }
  }

  @Test func `with defaults too`() throws {
    let template = try XMLTree.read(Array(FieldDescription(.orders).template(.xml).utf8))
    let defaults = [
      "ship_type": "COUNTER", "operator_email": "a@b.c", "operator_first_name": "A", "operator_last_name": "B", "warehouse_id": "68",
      "quantity": "1", "urgent": "0", "currency": "EUR", "net_price": "1", "customer_vat_id": "V",
    ]
    #expect(try compare(.orders, defaults: defaults, [template]).refused > 300)
  }
}
