import Documents
import Formats
import Testing
import Translation

/// What documents say, as `column=value` of each entry in order; sections below the document in brackets.
private func shown(_ document: Document) -> String {
  document.entries.indices.map { index in
    let entry = document.entries[index]
    let fields = document.layout.sections[entry.section].fields.enumerated().compactMap { slot, field -> String? in
      let value = document.value(index, slot)
      return value.isFilled ? "\(document.layout.fields[field].column)=\(document.string(value))" : nil
    }
    return fields.joined(separator: " ")
  }.filter { !$0.isEmpty }.joined(separator: " | ")
}

private func read(_ text: String, _ profile: Profile) throws -> ReadFile { try read(bytes: Array(text.utf8), profile) }

private func read(bytes: [UInt8], _ profile: Profile) throws -> ReadFile {
  let defaults = [
    "ship_type": "COUNTER", "operator_email": "a@b.c", "operator_first_name": "A", "operator_last_name": "B", "urgent": "false",
    "net_price": "1", "currency": "EUR", "warehouse_id": "68",
  ]
  return try ReadFile(bytes: bytes, named: "b.txt", as: profile.kind, Handling(defaults: defaults, profiles: [profile]))
}

private func named(_ column: String, _ name: String, _ steps: FieldRule.Step...) -> FieldRule {
  FieldRule(column, .cells([.named(name)], joint: ""), steps: steps, line: 9)
}

private func at(_ column: String, _ position: Int, _ record: String? = nil, _ steps: FieldRule.Step...) -> FieldRule {
  FieldRule(column, .cells([.at(position, record: record)], joint: ""), steps: steps, line: 9)
}

/// Semicolon, decimal comma, German names.
private let flat = Profile(
  name: "acme", kind: .orders, source: .csv(CSVShape()),
  fields: [
    named("order_number", "Auftrag"), named("line", "Pos"), named("part_number", "Artikel"), named("quantity", "Menge"),
    named("net_price", "Preis"),
  ], style: ValueStyle(decimalMark: ",", thousandsMark: "."))

/// Record types, one line and one document type, a trailer.
private let typed = Profile(
  name: "hl", kind: .orders,
  source: .csv(
    CSVShape(
      separator: ";", hasHeader: false,
      records: [
        .init("H", .document), .init("A", .addition), .init("L", .line), .init("T", .trailer), .init("C", .shared), .init("X", .ignored),
      ])),
  fields: [
    at("order_number", 2, "H"), at("currency", 3, "H"), at("ship_city", 2, "A"), at("order_comment", 2, "C"), at("line", 2, "L"),
    at("part_number", 3, "L"), at("quantity", 4, "L"),
  ], completeness: Completeness(trailerLines: 2, trailerQuantity: 3))

