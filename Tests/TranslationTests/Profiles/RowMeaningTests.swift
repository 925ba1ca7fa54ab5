import Documents
import Testing
import Translation

/// What rows of a partner's file say of each other.
@Suite struct RowMeaningTests {
  private let uncounted = PartnerRows(CSVShape(separator: ";"), "order_number=Auftrag", "part_number=Artikel", "quantity=Menge")

  @Test(arguments: ["O1;W1;12;", "O1; W1;12", "O1;W1;\"12\"", "O1;W1;12\u{A0};;"])
  func `rows that differ in blanks, quotes and separators at the end say the same`(_ row: String) throws {
    let file = try uncounted.read("Auftrag;Artikel;Menge\nO1;W1;12\n\(row)\n")
    #expect(
      file.said == [
        "b.txt:3: the row says the same as the one on line 2; expected each row once: remove it, or tell them apart (profile acme)"
      ])
  }

  @Test func `rows that differ in where a value stands do not say the same`() throws {
    let rows = PartnerRows(
      CSVShape(separator: ";", hasHeader: false), "order_number=1", "part_number=2", "quantity=3", "ship_city=4", "ship_name=5")
    #expect(try rows.read("O1;W1;1;;\nO2;W1;1;Wien;\nO3;W1;1;;Wien\nO3;W;11;;Wien\n").said == [])
  }

  // MARK: the document's number

  @Test func `a row without a number goes on with its document, unless the profile refuses that`() throws {
    var rows = PartnerRows(CSVShape(separator: ";"), "order_number=Auftrag", "line=Pos", "part_number=Artikel", "quantity=Menge")
    let text = "Auftrag;Pos;Artikel;Menge\nO1;1;A1;1\n;2;A2;2\nO2;1;A3;3\nO3;1;A4;4\n"
    #expect(try rows.read(text).lines == ["O1 1 A1 1", "O1 2 A2 2", "O2 1 A3 3", "O3 1 A4 4"])
    rows.profile.source = .csv(CSVShape(separator: ";", emptyNumber: .refuse))
    let file = try rows.read(text)
    let said =
      "b.txt:3: order_number (column \"Auftrag\") is empty; expected the document's number on each row: fill it in (profile acme)"
    // Whose the row is cannot be told: neither of the two is sent.
    #expect(file.findings.map { $0.map(\.description) } == [[said], [said], []])
  }

  // MARK: a trailer behind plain rows

  @Test(arguments: [true, false])
  func `a trailer record behind rows that have no type, with count and sums`(_ hasHeader: Bool) throws {
    var rows = PartnerRows(
      CSVShape(separator: ";", hasHeader: hasHeader, records: [.init("T", .trailer), .init("#", .ignored)]),
      hasHeader ? "order_number=Auftrag" : "order_number=1", hasHeader ? "line=Pos" : "line=2",
      hasHeader ? "part_number=Artikel" : "part_number=3", hasHeader ? "quantity=Menge" : "quantity=4",
      hasHeader ? "net_price=Preis" : "net_price=5")
    rows.profile.style.decimalMark = ","
    rows.profile.completeness = Completeness(trailerLines: 2, trailerDocuments: 3, trailerQuantity: 4, trailerAmount: 5)
    let head = hasHeader ? "Auftrag;Pos;Artikel;Menge;Preis\n" : ""
    let data = "4711;1;W1;2;1,25\n#;Bemerkung\n4712;1;W1;3;0,5\n"
    let file = try rows.read(head + data + "T;2;2;5;4,00\n")
    #expect(file.said == [])
    #expect(file.lines == ["4711 1 W1 2", "4712 1 W1 3"])
    let line = hasHeader ? 5 : 4
    #expect(
      try rows.read(head + data + "T;3;2;6;4,01\n").said == [
        "b.txt:\(line):3: the trailer record says \"3\" lines, and the file has 2; it looks incomplete: drop it again whole (profile acme)",
        "b.txt:\(line):7: the trailer record says \"6\" as the sum of quantities, and the file has 5; it looks incomplete: drop it again whole (profile acme)",
        "b.txt:\(line):9: the trailer record says \"4,01\" as the sum of amounts, and the file has 4,00; it looks incomplete: drop it again whole (profile acme)",
      ])
    #expect(
      try rows.read(head + data).said == [
        "b.txt: the file has no trailer record; it looks incomplete: drop it again whole (profile acme)"
      ])
    #expect(
      try rows.read(head + data + "T;2;2;5;4,00\n4713;1;W1;3;0,5\n").said.first
        == "b.txt:\(line + 1): a record stands behind the trailer record; expected the trailer record last: write one file at a time (profile acme)"
    )
  }

  @Test func `the refused rows' trailer has their own count and sums`() throws {
    var rows = PartnerRows(
      CSVShape(separator: ";", hasHeader: false, records: [.init("T", .trailer)]), "order_number=1", "line=2", "part_number=3",
      "quantity=4",
      "net_price=5")
    rows.profile.style.decimalMark = ","
    rows.profile.completeness = Completeness(trailerLines: 2, trailerQuantity: 3, trailerAmount: 4)
    #expect(try rows.trailer(of: "4711;1;W1;2;1,25\n4712;1;W1;3;0,5\nT;2;5;4,00\n", keeping: 1) == "T;1;3;1,50\n")
  }

  // MARK: additions

  private let texts = PartnerRows(
    CSVShape(separator: ";", hasHeader: false, records: [.init("H", .document), .init("X", .addition), .init("L", .line)]),
    "order_number=2@H", "order_comment=2@X", "line=2@L", "part_number=3@L", "quantity=4@L")

  @Test func `additions that repeat are joined where the profile says so, also behind a line; else they contradict each other`() throws {
    var rows = texts
    let text = "H;O1\nX;Bitte\nX; anrufen \nL;1;W1;2\nX;zu zweit\nL;2;W2;2\nH;O2\nX;Danke\nL;1;W1;1\n"
    #expect(
      try rows.read(text).said.first
        == "b.txt:3:3: order_comment \"anrufen\" contradicts \"Bitte\" on line 2; expected the same value, or none, on each row of the document"
    )
    rows.profile.fields[1].repeatJoint = " "
    let file = try rows.read(text)
    #expect(file.said == [])
    #expect(file.head("order_comment") == "Bitte anrufen zu zweit")
    #expect(file.head("order_comment", of: 1) == "Danke")
    #expect(file.lines == ["O1 1 W1 2", "O1 2 W2 2", "O2 1 W1 1"])
  }

  // MARK: if empty

  @Test func `what stays empty on all rows is what the profile says, and no row contradicts it`() throws {
    var rows = PartnerRows(
      CSVShape(separator: ";"), "order_number=Auftrag", "line=Pos", "part_number=Artikel", "quantity=Menge", "ship_city=Ort")
    rows.profile.fields[3].ifEmpty = "1"
    rows.profile.fields[4].ifEmpty = "Wien"
    let file = try rows.read("Auftrag;Pos;Artikel;Menge;Ort\nO1;1;A1;5;Graz\n;2;A2;;\nO2;1;A1;3;\n")
    #expect(file.said == [])
    #expect(file.lines == ["O1 1 A1 5", "O1 2 A2 1", "O2 1 A1 3"])
    #expect(file.head("ship_city") == "Graz")
    #expect(file.head("ship_city", of: 1) == "Wien")
  }
}
