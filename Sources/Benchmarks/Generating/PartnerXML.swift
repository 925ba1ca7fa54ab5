import Documents
import Translation

/// The same orders again, as UBL writes them, many in one file. By ``profile``, whose expressions are like those of the built-in `ubl-order`,
/// they become the same request bodies.
enum PartnerXML {
  private static let comments: [StaticString] = [
    "call before delivery", "gate 3; ring twice", "for the \"blue\" van", "Lieferung an Rampe Süd", "à livrer avant midi",
    "workshop 12 &amp; 13", "зал 4", "spare keys inside",
  ]

  private static let namespaces = [
    "ubl": "urn:oasis:names:specification:ubl:schema:xsd:Order-2",
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
  ]
  private static let address = "cac:Delivery[1]/cac:DeliveryLocation/cac:Address"
  private static let contact = "cac:BuyerCustomerParty/cac:Party/cac:Contact"

  static let profile = Profile(
    name: "partner", kind: .orders,
    source: .xml(
      XMLShape(
        document: "/Orders/ubl:Order", namespaces: namespaces, line: "cac:OrderLine/cac:LineItem",
        conditions: [.init(test: "not(cbc:CopyIndicator = 'true')")])),
    fields: [
      found("order_number", "cbc:ID"), found("order_comment", "cbc:Note[1]", "cbc:Note[2]", joint: " "),
      FieldRule("ship_type", .constant("COUNTER")),
      found("ship_street", "\(address)/cbc:StreetName", "\(address)/cbc:BuildingNumber", joint: " "),
      found("ship_city", "\(address)/cbc:CityName"),
      found("ship_zip", "\(address)/cbc:PostalZone"),
      found(
        "ship_country", "\(address)/cac:Country/cbc:IdentificationCode",
        steps: [.table(ValueTable(["DE": "DEU", "FR": "FRA", "IT": "ITA"]))]), found("operator_email", "\(contact)/cbc:ElectronicMail"),
      found("operator_first_name", "substring-before(concat(normalize-space(\(contact)/cbc:Name), ' '), ' ')"),
      found("operator_last_name", "substring-after(normalize-space(\(contact)/cbc:Name), ' ')"), found("line", "cbc:ID"),
      found("urgent", "../cbc:Note"), found("part_number", "cac:Item/cac:SellersItemIdentification/cbc:ID"),
      found("tecdoc_part_number", "cac:Item/cac:ManufacturersItemIdentification/cbc:ID"),
      found("tecdoc_manufacturer_id", "cac:Item/cac:ManufacturerParty/cac:PartyIdentification/cbc:ID"),
      found("quantity", "cbc:Quantity"),
      found("net_price", "cac:Price/cbc:PriceAmount", steps: [.per(.paths(["cac:Price/cbc:BaseQuantity"], joint: ""))]),
      found(
        "currency", "cac:Price/cbc:PriceAmount/@currencyID",
        "self::node()[not(cac:Price/cbc:PriceAmount/@currencyID)]/ancestor::ubl:Order/cbc:DocumentCurrencyCode"),
      found("warehouse_id", "cac:Delivery[1]/cbc:ID"),
    ], style: ValueStyle(truths: ["urgent"], falsehoods: ["normal"]))

  private static func found(_ column: String, _ paths: String..., joint: String = "", steps: [FieldRule.Step] = []) -> FieldRule {
    FieldRule(column, .paths(paths, joint: joint), steps: steps)
  }

  static func write(_ count: Int, lines: Int, to output: inout StandardOutput) throws(OutputError) {
    output.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Orders>\n")
    for document in 0..<count {
      output.append("  <Order xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Order-2\"")
      output.append(" xmlns:cac=\"urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2\"")
      output.append(" xmlns:cbc=\"urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2\">\n    <cbc:ID>B")
      output.append(document, digits: 8)
      output.append("</cbc:ID>\n    <cbc:IssueDate>2026-11-21</cbc:IssueDate>\n    <cbc:Note>")
      output.append(comments[document % comments.count])
      output.append(
        """
        </cbc:Note>
            <cac:BuyerCustomerParty><cac:Party><cac:Contact><cbc:Name>Paula Pickering</cbc:Name>\
        <cbc:ElectronicMail>parts@example.org</cbc:ElectronicMail></cac:Contact></cac:Party></cac:BuyerCustomerParty>
            <cac:Delivery><cac:DeliveryLocation><cac:Address><cbc:CityName>Lyon</cbc:CityName>\
        <cac:Country><cbc:IdentificationCode>FR</cbc:IdentificationCode></cac:Country></cac:Address></cac:DeliveryLocation></cac:Delivery>

        """)
      for line in 1...lines { write(line, SampleLine(document: document, line: line), to: &output) }
      output.append("  </Order>\n")
      try output.flushIfFull()
    }
    output.append("</Orders>\n")
  }

  private static func write(_ line: Int, _ values: SampleLine, to output: inout StandardOutput) {
    output.append(SampleLine.isUrgent(line) ? "    <cac:OrderLine><cbc:Note>urgent" : "    <cac:OrderLine><cbc:Note>normal")
    output.append("</cbc:Note><cac:LineItem><cbc:ID>")
    output.append(line)
    output.append("</cbc:ID><cbc:Quantity unitCode=\"PCE\">")
    output.append(values.quantity)
    output.append("</cbc:Quantity><cac:Delivery><cbc:ID>")
    output.append(values.warehouse)
    output.append("</cbc:ID></cac:Delivery><cac:Price><cbc:PriceAmount currencyID=\"EUR\">")
    output.append(values.price / 100)
    output.append(".")
    output.append(values.price % 100, digits: 2)
    output.append("</cbc:PriceAmount></cac:Price><cac:Item><cac:SellersItemIdentification><cbc:ID>")
    output.append(values.article, digits: 5)
    output.append("FERRY</cbc:ID></cac:SellersItemIdentification><cac:ManufacturersItemIdentification><cbc:ID>")
    output.append(values.article, digits: 5)
    output.append("</cbc:ID></cac:ManufacturersItemIdentification><cac:ManufacturerParty><cac:PartyIdentification><cbc:ID>")
    output.append(values.maker, digits: 4)
    output.append("</cbc:ID></cac:PartyIdentification></cac:ManufacturerParty></cac:Item></cac:LineItem></cac:OrderLine>\n")
  }
}
