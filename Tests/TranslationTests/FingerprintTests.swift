import Contracts
import Documents
import Testing
import Translation

/// What counts as the same content, and what follows from it: duplicates, conflicts, the key of a repeated call.
@Suite struct FingerprintTests {
  private let handling = Handling(defaults: ["currency": "EUR"])

  private func plan(_ document: Document, _ handling: Handling? = nil) throws -> DocumentPlan {
    var planner = DocumentPlanner(kind: document.layout.kind, handling: handling ?? self.handling)
    let fingerprint = planner.fingerprint(of: document)
    let plan = planner.plan(document, fingerprint: fingerprint)
    return try #require(plan)
  }

  private func order(_ text: String) throws -> Document {
    let file = try ReadFile(text, named: text.first == "<" ? "orders.xml" : "orders.csv", as: .orders, handling)
    try #require(file.said == [], "\(file.said)")
    return try #require(file.documents.first)
  }

  private static let csv = """
    order_number;ship_type;operator_email;operator_first_name;operator_last_name;line;urgent;part_number;net_price;warehouse_id;quantity
    O1;USER;a@b.c;A;B;1;true;P;12.50;68;3
    O1;USER;a@b.c;A;B;2;false;Q;0;68;1

    """

  @Test func `layout, order of columns and number format do not count`() throws {
    let print = try plan(order(Self.csv)).fingerprint
    let same = """
      quantity,urgent,operator_last_name,line,part_number,warehouse_id,net_price,order_number,operator_email,operator_first_name,ship_type
      03,1,B,1,P,68,12.5,O1,a@b.c,A,USER
      1,0,,2,Q,68,0.00,,,,

      """
    #expect(try plan(order(same)).fingerprint == print)
    #expect(try plan(order(Self.csv.replacing(";0;", with: ";-0.0;"))).fingerprint == print)
    let item = { (index: Int, urgent: String, part: String, price: String, quantity: Int) in
      "<item><index>\(index)</index><isUrgent>\(urgent)</isUrgent><part><identifier><external><partNumber>\(part)</partNumber></external></identifier></part><pricing><netPrice>\(price)</netPrice></pricing><warehouses><warehouse><externalId>68</externalId><orderedQuantity>\(quantity)</orderedQuantity></warehouse></warehouses></item>"
    }
    let xml =
      "<orders xmlns='urn:ferry:1'><order><operator><email>a@b.c</email><firstName>A</firstName><lastName>B</lastName></operator><items>"
      + item(1, "true", "P", "12.50", 3) + item(2, "false", "Q", "0", 1)
      + "</items><shipping><type>USER</type></shipping><orderNumber>O1</orderNumber></order></orders>"
    #expect(try plan(order(xml)).fingerprint == print)
    #expect(try plan(order(xml.replacing("<index>1</index>", with: "").replacing("<index>2</index>", with: ""))).fingerprint == print)
  }

  @Test(arguments: [
    ("O1;", "O9;"), ("USER", "COUNTER"), ("a@b.c", "a@b.d"), (";1;true", ";9;true"), ("true;P", "false;P"), (";P;", ";R;"),
    ("12.50", "12.51"), ("12.50", "1.250"), ("12.50;68", "12.50;24"), (";3\n", ";4\n"), (";3\n", ";30\n"),
  ])
  func `any field that differs makes another content`(before: String, after: String) throws {
    #expect(try plan(order(Self.csv.replacing(before, with: after))).fingerprint != plan(order(Self.csv)).fingerprint)
  }

  @Test func `every field of every kind counts`() throws {
    for kind in Kind.allCases {
      var prints: Set<Fingerprint> = []
      var content = CanonicalContent(layout: kind.layout)
      for index in kind.layout.fields.indices {
        var document = Document(layout: kind.layout)
        document.begin(ordinal: 0, line: 2)
        var chain = [kind.layout.place(of: index).section]
        while let owner = kind.layout.sections[chain[0]].owner, owner > 0 { chain.insert(owner, at: 0) }
        let entry = chain.reduce(0) { $1 == 0 ? $0 : document.append(section: $1, to: $0, line: 2) }
        Array("1".utf8).withUnsafeBufferPointer { document.set(entry, kind.layout.place(of: index).slot, to: $0, line: 2, column: 1) }
        prints.insert(content.fingerprint(of: document))
      }
      #expect(prints.count == kind.layout.fields.count)
    }
  }

  @Test func `the order of lines counts, and where one value ends and the next begins`() throws {
    let lines = Self.csv.split(separator: "\n")
    let turned = [lines[0], lines[2], lines[1]].joined(separator: "\n") + "\n"
    #expect(try plan(order(turned)).fingerprint != plan(order(Self.csv)).fingerprint)
    #expect(
      try plan(order(Self.csv.replacing("A;B", with: "AB;x"))).fingerprint
        != plan(order(Self.csv.replacing("A;B", with: "A;Bx"))).fingerprint)
  }

  @Test func `defaults and the prefix do not count`() throws {
    let document = try order(Self.csv)
    let other = try plan(document, Handling(defaults: ["currency": "USD", "order_comment": "x"], orderNumberPrefix: "A-"))
    #expect(try plan(document).fingerprint == other.fingerprint)
    #expect(try plan(document).call.indices == other.call.indices)
    #expect(try JSONReader.read(other.call.body)["orderNumber"]?.text == "A-O1")
    #expect(other.key.number == "O1")
  }

  @Test func `an index and a key are the same in each run, and the key changes with the content`() throws {
    let one = try plan(order(Self.csv))
    let again = try plan(order(Self.csv))
    let corrected = try plan(order(Self.csv.replacing("12.50", with: "13")))
    #expect(one == again)
    #expect(one.call.indices == corrected.call.indices)
    #expect(one.call.idempotencyKey != corrected.call.idempotencyKey)
    // Computed with Python's hashlib from the rules. Whoever changes them breaks every resend that is under way.
    #expect(one.fingerprint.hex == "7b3ce9cd11a9491b99684bcdb7daf2f7bfa2b7397227aee78148a7f5d406f458")
    #expect(one.call.indices == ["cbf6dc7a-a6bf-5ca6-81c9-3a07ded9a83e", "4c6ed5f5-d43d-589b-a60a-c2efa1ea257d"])
    #expect(one.call.idempotencyKey == "2b327913-a607-543c-b432-cf1a71d13dd2")
  }

  @Test func `target, partner, kind, number and line make an index`() throws {
    func index(_ handling: Handling, number: String = "O1", line: String = "1") throws -> String {
      try plan(order(Self.csv.replacing("O1;", with: number + ";").replacing(";1;true", with: ";\(line);true")), handling).call.indices[0]
    }
    let currency = ["currency": "EUR"]
    let all = try [
      index(handling), index(Handling(partner: "acme", defaults: currency)),
      index(Handling(targets: .init(erp: "erp2"), defaults: currency)),
      index(handling, number: "O2"), index(handling, line: "3"),
    ]
    #expect(Set(all).count == all.count)
  }

  @Test func `search lines without a number are told apart by content and position`() throws {
    let file = try ReadFile("line;part_number\n1;P\n1;P\n1;Q\n", named: "availability.csv", as: .availability)
    var planner = SearchPlanner(kind: .availability, handling: Handling())
    let first = file.documents.flatMap { PlannedCall.asking(planner.items(of: $0)).indices }
    let second = file.documents.flatMap { PlannedCall.asking(planner.items(of: $0)).indices }
    #expect(Set(first).count == 3)
    #expect(first == second)
  }
}
