import Formats

/// SAP IDoc `ORDERS05` with message type `ORDRSP`, as many `IDOC` in it as there are orders. Action of an item: 004 not changed, 002 changed,
/// 003 cancelled with a reason for rejection.
///
/// SAP's fields have fixed lengths. Names are cut to them; an identifier that is longer is left out, and stands in the text of its line.
struct IDocOrderResponse: OrderResponseForm {
  static let root: String? = "ORDERS05"
  /// Reason for rejection that SAP systems have without customizing: assigned by the system.
  private static let rejection = "00"
  /// Characters of `SNDPRN` and `RCVPRN`, of `PARTN`, of `BELNR`, of `ZEILE`.
  private static let system = 10
  private static let partner = 17
  private static let reference = 35
  private static let item = 6

  static func write(_ order: OrderVerdict, id: String, _ head: AnswerHead, to xml: inout XMLWriter) {
    xml.start("IDOC", attributes: [("BEGIN", "1")])
    segment("EDI_DC40", control(id, head), &xml)
    let external = order.externalOrder.flatMap { fitting($0, reference) }
    segment("E1EDK01", [("BELNR", external)], &xml)
    segment("E1EDK03", [("IDDAT", "012"), ("DATUM", day(head))], &xml)
    segment("E1EDKA1", [("PARVW", "AG"), ("PARTN", String(head.partner.prefix(partner)))], &xml)
    segment("E1EDKA1", [("PARVW", "LF"), ("PARTN", String(head.target.prefix(partner)))], &xml)
    segment("E1EDK02", [("QUALF", "001"), ("BELNR", order.number)], &xml)
    if let external { segment("E1EDK02", [("QUALF", "002"), ("BELNR", external)], &xml) }
    text("E1EDKT1", "E1EDKT2", order.notes, &xml)
    for line in order.lines { write(line, &xml) }
    segment("E1EDS01", [("SUMID", "001"), ("SUMME", String(order.lines.count))], &xml)
    xml.end()
  }

  private static func control(_ id: String, _ head: AnswerHead) -> [(String, String?)] {
    [
      ("TABNAM", "EDI_DC40"), ("DIRECT", "2"), ("IDOCTYP", "ORDERS05"), ("MESTYP", "ORDRSP"), ("SNDPOR", "FERRY"), ("SNDPRT", "LS"),
      ("SNDPRN", String(head.target.orUnknown.prefix(system))), ("RCVPOR", "FERRY"), ("RCVPRT", "LS"),
      ("RCVPRN", String(head.partner.orUnknown.prefix(system))), ("CREDAT", day(head)),
      ("ARCKEY", id),
    ]
  }

  private static func write(_ line: OrderVerdict.Line, _ xml: inout XMLWriter) {
    let isRefused = line.verdict == .refused
    open("E1EDP01", &xml)
    fields(
      [
        ("POSEX", line.number), ("ACTION", code(line.verdict, "004", "002", "003")), ("MENGE", line.quantity.map(String.init)),
        ("MENEE", line.quantity == nil ? nil : "PCE"), ("ABGRU", isRefused ? rejection : nil),
        ("ABGRT", isRefused ? String(line.code.prefix(40)) : nil),
      ], &xml)
    for place in line.placed {
      guard let id = fitting(place.id, reference) else { continue }
      segment("E1EDP02", [("QUALF", "002"), ("BELNR", id), ("ZEILE", fitting(place.line, item))], &xml)
    }
    for place in line.placed where !place.quantity.isEmpty { segment("E1EDP20", [("WMENG", place.quantity)], &xml) }
    text("E1EDPT1", "E1EDPT2", line.notes, &xml)
    xml.end()
  }

  /// One text of English paragraphs, in lines of the 70 characters that a field has.
  private static func text(_ name: String, _ lineName: String, _ paragraphs: [String], _ xml: inout XMLWriter) {
    guard !paragraphs.isEmpty else { return }
    open(name, &xml)
    fields([("TDID", "0001"), ("TSSPRAS", "E"), ("TSSPRAS_ISO", "EN")], &xml)
    for paragraph in paragraphs {
      var rest = paragraph[...]
      var format = "*"
      repeat {
        segment(lineName, [("TDLINE", String(rest.prefix(70))), ("TDFORMAT", format)], &xml)
        rest = rest.dropFirst(70)
        format = "="
      } while !rest.isEmpty
    }
    xml.end()
  }

  private static func fitting(_ identifier: String, _ length: Int) -> String? { identifier.count <= length ? identifier : nil }

  private static func day(_ head: AnswerHead) -> String { String(head.day.filter { $0 != "-" }) }

  private static func segment(_ name: String, _ fields: [(String, String?)], _ xml: inout XMLWriter) {
    open(name, &xml)
    self.fields(fields, &xml)
    xml.end()
  }

  private static func open(_ name: String, _ xml: inout XMLWriter) { xml.start(name, attributes: [("SEGMENT", "1")]) }

  /// Without those that are empty.
  private static func fields(_ fields: [(String, String?)], _ xml: inout XMLWriter) {
    for (name, value) in fields { if let value, !value.isEmpty { xml.element(name, value) } }
  }
}
