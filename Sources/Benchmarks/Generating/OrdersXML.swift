/// The same orders as `OrdersCSV` writes, as canonical XML.
enum OrdersXML {
  private static let comments: [StaticString] = [
    "call before delivery", "gate 3; ring twice", "for the \"blue\" van", "Lieferung an Rampe Süd", "à livrer avant midi",
    "workshop 12 &amp; 13", "зал 4", "spare keys inside",
  ]

  static func write(_ count: Int, lines: Int, to output: inout StandardOutput) throws(OutputError) {
    output.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<orders xmlns=\"urn:ferry:1\">\n")
    for document in 0..<count {
      output.append("  <order>\n    <orderNumber>B")
      output.append(document, digits: 8)
      output.append("</orderNumber>\n    <orderComment>")
      output.append(comments[document % comments.count])
      output.append(
        """
        </orderComment>
            <shipping><type>COUNTER</type><address><city>Lyon</city><country>FRA</country></address></shipping>
            <items>

        """)
      for line in 1...lines { write(line, SampleLine(document: document, line: line), to: &output) }
      output.append(
        """
            </items>
            <operator><email>parts@example.org</email><firstName>Paula</firstName><lastName>Pickering</lastName></operator>
          </order>

        """)
      try output.flushIfFull()
    }
    output.append("</orders>\n")
  }

  private static func write(_ line: Int, _ values: SampleLine, to output: inout StandardOutput) {
    output.append("      <item><index>")
    output.append(line)
    output.append(SampleLine.isUrgent(line) ? "</index><isUrgent>true" : "</index><isUrgent>false")
    output.append("</isUrgent><part><identifier><tecdoc><partNumber>")
    output.append(values.article, digits: 5)
    output.append("</partNumber><manufacturerId>")
    output.append(values.maker, digits: 4)
    output.append("</manufacturerId></tecdoc><external><partNumber>")
    output.append(values.article, digits: 5)
    output.append("FERRY</partNumber></external></identifier></part><pricing><netPrice>")
    output.append(values.price / 100)
    output.append(".")
    output.append(values.price % 100, digits: 2)
    output.append("</netPrice><currency>EUR</currency></pricing><warehouses><warehouse><externalId>")
    output.append(values.warehouse)
    output.append("</externalId><orderedQuantity>")
    output.append(values.quantity)
    output.append("</orderedQuantity></warehouse></warehouses></item>\n")
  }
}
