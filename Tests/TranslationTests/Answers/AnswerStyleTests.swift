import Documents
import Testing

@testable import Translation

/// What each trait of a partner's style does to an answer, to the letter.
@Suite struct AnswerStyleTests {
  private func bytes(_ rows: [AnswerRow], _ style: AnswerStyle, kind: Kind = .orders, usesUTF8: Bool = false) -> [UInt8] {
    var writer = AnswerWriter(AnswerLayout(kind: kind, format: .csv, style: style, usesUTF8: usesUTF8))
    writer.append(rows)
    return writer.take() + writer.finish()
  }

  private func text(_ rows: [AnswerRow], _ style: AnswerStyle, kind: Kind = .orders) -> String {
    String(decoding: bytes(rows, style, kind: kind), as: UTF8.self)
  }

  private static let row = AnswerRow(
    sourceLine: 2, document: "O1", line: "1", status: .accepted, message: "=planned",
    cells: ["ABCD", "1234", "2018-01-16", "68", "1", "12.5"])

  @Test func `a style that says nothing gives the canonical answer`() {
    for format in [DocumentReader.Format.csv, .xml] {
      var canonical = AnswerWriter(kind: .orders, format: format)
      canonical.append(Self.row)
      #expect(bytes([Self.row], AnswerStyle(form: format == .csv ? .csv : .xml)) == canonical.finish())
    }
  }

  @Test func `separator, line end and missing header`() {
    let style = AnswerStyle(form: .csv, separator: "|", hasHeader: false, endsWithCRLF: true)
    #expect(text([Self.row], style) == "2|O1|1|accepted||'=planned|ABCD|1234|2018-01-16|68|1|12.5\r\n")
    #expect(text([], style) == "")
  }

