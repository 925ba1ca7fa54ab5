import Documents
import Translation

/// The same orders as `OrdersCSV` writes, as a partner's system might: other names in another order, decimal comma, words for true and false,
/// codes of its own, a column that nobody needs. By ``profile`` they become the same request bodies.
enum PartnerCSV {
  private static let comments: [StaticString] = [
    "call before delivery", "\"gate 3; ring twice\"", "\"for the \"\"blue\"\" van\"", "Lieferung an Rampe Süd", "à livrer avant midi",
    "workshop 12", "зал 4", "spare keys inside",
  ]

  static let profile = Profile(
    name: "partner", kind: .orders, source: .csv(CSVShape(separator: ";", ignoresUnknownColumns: true)),
    fields: [
      named("order_number", "Bestellnr"), named("order_comment", "Bemerkung"),
      named("ship_type", "Versandart", [.table(ValueTable(["Abholung": "COUNTER", "Versand": "USER"]))]),
      named("ship_city", "Ort"), named("ship_country", "Land", [.table(ValueTable(["D": "DEU", "F": "FRA", "I": "ITA"]))]),
      named("operator_email", "Mail"), named("operator_first_name", "Besteller", [.part(.first, separator: " ")]),
      named("operator_last_name", "Besteller", [.part(.rest, separator: " ")]), named("line", "Position"), named("urgent", "Eilt"),
      named("part_number", "Artikelnr"), named("tecdoc_part_number", "TecDoc", [.pad(length: 5, with: "0")]),
      named("tecdoc_manufacturer_id", "Hersteller", [.pad(length: 4, with: "0")]), named("net_price", "Preis"),
      FieldRule("currency", .constant("EUR")), named("warehouse_id", "Lager"), named("quantity", "Menge"),
    ], style: ValueStyle(decimalMark: ",", thousandsMark: ".", dates: ["DD.MM.YYYY"], truths: ["J"], falsehoods: ["N"]))

  private static func named(_ column: String, _ header: String, _ steps: [FieldRule.Step] = []) -> FieldRule {
    FieldRule(column, .cells([.named(header)], joint: ""), steps: steps)
  }

  static func write(_ count: Int, lines: Int, to output: inout StandardOutput) throws(OutputError) {
    output.append(
      """
      Bestellnr;Belegdatum;Position;Artikelnr;Menge;Preis;Lager;Eilt;TecDoc;Hersteller;Versandart;Ort;Land;Besteller;Mail;Bemerkung

      """)
    for document in 0..<count {
      for line in 1...lines {
        let values = SampleLine(document: document, line: line)
        output.append("B")
        output.append(document, digits: 8)
        output.append(";21.11.2026;")
        output.append(line)
        output.append(";")
        output.append(values.article, digits: 5)
        output.append("FERRY;")
        output.append(values.quantity)
        output.append(";")
        output.append(values.price / 100)
        output.append(",")
        output.append(values.price % 100, digits: 2)
        output.append(";")
        output.append(values.warehouse)
        output.append(SampleLine.isUrgent(line) ? ";J;" : ";N;")
        output.append(values.article)
        output.append(";")
        output.append(values.maker)
        output.append(";Abholung;Lyon;F;Paula Pickering;parts@example.org;")
        output.append(comments[document % comments.count])
        output.append("\n")
      }
      try output.flushIfFull()
    }
  }
}
