import Contracts
import Documents
import Testing
import Translation

/// Files of the kinds that ask for something, to documents.
@Suite struct SafeKindReadingTests {
  private static let safe = Kind.allCases.filter { !$0.isUnsafe }

  private func header(_ kind: Kind, without column: String) -> String {
    let needed = kind.layout.fields.filter { kind.layout.isAlwaysRequired($0) || $0.column == "part_number" }.map(\.column)
    return (needed.filter { $0 != column } + ["request_number"]).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      .filter { $0 != column }.joined(separator: ";") + "\n"
  }

  @Test(arguments: safe) func `a required column may be absent only where a default supplies it`(kind: Kind) throws {
    let required = kind.layout.fields.filter(kind.layout.isAlwaysRequired)
    for field in required {
      let file = try ReadFile(header(kind, without: field.column), named: "\(kind.rawValue).csv", as: kind)
      #expect(
        file.said == [
          "\(kind.rawValue).csv:1: required column \(field.column) is missing; expected \(field.content.expectation): add the column, or a default in the settings"
        ])
      let supplied = Handling(defaults: [field.column: "1"])
      #expect(try ReadFile(header(kind, without: field.column), named: "a.csv", as: kind, supplied).said == [])
    }
  }

  @Test func `what is required of each kind`() {
    let required = Self.safe.map { kind in kind.layout.fields.filter(kind.layout.isAlwaysRequired).map(\.column).joined(separator: " ") }
    #expect(
      required == [
        "line", "line quantity force_primary_warehouse", "request_number ship_type quantity net_price currency", "external_order_id",
        "external_return_id", "line product_reference quantity ship_to", "country", "country order_number",
        "country order_number item_number",
      ])
  }

  @Test func `a dot or two are no segment of an address`() throws {
    var count = 0
    for kind in Self.safe {
      for field in kind.layout.fields where field.content == .segment {
        count += 1
        let others = kind.layout.fields.filter { kind.layout.isAlwaysRequired($0) && $0 != field }
        for dots in [".", ".."] {
          let rows = [[field.column] + others.map(\.column), [dots] + others.map { _ in "1" }]
          let csv = rows.map { $0.joined(separator: ";") + "\n" }.joined()
          #expect(
            try ReadFile(csv, named: "a.csv", as: kind).said == [
              "a.csv:2:1: \(field.column) \"\(dots)\" cannot stand in an address; expected an identifier, not a dot or two"
            ])
        }
        let xml = FieldDescription(kind).template(.xml)
        let dotted = xml.replacing(">\(field.column)<", with: "> .. <")
        #expect(
          try ReadFile(dotted, named: "a.xml", as: kind).findings.joined().map(\.message) == [
            "\(field.path) \"..\" cannot stand in an address; expected an identifier, not a dot or two"
          ])
        for harmless in ["...", "..x", "x..", "../x"] {
          #expect(try ReadFile(xml.replacing(">\(field.column)<", with: ">\(harmless)<"), named: "a.xml", as: kind).said == [])
        }
      }
    }
    #expect(count == 10)
  }

  // MARK: requests that stand for themselves

  @Test func `each row is a request, even with the number of the row before`() throws {
    let file = try ReadFile(
      "request_number;country;order_number;item_number\nR1;FR;1;\nR1;FR;1;\n;FR;2;000010\n", named: "se-order.csv", as: .seOrder)
    #expect(file.said == [])
    #expect(file.documents.map(\.name) == ["R1", "R1", "2"])
    #expect(file.documents.map(\.ordinal) == [0, 1, 2])
    #expect(file.documents.map { $0.entries[0].line } == [2, 3, 4])
    var planner = SearchPlanner(kind: .seOrder, handling: Handling(targets: .init(schneider: "se")))
    let items = file.documents.flatMap { planner.items(of: $0) }
    #expect(
      items.map { PlannedCall.asking([$0]).path.split(separator: "/").suffix(2).joined(separator: "/") } == ["FR/1", "FR/1", "2/000010"])
    #expect(items.lots == [[0], [1], [2]])
    #expect(items.map(\.line) == ["", "", ""])
  }

  @Test func `blank lines and rows of separators alone are passed over, a row of empty quotes is a request that lacks everything`() throws {
    let file = try ReadFile("external_order_id;external_order_date\n\nA;\n;\n\"\";\nB;d\n\n", named: "order-status.csv", as: .orderStatus)
    #expect(file.documents.map(\.name) == ["A", "", "B"])
    #expect(file.said == ["order-status.csv:5: required external_order_id is missing; expected an identifier, not a dot or two"])
  }

  @Test func `a request without a date is asked without one, and the date is verbatim`() throws {
    let file = try ReadFile("external_return_id,external_return_date\nA/1,\nB,16/01/18 é\n", named: "return-status.csv", as: .returnStatus)
    var planner = SearchPlanner(kind: .returnStatus, handling: Handling())
    let calls = file.documents.flatMap { planner.items(of: $0) }.map { PlannedCall.asking([$0]) }
    #expect(calls.map(\.requestLine) == ["GET /returns/A%2F1", "GET /returns/B?externalReturnDate=16%2F01%2F18%20%C3%A9"])
  }

  @Test func `a line without a number is counted in XML, and required in CSV`() throws {
    let request = "<request><productReference>A</productReference><quantity>1</quantity><shipTo>7</shipTo></request>"
    let file = try ReadFile(
      "<se-availability xmlns='urn:ferry:1'>\(request)\(request)</se-availability>", named: "a.xml", as: .seAvailability)
    #expect(file.said == [])
    var planner = SearchPlanner(kind: .seAvailability, handling: Handling(targets: .init(schneider: "se")))
    #expect(file.documents.flatMap { planner.items(of: $0) }.map(\.line) == ["1", "2"])
    let csv = try ReadFile("line;product_reference;quantity;ship_to\n;A;1;7\n", named: "a.csv", as: .seAvailability)
    #expect(csv.said == ["a.csv:2: required line is missing; expected text"])
  }

  // MARK: pre-checkout

  private func cart(_ rows: String...) throws -> ReadFile {
    let header = "request_number;ship_type;ship_city;line;part_number;quantity;net_price;currency;fee_label;fee_price"
    return try ReadFile(([header] + rows).map { $0 + "\n" }.joined(), named: "precheckout.csv", as: .preCheckout)
  }

  private func body(_ file: ReadFile) throws -> JSONValue {
    try #require(file.said == [], "\(file.said)")
    var planner = SearchPlanner(kind: .preCheckout, handling: Handling())
    return try JSONReader.read(PlannedCall.asking(planner.items(of: file.documents[0])).body)
  }

  @Test func `a further ship_type adds an address, an equal repeat counts once`() throws {
    let file = try cart("C;COUNTER;Paris;1;P;1;2;EUR;eco;1", "C;USER;Lyon;1;;;;;tax;2", "C;USER;Lyon;2;Q;1;3;EUR;;", "C;LOCKER;;;;;;;;")
    #expect(
      try body(file)["shipping"]?.elements?.map { [$0["type"]?.text, $0["address"]?["city"]?.text] } == [
        ["COUNTER", "Paris"], ["USER", "Lyon"], ["LOCKER", nil],
      ])
    #expect(try body(file)["cartLines"]?.elements?.map { $0["pricing"]?["fees"]?.elements?.count } == [2, nil])
    #expect(try body(file)["cartLines"]?.elements?[0]["index"] == nil)
    #expect(try body(file)["request_number"] == nil)
    var planner = SearchPlanner(kind: .preCheckout, handling: Handling())
    let items = planner.items(of: file.documents[0])
    #expect(items.map(\.document) == ["C"])
    #expect(items.map(\.line) == [""])
    #expect(items[0].lines.map(\.number) == ["1", "2"])
    #expect(items[0].lines.map(\.sourceLine) == [2, 4])
  }

  @Test func `an unequal repeat of a ship_type is a finding`() throws {
    #expect(
      try cart("C;USER;Paris;1;P;1;2;EUR;;", "C;USER;Lyon;2;Q;1;2;EUR;;").said == [
        "precheckout.csv:3:8: ship_city \"Lyon\" differs from \"Paris\" on line 2 for the same ship_type; expected another ship_type, or an equal row"
      ])
    let sample = try Sample("precheckout/seed-example").text("in.xml")
    #expect(
      try ReadFile(sample.replacing("COUNTER", with: "USER"), named: "a.xml", as: .preCheckout).findings.joined().map(\.message) == [
        "shipping/type \"USER\" stands twice; expected each once: remove one, or add up the quantities"
      ])
  }

  @Test func `a ship_type from the settings stands where the file has none, and counts as a key`() throws {
    let handling = Handling(defaults: ["ship_type": "COUNTER"])
    let file = try ReadFile(
      "request_number;part_number;quantity;net_price;currency\nC;P;1;2;EUR\n", named: "precheckout.csv", as: .preCheckout, handling)
    #expect(file.said == [])
    var planner = SearchPlanner(kind: .preCheckout, handling: handling)
    let body = try JSONReader.read(PlannedCall.asking(planner.items(of: file.documents[0])).body)
    #expect(body["shipping"] == .array([.object([.init("type", .string("COUNTER")), .init("address", .object([]))])]))
    let rows =
      "request_number;ship_type;ship_city;line;part_number;quantity;net_price;currency\nC;COUNTER;Paris;1;P;1;2;EUR\nC;;Lyon;2;P;1;2;EUR\n"
    #expect(
      try ReadFile(rows, named: "a.csv", as: .preCheckout, handling).said == [
        "a.csv:3:4: ship_city \"Lyon\" differs from \"Paris\" on line 2 for the same ship_type; expected another ship_type, or an equal row"
      ])
  }

  @Test func `lines without a number are a line for each row, and are counted`() throws {
    let csv = "request_number;ship_type;part_number;quantity;net_price;currency\nC;USER;P;1;2;EUR\nC;USER;P;1;2;EUR\nC;LOCKER;;;;\n"
    let file = try ReadFile(csv, named: "precheckout.csv", as: .preCheckout)
    #expect(try body(file)["cartLines"]?.elements?.count == 2)
    #expect(LineNotes(of: file.documents[0]).lines.map { [$0.number, String($0.sourceLine)] } == [["1", "2"], ["2", "3"]])
    let sample = try Sample("precheckout/seed-example").text("in.xml")
    #expect(LineNotes(of: try ReadFile(sample, named: "a.xml", as: .preCheckout).documents[0]).lines.map(\.number) == ["1"])
  }

  @Test func `kromeda is whole or not there, and no part by itself`() throws {
    let header =
      "request_number;ship_type;line;part_number;kromeda_part_number;kromeda_manufacturer_id;kromeda_manufacturer_label;quantity;net_price;currency\n"
    func said(_ row: String) throws -> [String] {
      try ReadFile(header + "C;USER;1;\(row);1;2;EUR\n", named: "a.csv", as: .preCheckout).said
    }
    #expect(try said("P;;;") == [])
    #expect(try said("P;16783;059;FEBI") == [])
    #expect(try said("P;;;FEBI").count == 2)
    #expect(
      try said("P;16783;;") == [
        "a.csv:2: required kromeda_manufacturer_id is missing (it is required beside kromeda_part_number); expected text"
      ])
    #expect(
      try said(";16783;059;").map { $0.hasPrefix("a.csv:2: the line names no part; expected part_number, or tecdoc_part_number with") } == [
        true
      ])
  }

  @Test func `a request without its number, or without lines, is a finding`() throws {
    let sample = try Sample("precheckout/seed-example").text("in.xml")
    #expect(
      try ReadFile(sample.replacing(" number=\"C-1\"", with: ""), named: "a.xml", as: .preCheckout).findings.joined().map(\.message) == [
        "required @number is missing; expected text"
      ])
    let start = try #require(sample.firstRange(of: "<cartLine>"))
    let end = try #require(sample.firstRange(of: "</cartLine>"))
    #expect(
      try ReadFile(String(sample[..<start.lowerBound] + sample[end.upperBound...]), named: "a.xml", as: .preCheckout).codes == [.noLines])
  }
}
