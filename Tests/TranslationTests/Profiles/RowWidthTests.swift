import Documents
import Testing
import Translation

/// How many cells a row may have where no header line says it.
@Suite struct RowWidthTests {
  private let rows = PartnerRows(
    CSVShape(separator: ";", hasHeader: false), "order_number=1", "line=2", "part_number=3", "quantity=4", "ship_city=6")

  @Test func `a row that is wider than the profile knows is no order, also the first one`() throws {
    let file = try rows.read("O1;1;W712;Bolt;12;Wien;68\nO2;1;A1;2;;Wien\nO3;1;A1;2;;Wien;x\n")
    #expect(
      file.said == [
        "b.txt:1:24: column 7, \"68\", is behind the last one that the profile knows; expected at most 6 cells: put cells that contain the separator in quotes, add a rule, or let the profile ignore unknown columns (profile acme)",
        "b.txt:3:17: column 7, \"x\", is behind the last one that the profile knows; expected at most 6 cells: put cells that contain the separator in quotes, add a rule, or let the profile ignore unknown columns (profile acme)",
      ])
    #expect(file.numbers == ["O1", "O2", "O3"])
    #expect(file.findings.map(\.count) == [1, 0, 1])
  }

  @Test func `unknown columns may be ignored; rows are as wide as the first one all the same`() throws {
    var open = rows
    open.profile.source = .csv(CSVShape(separator: ";", hasHeader: false, ignoresUnknownColumns: true))
    #expect(try open.read("O1;1;A1;2;;Wien;x\nO1;2;A1;3;;Wien;y\n").said == [])
    #expect(
      try open.read("O1;1;A1;2;;Wien;x\nO1;2;A;B;3;;Wien;y\n").said == [
        "b.txt:2: the record has 8 cells; expected 7 as on line 1: put cells that contain the separator in quotes"
      ])
  }

  @Test func `separators at the end say nothing, on any row`() throws {
    for text in [
      "O1;1;A1;2;;Wien;\nO1;2;A2;3;;Wien\n", "O1;1;A1;2;;Wien\nO1;2;A2;3;;Wien;;\n", "O1;1;A1;2;;Wien;;;\nO1;2;A2;3;;Wien;\n",
      "O1;1;A1;2;\nO1;2;A2;3\n", "O1;1;A1;2;;;\nO1;2;A2;3;; ;\n", "O1;1;A1;2;;Wien;\nO1;2;A2;3;;Wien",
    ] {
      let file = try rows.read(text)
      #expect(file.said == [], "\(text)")
      #expect(file.lines == ["O1 1 A1 2", "O1 2 A2 3"], "\(text)")
    }
  }

  @Test func `a row that is narrower than the first one looks cut off`() throws {
    #expect(
      try rows.read("O1;1;A1;2;;Wien\nO2;1;A1\n").said == [
        "b.txt:2: the record has 3 cells; expected 6 as on line 1: it looks cut off"
      ])
    #expect(
      try rows.read("O1;1;A1;2;;Wien\nO2;1;A1;2").said == [
        "b.txt:2: the file ends inside its last record, with 4 of 6 cells and no line end; it looks incomplete: drop it again whole",
        "b.txt:2: the record has 4 cells; expected 6 as on line 1: it looks cut off",
      ])
  }

  @Test func `records of each type have a width of their own`() throws {
    let typed = PartnerRows(
      CSVShape(separator: ";", hasHeader: false, records: [.init("H", .document), .init("L", .line)]), "order_number=2@H", "line=2@L",
      "part_number=3@L", "quantity=4@L")
    #expect(try typed.read("H;O1;\nL;1;A1;2\nL;2;A2;3;;\n").said == [])
    #expect(
      try typed.read("H;O1\nL;1;W712;Bolt;12\n").said == [
        "b.txt:2:15: field 5 of L, \"12\", is behind the last one that the profile knows; expected at most 4 cells: put cells that contain the separator in quotes, add a rule, or let the profile ignore unknown columns (profile acme)"
      ])
  }

  @Test func `rows of separators alone are blank`() throws {
    let file = try rows.read(";;;\nO1;1;A1;2\n;;;;;;\n;;;\n ; \u{A0};\nO1;2;A2;3\n;;;\n")
    #expect(file.said == [])
    #expect(file.lines == ["O1 1 A1 2", "O1 2 A2 3"])
    let canonical = try ReadFile.orders(rows: ["O1;1;A1;68;2", ";;;;", "O1;2;A2;68;3", ";;;;;;"])
    #expect(canonical.said == [])
    #expect(canonical.lines == ["O1 1 A1 2", "O1 2 A2 3"])
  }
}
