import Formats

/// UBL 2.1 `OrderResponse`, with the codes of Peppol: AP, RE, CA for the order; 5, 3, 7 for lines.
struct UBLOrderResponse: OrderResponseForm {
  static let root: String? = nil
  private static let namespace = "urn:oasis:names:specification:ubl:schema:xsd:"

  static func write(_ order: OrderVerdict, id: String, _ head: AnswerHead, to xml: inout XMLWriter) {
    xml.start(
      "OrderResponse",
      attributes: [
        ("xmlns", namespace + "OrderResponse-2"), ("xmlns:cac", namespace + "CommonAggregateComponents-2"),
        ("xmlns:cbc", namespace + "CommonBasicComponents-2"),
      ])
    xml.element("cbc:UBLVersionID", "2.1")
    xml.element("cbc:ID", id)
    if let external = order.externalOrder { xml.element("cbc:SalesOrderID", external) }
    xml.element("cbc:IssueDate", head.day)
    xml.element("cbc:OrderResponseCode", code(order.verdict, "AP", "CA", "RE"))
    for note in order.notes { xml.element("cbc:Note", note) }
    xml.start("cac:OrderReference")
    xml.element("cbc:ID", order.number.orUnknown)
    xml.end()
    party("cac:SellerSupplierParty", head.target, &xml)
    party("cac:BuyerCustomerParty", head.partner, &xml)
    for line in order.lines { write(line, of: order, &xml) }
    xml.end()
  }

  private static func party(_ name: String, _ party: String, _ xml: inout XMLWriter) {
    for element in [name, "cac:Party", "cac:PartyName"] { xml.start(element) }
    xml.element("cbc:Name", party.orUnknown)
    for _ in 0..<3 { xml.end() }
  }

  private static func write(_ line: OrderVerdict.Line, of order: OrderVerdict, _ xml: inout XMLWriter) {
    let number = line.number.orUnknown
    xml.start("cac:OrderLine")
    xml.start("cac:LineItem")
    xml.element("cbc:ID", number)
    if let external = line.externalOrder { xml.element("cbc:SalesOrderID", external) }
    for note in line.notes { xml.element("cbc:Note", note) }
    xml.element("cbc:LineStatusCode", code(line.verdict, "5", "3", "7"))
    if let quantity = line.quantity { xml.element("cbc:Quantity", String(quantity), attributes: [("unitCode", "C62")]) }
    // Required; what was ordered stands in the order that is referred to.
    xml.start("cac:Item")
    xml.element("cbc:Name", "line \(number) of order \(order.number.orUnknown)")
    xml.end()
    xml.end()
    xml.start("cac:OrderLineReference")
    xml.element("cbc:LineID", number)
    xml.end()
    xml.end()
  }
}
