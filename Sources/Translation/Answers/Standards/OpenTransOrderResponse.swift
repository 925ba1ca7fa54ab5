import Formats

/// openTRANS 2.1 `ORDERRESPONSE`. It has no codes: a line's quantity is what will come, its remark the verdict.
struct OpenTransOrderResponse: OrderResponseForm {
  static let root: String? = nil
  private static let party = [("type", "party_specific")]
  private static let remark = [("type", "orderresponse")]

  static func write(_ order: OrderVerdict, id: String, _ head: AnswerHead, to xml: inout XMLWriter) {
    xml.start(
      "ORDERRESPONSE",
      attributes: [
        ("xmlns", "http://www.opentrans.org/XMLSchema/2.1"), ("xmlns:bmecat", "http://www.bmecat.org/bmecat/2005"), ("version", "2.1"),
      ])
    writeHeader(order, head, &xml)
    xml.start("ORDERRESPONSE_ITEM_LIST")
    for line in order.lines { write(line, &xml) }
    xml.end()
    xml.start("ORDERRESPONSE_SUMMARY")
    xml.element("TOTAL_ITEM_NUM", String(order.lines.count))
    xml.end()
    xml.end()
  }

  private static func writeHeader(_ order: OrderVerdict, _ head: AnswerHead, _ xml: inout XMLWriter) {
    xml.start("ORDERRESPONSE_HEADER")
    xml.start("ORDERRESPONSE_INFO")
    xml.element("ORDER_ID", order.number.orUnknown)
    xml.element("ORDERRESPONSE_DATE", head.day + "T00:00:00")
    if let external = order.externalOrder { xml.element("SUPPLIER_ORDER_ID", external) }
    xml.start("PARTIES")
    for (id, role) in [(head.partner, "buyer"), (head.target, "supplier")] {
      xml.start("PARTY")
      xml.element("bmecat:PARTY_ID", id.orUnknown, attributes: party)
      xml.element("PARTY_ROLE", role)
      xml.end()
    }
    xml.end()
    xml.start("ORDER_PARTIES_REFERENCE")
    xml.element("bmecat:BUYER_IDREF", head.partner.orUnknown, attributes: party)
    xml.element("bmecat:SUPPLIER_IDREF", head.target.orUnknown, attributes: party)
    xml.end()
    xml.element("REMARKS", word(order.verdict), attributes: remark)
    for note in order.notes { xml.element("REMARKS", note, attributes: remark) }
    xml.end()
    xml.end()
  }

  private static func write(_ line: OrderVerdict.Line, _ xml: inout XMLWriter) {
    xml.start("ORDERRESPONSE_ITEM")
    xml.element("LINE_ITEM_ID", line.number.orUnknown)
    // Required, and all in it is optional: what was ordered stands in the order.
    xml.start("PRODUCT_ID")
    xml.end()
    xml.element("QUANTITY", String(line.verdict == .refused ? 0 : line.quantity ?? 0))
    xml.element("bmecat:ORDER_UNIT", "C62")
    xml.element("REMARKS", word(line.verdict), attributes: remark)
    for note in line.notes { xml.element("REMARKS", note, attributes: remark) }
    xml.end()
  }

  private static func word(_ verdict: OrderVerdict.Verdict) -> String { code(verdict, "accepted", "changed", "refused") }
}