  @Test func `chosen columns with names, constants and tables`() {
    let style = AnswerStyle(
      form: .csv,
      columns: [
        .init("Satzart", constant: "A"), .init("Bestellung", from: "document"),
        .init("Status", from: "status", table: ["accepted": "OK", "refused": "-"]), .init("Text", from: "message", table: ["none": "=x"]),
        .init("Lager", from: "external_warehouse_id"), .init("Nichts", from: "no_such_column"),
      ])
    let refused = AnswerRow(sourceLine: 3, document: "O2", line: "1", status: .refused, message: "none")
    let failed = AnswerRow(sourceLine: 4, document: "O3", line: "1", status: .failed)
    #expect(
      text([Self.row, refused, failed], style) == """
        Satzart;Bestellung;Status;Text;Lager;Nichts
        A;O1;OK;'=planned;68;
        A;O2;-;=x;;
        A;O3;failed;;;

        """)
  }

  @Test(arguments: [
    ("12.5", "12,5"), ("-1.50", "-1,50"), ("12", "12"), ("", ""), ("1e3", "1e3"), ("1.234.5", "1.234.5"), (".5", ".5"), ("5.", "5."),
    ("12.5 EUR", "12.5 EUR"),
  ])
  func `the decimal mark is put into plain numbers of number columns`(_ value: String, _ written: String) {
    let style = AnswerStyle(
      form: .csv, separator: "|", hasHeader: false, decimalMark: ",",
      columns: [.init("n", from: "pricing_net_price"), .init("id", from: "part_external_part_number")])
    let layout = ResultLayout.of(.shippingPlans)
    var cells = Array(repeating: "", count: layout.columns.count)
    cells[layout.index(of: "pricing_net_price") ?? 0] = value
    cells[layout.index(of: "part_external_part_number") ?? 0] = "1.5"
    #expect(
      text([AnswerRow(sourceLine: 2, document: "", line: "", status: .accepted, cells: cells)], style, kind: .shippingPlans)
        == "\(written)|1.5\n")
  }

  @Test(arguments: [
    ("2026-11-21", "21.11.2026"), ("2026-11-21T23:00:00Z", "2026-11-21T23:00:00Z"), ("21/11/2026", "21/11/2026"),
    ("2026-13-01", "2026-13-01"),
    ("", ""),
  ])
  func `dates that identify nothing get the pattern, all others stay verbatim`(_ value: String, _ written: String) {
    let style = AnswerStyle(
      form: .csv, separator: "|", hasHeader: false, date: "DD.MM.YYYY",
      columns: [.init("d", from: "parcels_shipping_date"), .init("w", from: "external_status")])
    let layout = ResultLayout.of(.orderStatus)
    var cells = Array(repeating: "", count: layout.columns.count)
    cells[layout.index(of: "parcels_shipping_date") ?? 0] = value
    cells[layout.index(of: "external_status") ?? 0] = "2026-11-21"
    #expect(
      text([AnswerRow(sourceLine: 2, document: "", line: "", status: .accepted, cells: cells)], style, kind: .orderStatus)
        == "\(written)|2026-11-21\n")
    let order = AnswerStyle(form: .csv, hasHeader: false, date: "DD.MM.YYYY", columns: [.init("d", from: "external_order_date")])
    #expect(text([Self.row], order) == "2018-01-16\n")
  }

  @Test(arguments: [("DDMMYYYY", "21112026"), ("MM/DD/YY", "11/21/26"), ("YYYYMMDD", "20261121"), ("D.M.YYYY", "21.11.2026")])
  func `every pattern that is read is written`(_ pattern: String, _ written: String) {
    let style = AnswerStyle(form: .csv, hasHeader: false, date: pattern, columns: [.init("d", from: "delivery_date")])
    let row = AnswerRow(sourceLine: 1, document: "", line: "", status: .accepted, cells: ["", "", "", "2026-11-21"])
    #expect(text([row], style, kind: .seAvailability) == "\(written)\n")
  }

  @Test func `the same columns are elements in XML`() {
    let style = AnswerStyle(
      form: .xml, decimalMark: ",", columns: [.init("Menge", from: "ordered_quantity"), .init("Art", constant: "<A>")])
    #expect(
      text([Self.row], style) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <answer xmlns="urn:ferry:1">
          <row>
            <Menge>12,5</Menge>
            <Art>&lt;A&gt;</Art>
          </row>
        </answer>

        """)
  }

  // MARK: encodings

  private static let columns = [AnswerStyle.Column("Größe", from: "document"), .init("Text", from: "message")]

  @Test func `free text loses what the encoding lacks, and that is told`() {
    let style = AnswerStyle(form: .csv, encoding: "iso-8859-1", columns: Self.columns)
    var writer = AnswerWriter(AnswerLayout(kind: .orders, format: .csv, style: style))
    writer.append(AnswerRow(sourceLine: 2, document: "Ü1", line: "1", status: .refused, message: "5 € für 水, €"))
    #expect(!writer.needsUTF8)
    #expect(
      writer.finish() == Array("Gr".utf8) + [0xF6, 0xDF] + Array("e;Text\n".utf8) + [0xDC] + Array("1;5 ? f".utf8) + [0xFC]
        + Array("r ?, ?\n".utf8))
    #expect(writer.remarks == ["3 characters of free text that iso-8859-1 lacks stand as ? in the answer: U+20AC, U+6C34"])
  }

  @Test func `an identifier that cannot be written calls for UTF-8`() {
    let style = AnswerStyle(form: .csv, encoding: "windows-1252", columns: Self.columns)
    let row = AnswerRow(sourceLine: 2, document: "水-1", line: "1", status: .accepted, message: "水")
    var writer = AnswerWriter(AnswerLayout(kind: .orders, format: .csv, style: style))
    writer.append(row)
    #expect(writer.needsUTF8)
    #expect(AnswerLayout(kind: .orders, format: .csv, style: style).rows([row]).needsUTF8)
    var again = AnswerWriter(AnswerLayout(kind: .orders, format: .csv, style: style, usesUTF8: true))
    again.append(row)
    #expect(!again.needsUTF8)
    #expect(String(decoding: again.finish(), as: UTF8.self) == "Größe;Text\n水-1;水\n")
    #expect(again.remarks == ["the answer is in utf-8: an identifier in it has a character that windows-1252 lacks"])
  }

  @Test func `XML loses nothing, whatever its encoding`() {
    let style = AnswerStyle(form: .xml, encoding: "iso-8859-15", columns: [.init("a", from: "document")])
    let layout = AnswerLayout(kind: .orders, format: .csv, style: style)
    let row = AnswerRow(sourceLine: 2, document: "€ü水&", line: "1", status: .accepted)
    var writer = AnswerWriter(layout)
    writer.append(row)
    let written = writer.take() + writer.finish()
    #expect(
      written == Array("<?xml version=\"1.0\" encoding=\"ISO-8859-15\"?>\n<answer xmlns=\"urn:ferry:1\">\n  <row>\n    <a>".utf8) + [
        0xA4, 0xFC,
      ]
        + Array("&#27700;&amp;</a>\n  </row>\n</answer>\n".utf8))
    #expect(!writer.needsUTF8 && writer.remarks == [])
    var ahead = AnswerWriter(layout)
    ahead.append(written: layout.rows([row]).bytes)
    #expect(ahead.finish() == written)
  }

  @Test func `UTF-16 begins with its mark, once`() {
    let style = AnswerStyle(form: .csv, encoding: "utf-16", columns: [.init("a", from: "document")])
    var writer = AnswerWriter(AnswerLayout(kind: .orders, format: .csv, style: style))
    var bytes = writer.take()
    writer.append(Self.row)
    bytes += writer.finish()
    #expect(bytes == [0xFF, 0xFE] + "a\nO1\n".utf8.flatMap { [$0, 0] })
  }

  @Test func `rows that were kept aside are styled and encoded like any others`() {
    let style = AnswerStyle(
      form: .csv, encoding: "windows-1252", separator: ",", hasHeader: false, endsWithCRLF: true, columns: Self.columns)
    let layout = AnswerLayout(kind: .orders, format: .csv, style: style)
    let rows = [Self.row, AnswerRow(sourceLine: 3, document: "Ä", line: "1", status: .refused, message: "a,\"é\"")]
    var ahead = AnswerWriter(layout)
    ahead.append(written: layout.rows(rows).bytes)
    #expect(ahead.finish() == bytes(rows, style))
  }
}
