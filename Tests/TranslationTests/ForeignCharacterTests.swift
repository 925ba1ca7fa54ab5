import Documents
import Testing
import Translation

/// Characters that no value has, and blanks that nobody sees.
@Suite struct ForeignCharacterTests {
  private let rows = PartnerRows(CSVShape(separator: ";"), "order_number=Auftrag", "line=Pos", "part_number=Artikel", "quantity=Menge")

  private func rows(_ encoding: String) -> PartnerRows {
    var rows = rows
    rows.profile.source = .csv(CSVShape(encoding: encoding, separator: ";"))
    return rows
  }

  @Test func `a byte order mark inside the file is a finding, and goes nowhere`() throws {
    let joined = PartnerRows(CSVShape(separator: ";", hasHeader: false), "order_number=1", "line=2", "part_number=3", "quantity=4")
    let file = try joined.read("\u{FEFF}O1;1;W1;2\n\u{FEFF}O2;1;W1;3\nO3;1;W1;3\nO4;1;W\u{FEFF}1;3\n")
    let first =
      "b.txt:2:1: a byte order mark (U+FEFF) stands inside the file, at offset 13; expected it at the beginning alone: files were joined, or it was copied with a text; write one file at a time, or remove it"
    let last =
      "b.txt:4:7: a byte order mark (U+FEFF) stands inside the file, at offset 42; expected it at the beginning alone: files were joined, or it was copied with a text; write one file at a time, or remove it"
    #expect(file.findings.map { $0.map(\.description) } == [[first], [first], [last]])
    #expect(
      !file.documents.contains { document in document.number?.contains("\u{FEFF}") == true && file.findings[document.ordinal].isEmpty })
    let canonical = try ReadFile.orders(rows: ["O1;1;A1;68;2", "\u{FEFF}O2;1;A2;68;3"])
    #expect(canonical.codes == [.malformed])
    let xml = try ReadFile(
      "<orders xmlns=\"urn:ferry:1\"><order><orderNumber>\u{FEFF}O1</orderNumber></order></orders>", named: "orders.xml", as: .orders)
    #expect(xml.said.contains("orders.xml:1:36: orderNumber contains a byte order mark (U+FEFF); expected text without it: remove it"))
  }

  @Test(arguments: ["\u{A0}", "\u{202F}", "\u{2009}", "\u{3000}", "\u{200B}", " \u{A0}\t"])
  func `blanks that do not break are cut as others are`(_ blank: String) throws {
    let text = "Auftrag\(blank);Pos;Artikel;Menge\n4711;1;W1;2\n4711\(blank);2;\(blank)W2\(blank);\(blank)3\n"
    let file = try rows.read(text)
    #expect(file.said == [])
    #expect(file.lines == ["4711 1 W1 2", "4711 2 W2 3"])
    let canonical = try ReadFile.orders(rows: ["4711;1;A1;68;2", "4711\(blank);2;\(blank)A2;68;\(blank)3"])
    #expect(canonical.said == [])
    #expect(canonical.lines == ["4711 1 A1 2", "4711 2 A2 3"])
  }

  @Test(arguments: [
    ("\u{A0}", "a no-break space (U+00A0)"), ("\u{AD}", "a soft hyphen (U+00AD)"), ("\u{200B}", "a blank without width (U+200B)"),
  ])
  func `what nobody sees is a finding within an identifier, and text elsewhere`(_ character: String, _ name: String) throws {
    var rows = rows
    rows.profile.fields.append(FieldRule("order_comment", .cells([.named("Text")], joint: " ")))
    let file = try rows.read("Auftrag;Pos;Artikel;Menge;Text\n4711;1;W\(character)1;2;a\(character)b\n4712;1;W1;2;a\(character)b\n")
    #expect(
      file.said == [
        "b.txt:2:8: part_number (column \"Artikel\") contains \(name); expected text without it: remove it (profile acme)"
      ])
    #expect(file.lines == ["4711 1 W\(character)1 2", "4712 1 W1 2"])
    let canonical = try ReadFile.orders(rows: ["47\(character)11;1;A1;68;2"])
    #expect(canonical.said.first?.contains("order_number contains \(name); expected text without it: remove it") == true)
  }

  @Test(arguments: ["iso-8859-1", "iso-8859-15"])
  func `what ISO-8859 has no characters for is probably Windows-1252`(_ encoding: String) throws {
    let bytes = Array("Auftrag;Pos;Artikel;Menge\n4711;1;W".utf8) + [0x80] + Array(";2\n4712;1;W".utf8) + [0xE4] + Array(";2\n".utf8)
    let file = try rows(encoding).read(bytes: bytes)
    #expect(
      file.said == [
        "b.txt:2:9: byte 0x80 at offset 34 is a control character in \(encoding); expected text: the file is probably in windows-1252; declare that encoding in the profile"
      ])
    #expect(file.codes == [.encoding])
    #expect(try rows("windows-1252").read(bytes: bytes).lines == ["4711 1 W€ 2", "4712 1 Wä 2"])
  }

  @Test func `control characters are findings, tab and line ends in quotes are text`() throws {
    let file = try rows.read(
      "Auftrag;Pos;Artikel;Menge\n4711;1;W\u{0B}1;2\n4712;1;\"W\t\r\n1\";2\n4713;1;\"W\u{1F}1\";2\n4714;1;W\u{85}1;2\n")
    #expect(
      file.said == [
        "b.txt:2:9: the control character U+000B stands in the cell, at offset 34; expected text without control characters",
        "b.txt:5:10: the control character U+001F stands in the cell, at offset 65; expected text without control characters",
        "b.txt:6:9: the control character U+0085 stands in the cell, at offset 79; expected text without control characters",
      ])
    let xml = try ReadFile(
      "<orders xmlns=\"urn:ferry:1\"><order><orderNumber>O\u{80}1</orderNumber></order></orders>", named: "orders.xml", as: .orders)
    #expect(
      xml.said.contains(
        "orders.xml:1:36: orderNumber contains the control character U+0080; expected text: if the file says ISO-8859-1, it is probably in windows-1252"
      ))
  }

  @Test(arguments: ["\u{1A}", "\n\u{1A}", "\n\u{1A}\u{1A}\u{1A}"])
  func `Ctrl-Z at the end of the file ends it`(_ end: String) throws {
    let file = try rows.read("Auftrag;Pos;Artikel;Menge\n4711;1;W1;2\(end)")
    #expect(file.said == [])
    #expect(file.lines == ["4711 1 W1 2"])
    #expect(try rows.read("Auftrag;Pos;Artikel;Menge\n4711;1;W\u{1A};2\n").codes == [.malformed])
  }

  // MARK: numbers

  @Test func `no price is below 0, in any format`() throws {
    var rows = PartnerRows(
      CSVShape(separator: ";"), "order_number=A", "line=P", "part_number=T", "quantity=M", "net_price=Preis", "core_price=Pfand",
      "fee_label=Name", "fee_price=Geb", "shipping_fees=Versand")
    rows.profile.style = ValueStyle(decimalMark: ",", allowsTrailingMinus: true)
    let file = try rows.read("A;P;T;M;Preis;Pfand;Name;Geb;Versand\nO1;1;A;1;-4,50;1,2-;Rabatt;-1;-0,01\nO2;1;A;1;-0,00;0;;;0\n")
    let end = "expected digits with \".\" as decimal mark, for example 204.25 (profile acme)"
    #expect(
      Set(file.said) == [
        "b.txt:2:10: net_price (column \"Preis\") \"-4.50\" is below 0; \(end)",
        "b.txt:2:16: core_price (column \"Pfand\") \"-1.2\" is below 0; \(end)",
        "b.txt:2:28: fee_price (column \"Geb\") \"-1\" is below 0; \(end)",
        "b.txt:2:31: shipping_fees (column \"Versand\") \"-0.01\" is below 0; \(end)",
      ])
    let canonical = try ReadFile.orders("public_price", "vat", rows: ["O1;1;A1;68;2;-1;0.2"])
    #expect(
      canonical.said == [
        "orders.csv:2:14: public_price \"-1\" is below 0; expected digits with \".\" as decimal mark, for example 204.25"
      ])
  }
}
