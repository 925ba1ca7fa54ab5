import Documents
import FoundationEssentials
import SystemPackage
import Testing
import Translation

@testable import ferry

/// What a profile file means: its values, what it extends, what it says of the partner's handling.
@Suite struct ProfileTests {
  private static let erp = "erp: { base_url: \"https://x\", token: { bearer: \"env:B\" } }\n"
  private static let second = "targets: { second: { base_url: \"https://y\", token: { bearer: \"env:B\" } } }\n"
  private static let lines = "kind: availability\nformat: csv\nfields: { line: Pos, part_number: Art }\n"

  /// The settings of partners, and files beside them.
  private func load(_ settings: String, _ files: [String: String] = [:]) throws -> Settings {
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.write(name, text) }
    return try Settings.load(file: try folder.write("ferry.yaml", Self.erp + settings).string, environment: ["B": "t"])
  }

  private func handling(_ settings: String, _ files: [String: String] = [:]) throws -> Handling {
    try #require(load(settings, files).partners["acme"]?.handling)
  }

  private func profile(_ text: String, _ files: [String: String] = [:]) throws -> Profile {
    let files = files.merging(["profiles/p.yaml": text]) { $1 }
    return try #require(handling("partners: { acme: { profile: profiles/p.yaml } }", files).profiles.first)
  }

  private static let whole = """
    kind: orders
    files: ["ACME_*.csv"]
    format: csv
    encoding: Windows_1252
    csv: { separator: ";", quote: "'", header: true, unknown_columns: ignore, records: { H: document, L: line, T: trailer, X: ignored } }
    numbers: { decimal: ",", thousands: ".", trailing_minus: true }
    dates: [DD.MM.YYYY, YYYYMMDD]
    booleans: { true: [J, X], false: [N, ""] }
    fields:
      order_number: Bestellnr
      line: Pos
      urgent: { from: Versandart, table: { EXP: true, STD: false }, otherwise: false }
      part_number: { from: Artikel, strip: "-. ", pad: { to: 8, with: "0" }, table: articles.csv, otherwise: keep }
      net_price: { per: Preiseinheit, from: Preis, decimal: ".", thousands: "" }
      order_comment: { from: [Text1, Text2], join: "/" }
      operator_first_name: { take: first, split: " ", from: Besteller }
      operator_last_name: { from: Besteller, split: " ", take: 2 }
      ship_type: { value: COUNTER }
      quantity: "3"
    defaults: { currency: EUR, warehouse_id: 68, operator: { email: edi@example.com } }
    completeness: { trailer: { lines: 2, documents: 3, quantity: 4 }, final_line_end: true }
    limits: { quantity: 1000, lines: 500, document_value: 100000.50, equal_rows: allow }
    answer:
      format: csv
      encoding: windows-1252
      separator: tab
      header: false
      line_end: crlf
      decimal: ","
      date: DD.MM.YYYY
      file: "{stem}_ANTWORT.csv"
      marker: ok
      columns:
        - { name: Status, from: status, table: { accepted: OK } }
        - { name: BestellNr, from: document }
        - { name: Quelle, value: FERRY }

    """

  private static let expected = Profile(
    name: "p", kind: .orders, files: ["ACME_*.csv"],
    source: .csv(
      CSVShape(
        encoding: "windows-1252", separator: ";", quote: "'", hasHeader: true,
        records: [.init("H", .document), .init("L", .line), .init("T", .trailer), .init("X", .ignored)], ignoresUnknownColumns: true)),
    fields: [
      FieldRule("order_number", .cells([.named("Bestellnr")], joint: ""), line: 10),
      FieldRule("line", .cells([.named("Pos")], joint: ""), line: 11),
      FieldRule(
        "urgent", .cells([.named("Versandart")], joint: " "),
        steps: [.table(ValueTable(["EXP": "true", "STD": "false"], otherwise: .value("false")))], line: 12),
      FieldRule(
        "part_number", .cells([.named("Artikel")], joint: " "),
        steps: [
          .strip("-. "), .pad(length: 8, with: "0"), .table(ValueTable(["00004711": "W 712/75", "00000002": ""], otherwise: .keep)),
        ], line: 13),
      FieldRule(
        "net_price", .cells([.named("Preis")], joint: " "), steps: [.per(.cells([.named("Preiseinheit")], joint: ""))],
        style: ValueStyle(
          decimalMark: ".", thousandsMark: "", allowsTrailingMinus: true, dates: ["DD.MM.YYYY", "YYYYMMDD"], truths: ["J", "X"],
          falsehoods: ["N", ""]),
        line: 14),
      FieldRule("order_comment", .cells([.named("Text1"), .named("Text2")], joint: "/"), line: 15),
      FieldRule(
        "operator_first_name", .cells([.named("Besteller")], joint: " "), steps: [.part(.first, separator: " ")], line: 16),
      FieldRule(
        "operator_last_name", .cells([.named("Besteller")], joint: " "), steps: [.part(.number(2), separator: " ")], line: 17),
      FieldRule("ship_type", .constant("COUNTER"), line: 18),
      FieldRule("quantity", .cells([.named("3")], joint: ""), line: 19),
    ],
    style: ValueStyle(
      decimalMark: ",", thousandsMark: ".", allowsTrailingMinus: true, dates: ["DD.MM.YYYY", "YYYYMMDD"], truths: ["J", "X"],
      falsehoods: ["N", ""]),
    completeness: Completeness(
      trailerLines: 2, trailerDocuments: 3, trailerQuantity: 4, finalLineEnd: true),
    plausibility: Plausibility(quantity: 1000, lines: 500, documentValue: "100000.50", refusesEqualRows: false),
    answer: AnswerStyle(
      form: .csv, encoding: "windows-1252", separator: "\t", hasHeader: false, endsWithCRLF: true, decimalMark: ",", date: "DD.MM.YYYY",
      columns: [
        .init("Status", from: "status", table: ["accepted": "OK"]), .init("BestellNr", from: "document"),
        .init("Quelle", constant: "FERRY"),
      ], fileName: "{stem}_ANTWORT.csv", marker: ".ok"))

  @Test func `every key of a CSV profile means what the manual says`() throws {
    let found = try profile(Self.whole, ["profiles/articles.csv": "theirs;ours\n00004711;W 712/75\n00000002;\n"])
    #expect(found == Self.expected)
  }

  @Test func `every key of an XML profile means what the manual says`() throws {
    let found = try profile(
      """
      kind: availability
      format: xml
      xml:
        document: /Order
        line: OrderLine/LineItem
        namespaces: { cbc: "urn:b" }
        ignore_namespaces: true
        only_if: [ { test: "MESTYP = 'ORDERS'", otherwise: "no order" }, { test: a } ]
      fields: { part_number: { from: [cbc:ID, cbc:Name], per: cbc:Base } }
      """)
    let source = XMLShape(
      document: "/Order", namespaces: ["cbc": "urn:b"], ignoresNamespaces: true, line: "OrderLine/LineItem",
      conditions: [.init(test: "MESTYP = 'ORDERS'", otherwise: "no order"), .init(test: "a")])
    let rule = FieldRule(
      "part_number", .paths(["cbc:ID", "cbc:Name"], joint: " "), steps: [.per(.paths(["cbc:Base"], joint: ""))], line: 9)
    #expect(found == Profile(name: "p", kind: .availability, source: .xml(source), fields: [rule]))
  }

  @Test func `positions are plain numbers`() throws {
    let found = try profile(
      "kind: availability\nformat: csv\ncsv: { header: false, records: { L: line } }\n"
        + "fields: { line: 2, part_number: { from: [3, 4], record: L } }\n")
    #expect(
      found.fields == [
        FieldRule("line", .cells([.at(2, record: nil)], joint: ""), line: 4),
        FieldRule("part_number", .cells([.at(3, record: "L"), .at(4, record: "L")], joint: " "), line: 4),
      ])
  }

  @Test func `a profile comes back from the ledger as it was admitted`() throws {
    let handling = Handling(partner: "acme", profiles: [Self.expected])
    let bytes = try JSONEncoder().encode(handling)
    #expect(try JSONDecoder().decode(Handling.self, from: bytes) == handling)
  }

  // MARK: extending

  @Test func `what a profile says goes before what it extends, key by key`() throws {
    let base = try #require(handling("partners: { acme: { profile: csv-pipe } }").profiles.first)
    let found = try profile(
      "extends: csv-pipe\nfiles: [R*.txt]\ncsv: { unknown_columns: ignore }\nfields: { quantity: ANZ, comment: ~, external_order_id: EXT }\n"
    )
    #expect(found.name == "p")
    #expect(found.files == ["R*.txt"])
    #expect(found.source == .csv(CSVShape(separator: "|", quote: "", ignoresUnknownColumns: true)))
    #expect(found.style == base.style)
    #expect(found.columns == base.columns.subtracting(["comment"]).union(["external_order_id"]))
    #expect(found.fields.first { $0.column == "quantity" } == FieldRule("quantity", .cells([.named("ANZ")], joint: ""), line: 4))
    #expect(found.fields.first { $0.column == "reason" } == base.fields.first { $0.column == "reason" })
  }

  // MARK: handling

  @Test func `the partner goes before its profile, and the profile before the settings of all`() throws {
    let said = "policy: all-or-nothing\ntarget: second\nplan_step: { orders: incomplete }\ndefaults: { currency: CHF, urgent: true }\n"
    let settings = "policy: partial\ndefaults: { currency: EUR, vat: 0.2 }\n" + Self.second
    let files = ["p.yaml": Self.lines + said]
    let bare = try handling(settings + "partners: { acme: { profile: p.yaml } }", files)
    #expect(bare.policy == .allOrNothing)
    #expect(bare.targets.erp == "second")
    #expect(bare.planStep.isOn)
    #expect(bare.defaults == ["currency": "CHF", "urgent": "true", "vat": "0.2"])
    let own = try handling(
      settings
        + "partners: { acme: { profile: p.yaml, policy: partial, target: erp, plan_step: { orders: never }, defaults: { currency: USD } } }",
      files)
    #expect(own.policy == .partial)
    #expect(own.targets.erp == "erp")
    #expect(!own.planStep.isOn)
    #expect(own.defaults == ["currency": "USD", "urgent": "true", "vat": "0.2"])
  }

  @Test func `several profiles stand in their order, and other files stay canonical`() throws {
    let found = try handling(
      "partners: { acme: { profiles: [a.yaml, b.yaml] } }",
      ["a.yaml": Self.lines + "files: [\"A*\"]\n", "b.yaml": Self.lines + "files: [\"B*\", \"*.txt\"]\n"])
    #expect(found.profile(ofFile: "a-1.csv")?.name == "a")
    #expect(found.profile(ofFile: "a.txt")?.name == "a")
    #expect(found.profile(ofFile: "x.txt")?.name == "b")
    #expect(found.profile(ofFile: "orders.csv") == nil)
  }

  @Test func `files in the inbox itself have the profile of the partner default`() throws {
    let settings = try load("partners: { default: { profile: csv-pipe } }")
    #expect(settings.partners["default"]?.handling.profiles.map(\.name) == ["csv-pipe"])
    #expect(settings.partners.count == 1)
  }

  @Test func `no variable of the environment goes before a profile`() throws {
    let folder = try TemporaryFolder()
    try folder.write("p.yaml", Self.lines + "policy: all-or-nothing\n")
    let file = try folder.write("ferry.yaml", Self.erp + "partners: { acme: { profile: p.yaml } }")
    let settings = try Settings.load(file: file.string, environment: ["B": "t", "FERRY_POLICY": "partial", "FERRY_KIND": "returns"])
    #expect(settings.partners["acme"]?.handling.policy == .allOrNothing)
    #expect(settings.partners["acme"]?.handling.profiles.first?.kind == .availability)
  }

  // MARK: what does not go together

  @Test func `two profiles of a partner cannot disagree about its handling`() throws {
    let error = #expect(throws: SettingsError.self) {
      try handling(
        "partners: { acme: { profiles: [a.yaml, b.yaml] } }",
        [
          "a.yaml": Self.lines + "files: [\"A*\"]\npolicy: partial\ndefaults: { vat: 0.2 }\n",
          "b.yaml": Self.lines + "policy: all-or-nothing\ndefaults: { vat: 0.2 }\n",
        ])
    }
    let message = error?.description.split(separator: "/").last.map(String.init)
    #expect(error?.mistakes.count == 1)
    #expect(
      message == #"a.yaml, and a partner with both has one of them; say it in one place, or as a constant in fields"#,
      "\(error?.description ?? "")")
  }

  @Test func `a profile behind one that takes every file is a mistake`() throws {
    let error = #expect(throws: SettingsError.self) {
      try handling("partners: { acme: { profiles: [a.yaml, b.yaml] } }", ["a.yaml": Self.lines, "b.yaml": Self.lines])
    }
    #expect(
      error?.mistakes.map(\.message)
        == ["partners.acme.profiles: b.yaml comes after a.yaml, which takes every file; give a.yaml files, or put it at the end"])
  }

  @Test func `a wrong table tells each row, and where`() throws {
    let error = #expect(throws: SettingsError.self) {
      try profile(
        "kind: availability\nformat: csv\nfields: { line: Pos, part_number: { from: Art, table: t.csv } }\n",
        ["profiles/t.csv": "theirs;ours\n1;2\n1;3\n4\n;5\n"])
    }
    let told = error?.description.split(separator: "\n").compactMap { $0.split(separator: "/").last.map(String.init) }
    #expect(
      told == [
        #"t.csv:3:1: the value "1" is in line 2 already; keep one of them"#,
        "t.csv:4:1: the row is no pair of a value and its replacement; expected two columns, the first one filled",
        "t.csv:5:1: the row is no pair of a value and its replacement; expected two columns, the first one filled",
      ])
  }

  @Test func `a table's values have no blanks around them, and its encoding is the profile's`() throws {
    let text = "kind: availability\nformat: csv\nencoding: windows-1252\nfields: { line: Pos, part_number: { from: Art, table: t.csv } }\n"
    func values(_ table: [UInt8]) throws -> [String: String]? {
      let folder = try TemporaryFolder()
      try folder.write("profiles/p.yaml", text)
      try folder.write("profiles/t.csv", table)
      let settings = Self.erp + "partners: { acme: { profile: profiles/p.yaml } }"
      let found = try Settings.load(file: try folder.write("ferry.yaml", settings).string, environment: ["B": "t"])
      guard case .table(let values)? = found.partners["acme"]?.handling.profiles.first?.fields.last?.steps.first else { return nil }
      return values.values
    }
    #expect(try values(Array("theirs;ours\nW2 ; X-2\nM".utf8) + [0xFC] + Array(";1\n".utf8)) == ["W2": "X-2", "Mü": "1"])
    #expect(try values(Array("\u{FEFF}theirs;ours\nMü\u{A0};1\n".utf8)) == ["Mü": "1"])
    let error = #expect(throws: SettingsError.self) { try values(Array("theirs;ours\nMü;1\n".utf8)) }
    #expect(
      error?.description.hasSuffix(
        "t.csv is UTF-8 by its bytes, and the profile's encoding is windows-1252; save the table in that encoding, or with a byte order mark"
      )
        == true)
  }

  @Test func `a table that is not in the profile's encoding says so`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "profiles/p.yaml", "kind: availability\nformat: csv\nfields: { line: Pos, part_number: { from: Art, table: t.csv } }\n")
    try folder.write("profiles/t.csv", Array("theirs;ours\nM".utf8) + [0xFC] + Array(";1\n".utf8))
    let settings = Self.erp + "partners: { acme: { profile: profiles/p.yaml } }"
    let file = try folder.write("ferry.yaml", settings).string
    let error = #expect(throws: SettingsError.self) { try Settings.load(file: file, environment: ["B": "t"]) }
    #expect(
      error?.description.hasSuffix(
        "t.csv:2:1: byte 0xFC at offset 13 is not valid UTF-8; expected text in UTF-8: save the file again, or declare its encoding in the profile"
      )
        == true)
  }

  @Test func `an empty number, a join between additions, a value for what is empty`() throws {
    let found = try profile(
      "kind: orders\nformat: csv\ncsv: { header: false, empty_number: refuse, records: { H: document, X: addition, L: line } }\nplan_step: { orders: incomplete }\nfields:\n  order_number: { from: 2, record: H }\n  order_comment: { from: 2, record: X, join: \" / \" }\n  ship_city: { from: 3, record: H, join: x, if_empty: Wien }\n  part_number: { from: 2, record: L }\n  quantity: { from: 3, record: L }\n  ship_type: { value: COUNTER }\n  urgent: { value: \"false\" }\n  currency: { value: EUR }\n  net_price: { value: \"1\" }\n  warehouse_id: { value: \"68\" }\ndefaults: { operator: { email: a@b.c, first_name: A, last_name: B } }\n"
    )
    guard case .csv(let shape) = found.source else { return }
    #expect(shape.emptyNumber == .refuse)
    #expect(found.fields[1].repeatJoint == " / ")
    #expect(found.fields[2].repeatJoint == nil)
    #expect(found.fields[2].ifEmpty == "Wien")
  }

  // MARK: built-in ones

  @Test(arguments: BuiltinProfiles.names)
  func `a built-in profile has no mistakes`(_ name: String) throws {
    let notes = SettingsNotes(file: "test", environment: [:])
    let text = try #require(BuiltinProfiles.text(of: name))
    let draft = try #require(ProfileShelf.builtin(name, text, notes))
    _ = PartnerKeys.read(draft.layers[0], over: PartnerSettings(handling: Handling()))
    draft.layers[0].finish()
    #expect(notes.mistakes.map(\.description) == [])
    #expect(draft.profile?.name == name)
  }

  @Test func `every file of the built-in folder is in the list`() throws {
    let folder = URL(filePath: #filePath).appending(path: "../../../../Sources/ferry/Profiles/Builtin").standardized
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let expected = BuiltinProfiles.names.map { "\($0).yaml" } + BuiltinProfiles.tables.keys.map { "\($0).csv" }
    #expect(files.sorted() == expected.sorted())
  }
}