@Suite struct ProfiledCSVTests {
  @Test func `names of columns in any case and order, with blanks around; decimal comma`() throws {
    let file = try read(" artikel ;MENGE;Auftrag;Pos;preis\nA1;1.200;O1;1;12,50\nA2;3;O1;2;1.234,5\nA3;1;O2;1;1\n", flat)
    #expect(file.said == [])
    #expect(
      file.documents.map(shown) == [
        "order_number=O1 | line=1 part_number=A1 net_price=12.50 | quantity=1200 | line=2 part_number=A2 net_price=1234.5 | quantity=3",
        "order_number=O2 | line=1 part_number=A3 net_price=1 | quantity=1",
      ])
  }

  @Test func `a mistake in a value is one finding, with both names of the column and its place`() throws {
    let file = try read("Auftrag;Pos;Artikel;Menge;Preis\nO1;1;A1;1,5x;1,0\nO1;2;3,60648E+12;1;1\n", flat)
    #expect(
      file.said == [
        "b.txt:2:9: quantity (column \"Menge\") \"1,5x\" is not a quantity; expected a whole number above 0 with \",\" as decimal mark and \".\" as thousands mark (profile acme)",
        "b.txt:3:6: part_number (column \"Artikel\") \"3,60648E+12\" was shortened by a spreadsheet, and its digits are lost; expected all its digits (profile acme): make its column a column of text and export it again",
      ])
    #expect(file.findings[0].map(\.documentLine) == ["1", "2"])
    #expect(file.findings[0].map(\.document) == ["O1", "O1"])
  }

  @Test func `what is missing is named as the partner names it`() throws {
    let file = try read("Auftrag;Pos;Artikel;Menge;Preis\nO1;1;A1;;1\n", flat)
    #expect(file.said == ["b.txt:2: required quantity (column \"Menge\") is missing; expected at least one (profile acme)"])
  }

  @Test func `columns of the header that no rule knows, that stand twice, that a rule misses`() throws {
    let file = try read("Auftrag;Pos;Artikl;Menge;Farbe;Menge;Preis\nO1;1;A1;2;rot;3;1\n", flat)
    #expect(
      file.fileFindings.map(\.description) == [
        "b.txt:1: column \"Artikel\" is missing, from which part_number is taken; expected it in the header line: add it, or correct the profile (profile acme, line 9)",
        "b.txt:1:13: unknown column \"Artikl\"; did you mean \"Artikel\"? (profile acme)",
        "b.txt:1:26: unknown column \"Farbe\"; add a rule to the profile, or let it ignore unknown columns (profile acme)",
        "b.txt:1:32: column \"Menge\" stands twice in the header line; expected each column once: remove one of them",
      ])
    var open = flat
    open.source = .csv(CSVShape(ignoresUnknownColumns: true))
    #expect(try read("Auftrag;Pos;Farbe;Artikel;Menge;Preis;\nO1;1;rot;A1;2;1;\n", open).said == [])
  }

  @Test func `columns by position, without a header line; lines without a number are counted`() throws {
    let profile = Profile(
      name: "pos", kind: .orders, source: .csv(CSVShape(hasHeader: false)),
      fields: [at("order_number", 1), at("part_number", 3), at("quantity", 4)])
    let file = try read("O1;x;A1;2\nO1;y;A2;3\nO2;;A1;4\n", profile)
    #expect(file.said == [])
    #expect(
      file.documents.map(shown) == [
        "order_number=O1 | line=1 part_number=A1 | quantity=2 | line=2 part_number=A2 | quantity=3",
        "order_number=O2 | line=1 part_number=A1 | quantity=4",
      ])
    let broken = try read("O1;x;A1;2\nO1;Meier; Sohn;A2;3\n", profile)
    #expect(broken.said == ["b.txt:2: the record has 5 cells; expected 4 as on line 1: put cells that contain the separator in quotes"])
  }

  @Test func `record types: head, additions, lines, what is shared, what is ignored, a trailer; fields of lines from their document`()
    throws
  {
    let file = try read("X;1\nC;Filiale 7\nH;O1;USD\nA;Wien\nL;1;A1;2\nX\nL;2;A2;1\nH;O1;EUR\nA;Graz\nL;1;A3;3\nT;3;6\n", typed)
    #expect(file.said == [])
    #expect(
      file.documents.map(shown) == [
        "order_number=O1 order_comment=Filiale 7 ship_city=Wien | line=1 part_number=A1 currency=USD | quantity=2 | line=2 part_number=A2 currency=USD | quantity=1",
        "order_number=O1 order_comment=Filiale 7 ship_city=Graz | line=1 part_number=A3 currency=EUR | quantity=3",
      ])
  }

  @Test func `records that belong nowhere are findings of the file`() throws {
    let file = try read("L;1;A1;2\nH;O1;USD\nQ;1\nL;1;A1;2\nT;2;3\nL;2;A2;1\n", typed)
    #expect(
      file.fileFindings.map(\.description) == [
        "b.txt:1: the record belongs to no document; expected a document's record before it (profile hl)",
        "b.txt:3:1: record type \"Q\" is not known; expected one of H, A, L, T, C, X (profile hl)",
        "b.txt:6: a record stands behind the trailer record; expected the trailer record last: write one file at a time (profile hl)",
      ])
  }

  @Test func `a document without lines has a finding`() throws {
    let file = try read("H;O1;USD\nH;O2;USD\nL;1;A1;2\nT;1;2\n", typed)
    #expect(file.said == ["b.txt:1: the document has no lines; expected at least one (profile hl)"])
  }

  @Test func `a trailer that is missing or says otherwise is a finding of the file`() throws {
    #expect(
      try read("H;O1;USD\nL;1;A1;2\n", typed).fileFindings.map(\.description) == [
        "b.txt: the file has no trailer record; it looks incomplete: drop it again whole (profile hl)"
      ])
    #expect(
      try read("H;O1;USD\nL;1;A1;2\nT;2;12\n", typed).fileFindings.map(\.description) == [
        "b.txt:3:3: the trailer record says \"2\" lines, and the file has 1; it looks incomplete: drop it again whole (profile hl)",
        "b.txt:3:5: the trailer record says \"12\" as the sum of quantities, and the file has 2; it looks incomplete: drop it again whole (profile hl)",
      ])
    #expect(try read("H;O1;USD\nL;1;A1;2\nT;01;2.0\n", typed).said == [])
  }

  @Test func `a required line end at the end`() throws {
    var profile = flat
    profile.completeness.finalLineEnd = true
    #expect(try read("Auftrag;Pos;Artikel;Menge;Preis\nO1;1;A1;2;1\r\n", profile).said == [])
    #expect(
      try read("Auftrag;Pos;Artikel;Menge;Preis\nO1;1;A1;2;1", profile).said == [
        "b.txt:2: the file does not end with a line end; it looks incomplete: drop it again whole (profile acme)"
      ])
  }

  @Test func `rows that say the same, limits of plausibility`() throws {
    var profile = flat
    profile.plausibility = Plausibility(quantity: 100, lines: 2, documentValue: "1000.005")
    let file = try read(
      "Auftrag;Pos;Artikel;Menge;Preis\nO1;1;A1;12.000;0,01\nO1;1;A1;12.000;0,01\nO2;1;A;1;1\nO2;2;B;1;1\nO2;3;C;1;1\nO3;1;A;1;1.000,005\nO4;1;A;1;1.000,0051\n",
      profile)
    #expect(
      file.said == [
        "b.txt:3: the row says the same as the one on line 2; expected each row once: remove it, or tell them apart (profile acme)",
        "b.txt:2:9: quantity (column \"Menge\") \"12000\" is more than plausible; expected at most 100: correct it, or raise the limit in the profile (profile acme)",
        "b.txt:4: the document has 3 lines; expected at most 2 lines: correct it, or raise the limit in the profile (profile acme)",
        "b.txt:8: the document is worth 1000.0051; expected at most 1000.005: correct it, or raise the limit in the profile (profile acme)",
      ])
    profile.plausibility = Plausibility(refusesEqualRows: false)
    #expect(try read("Auftrag;Pos;Artikel;Menge;Preis\nO1;1;A1;1;0,01\nO1;1;A1;1;0,01\n", profile).said == [])
  }

  @Test func `sources joined, constants, tables, padding, names split, prices per base quantity`() throws {
    let profile = Profile(
      name: "all", kind: .orders, source: .csv(CSVShape(quote: "'", ignoresUnknownColumns: true)),
      fields: [
        FieldRule("order_number", .cells([.named("Jahr"), .named("Nr")], joint: "-")), named("line", "Pos"),
        named("part_number", "Art", .table(ValueTable(["4711": "AB-1"], otherwise: .keep))), named("quantity", "Mg"),
        FieldRule("net_price", .cells([.named("Preis")], joint: ""), steps: [.per(.cells([.named("PE")], joint: ""))]),
        FieldRule("currency", .constant("CHF")), named("urgent", "Art der Lieferung", .table(ValueTable(["EXP": "true", "STD": "false"]))),
        named("operator_first_name", "Name", .part(.first, separator: " ")),
        named("operator_last_name", "Name", .part(.rest, separator: " ")), named("warehouse_id", "Lager", .pad(length: 4, with: "0")),
        FieldRule("order_comment", .cells([.named("Text")], joint: ""), ifEmpty: "ohne"),
      ], style: ValueStyle(decimalMark: ","))
    let file = try read(
      "Jahr;Nr;Pos;Art;Mg;Preis;PE;Art der Lieferung;Name;Lager;Text\n2026;17;1;4711;2;125,50;100;EXP;Anna Maria Huber;68;\n2026;17;2;X;1;3;;STD;Anna Maria Huber;0068;\n26;'';1;X;1;'3,5';;STD;A B;;' O''Hara; Wien '\n",
      profile)
    #expect(file.said == [])
    #expect(
      file.documents.map(shown) == [
        "order_number=2026-17 order_comment=ohne operator_first_name=Anna operator_last_name=Maria Huber | line=1 urgent=true part_number=AB-1 net_price=1.255 currency=CHF | warehouse_id=0068 quantity=2 | line=2 urgent=false part_number=X net_price=3 currency=CHF | warehouse_id=0068 quantity=1",
        "order_number=26 order_comment=O'Hara; Wien operator_first_name=A operator_last_name=B | line=1 urgent=false part_number=X net_price=3.5 currency=CHF | quantity=1",
      ])
  }

  @Test(arguments: [";", ",", "\t", "|"])
  func `each separator, recognised or announced; line ends mixed; blank lines`(_ separator: String) throws {
    let rows = "Auftrag;Pos;Artikel;Menge;Preis\r\n\nO1;1;A1;2;1\r\n   \nO1;2;\"A\n2\";2;1"
    let text = rows.replacing(";", with: separator)
    for file in [try read(text, flat), try read("\u{FEFF}sep=\(separator)\r\n" + text, flat)] {
      #expect(file.said == [])
      #expect(file.documents[0].lines.map { file.documents[0].string("part_number", in: $0) } == ["A1", "A\n2"])
    }
  }

  @Test func `without quotes a quote is text`() throws {
    var profile = flat
    profile.source = .csv(CSVShape(separator: "|", quote: ""))
    let file = try read("Auftrag|Pos|Artikel|Menge|Preis\nO1|1|3/4\" \"Rohr|2|1\n", profile)
    #expect(file.said == [])
    #expect(file.documents[0].string("part_number", in: file.documents[0].lines[0]) == "3/4\" \"Rohr")
  }

  @Test func `a NUL byte, a torn row and an invalid byte are findings of their documents`() throws {
    let text = "Auftrag;Pos;Artikel;Menge;Preis\nO1;1;A\0;2;1\nO2;1;A\nO3;1;A1;2;1\n"
    let file = try read(text, flat)
    #expect(
      file.said == [
        "b.txt:2:7: a NUL byte stands in the cell; expected text",
        "b.txt:3: the record has 3 cells; expected 5 as in the header line: it looks cut off",
      ])
    #expect(file.findings.map(\.count) == [1, 1, 0])
    let latin = Array("Auftrag;Pos;Artikel;Menge;Preis\nO1;1;".utf8) + [0xE4] + Array(";2;1\n".utf8)
    #expect(try read(bytes: latin, flat).codes == [.encoding])
    var windows = flat
    windows.source = .csv(CSVShape(encoding: "windows-1252"))
    #expect(try read(bytes: latin, windows).said == [])
  }

  @Test func `an empty file and a header line alone have no documents and no findings`() throws {
    for text in ["", "\u{FEFF}", "\n\n", "Auftrag;Pos;Artikel;Menge;Preis", "Auftrag;Pos;Artikel;Menge;Preis\n\n"] {
      let file = try read(text, flat)
      #expect(file.documents.isEmpty)
      #expect(file.said == [])
    }
  }

  @Test func `requests without lines are one a row`() throws {
    let profile = Profile(
      name: "se", kind: .seOrder, source: .csv(CSVShape()), fields: [named("country", "Land"), named("order_number", "Nummer")])
    let file = try read("Nummer;Land\n1;FR\n2;DE\n2;DE\n", profile)
    #expect(file.said == [])
    #expect(file.documents.map(shown) == ["country=FR order_number=1", "country=DE order_number=2", "country=DE order_number=2"])
  }
}
