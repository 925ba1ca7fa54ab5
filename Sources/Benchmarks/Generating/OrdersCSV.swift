/// One row a line; the order's own fields are repeated on each, as most systems write them.
enum OrdersCSV {
  /// Some need quotes, some are not ASCII.
  private static let comments: [StaticString] = [
    "call before delivery", "\"gate 3; ring twice\"", "\"for the \"\"blue\"\" van\"", "Lieferung an Rampe Süd", "à livrer avant midi",
    "workshop 12", "зал 4", "spare keys inside",
  ]

  static func write(_ count: Int, lines: Int, to output: inout StandardOutput) throws(OutputError) {
    output.append(
      """
      order_number;order_comment;ship_type;ship_city;ship_country;operator_email;operator_first_name;operator_last_name;line;urgent;\
      part_number;tecdoc_part_number;tecdoc_manufacturer_id;net_price;currency;warehouse_id;quantity

      """)
    for document in 0..<count {
      for line in 1...lines {
        let values = SampleLine(document: document, line: line)
        output.append("B")
        output.append(document, digits: 8)
        output.append(";")
        output.append(comments[document % comments.count])
        output.append(";COUNTER;Lyon;FRA;parts@example.org;Paula;Pickering;")
        output.append(line)
        output.append(SampleLine.isUrgent(line) ? ";true;" : ";false;")
        output.append(values.article, digits: 5)
        output.append("FERRY;")
        output.append(values.article, digits: 5)
        output.append(";")
        output.append(values.maker, digits: 4)
        output.append(";")
        output.append(values.price / 100)
        output.append(".")
        output.append(values.price % 100, digits: 2)
        output.append(";EUR;")
        output.append(values.warehouse)
        output.append(";")
        output.append(values.quantity)
        output.append("\n")
      }
      try output.flushIfFull()
    }
  }
}
