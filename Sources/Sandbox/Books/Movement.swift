/// What a test lets happen to what is in the books, so that the state of it changes: goods leave, a quantity is cancelled, a return is
/// judged. An entry is named by its external id (`externalOrderId`, `externalReturnId`), or with all others by the platform's number
/// (`orderNumber`, `returnNumber`); of each the first line of the given number moves. Where one cannot move none does.
enum Movement {
  /// A parcel with `quantity`, or with all that is left, leaves; more than is left is refused. `shipper`, `shippingDate`, `comment`,
  /// `deliverySlipNumber` and `trackingId` are the parcel's.
  static func ship(_ bytes: [UInt8], _ books: Books) throws(ControlRefusal) {
    let parcelTexts = ["shipper", "shippingDate", "comment", "deliverySlipNumber", "trackingId"]
    let body = try ControlBody.read(
      bytes, as: orderShape([.required("parcel", .text)] + parcelTexts.map { .optional($0, .text) }))
    try books.changeOrders(orderLine(body)) { line throws(ControlRefusal) in
      let quantity = try taken(body, from: line)
      var parcel = [JSONMember("externalId", body["parcel"] ?? .null), JSONMember("quantity", .number(String(quantity)))]
      for name in parcelTexts { if let text = body[name] { parcel.append(JSONMember(name, text)) } }
      let shipped = line.with("parcels", .array((line["parcels"]?.elements ?? []) + [.object(parcel)]))
      return shipped.with("externalStatus", left(of: shipped) == 0 ? "shipped" : "partially_shipped")
    }
  }

  /// `quantity`, or all that is left, will not come.
  static func cancel(_ bytes: [UInt8], _ books: Books) throws(ControlRefusal) {
    let body = try ControlBody.read(bytes, as: orderShape([]))
    try books.changeOrders(orderLine(body)) { line throws(ControlRefusal) in
      let quantity = try taken(body, from: line) + (line["cancelledQuantity"]?.integer ?? 0)
      let cancelled = line.with("cancelledQuantity", .number(String(quantity)))
      return quantity == line["orderedQuantity"]?.integer ? cancelled.with("externalStatus", "cancelled") : cancelled
    }
  }

  /// The line's state becomes what is given: `status`, `refusalType`, `refusalReason`, `closed`, `recoveryValue` and `creditNoteNumber`; of
  /// these last both or none.
  static func judge(_ bytes: [UInt8], _ books: Books) throws(ControlRefusal) {
    let body = try ControlBody.read(bytes, as: judgementShape)
    var members = [JSONMember("externalReturnLineNumber", body["externalReturnLineNumber"] ?? .null)]
    for name in ["status", "refusalType", "refusalReason", "closed"] {
      if let value = body[name] { members.append(JSONMember(name, value)) }
    }
    let pricing = ["recoveryValue", "creditNoteNumber"].compactMap { name in body[name].map { JSONMember(name, $0) } }
    guard pricing.count != 1 else {
      throw ControlRefusal(messages: ["recoveryValue and creditNoteNumber must be given together"])
    }
    if !pricing.isEmpty { members.append(JSONMember("externalReturnPricingInfo", .object(pricing))) }
    let address = LineAddress(
      id: body["externalReturnId"]?.text, number: body["returnNumber"]?.text, line: body["externalReturnLineNumber"]?.text ?? "")
    try books.changeReturns(address) { _ throws(ControlRefusal) in .object(members) }
  }

  private static func orderShape(_ fields: [Field]) -> Shape {
    .object(
      [
        .optional("externalOrderId", .text), .optional("orderNumber", .text), .required("externalLineNumber", .text),
        .optional("quantity", .integer(atLeast: 1)),
      ] + fields, needsOneOf: ["externalOrderId", "orderNumber"])
  }

  private static let judgementShape = Shape.object(
    [
      .optional("externalReturnId", .text), .optional("returnNumber", .text), .required("externalReturnLineNumber", .text),
      .required("status", .oneOf(["ACCEPTED", "REFUSED"])),
      .optional("refusalType", .oneOf(["DAMAGED_PRODUCT", "ALREADY_USED_PRODUCT", "WRONG_PRODUCT", "OTHER"])),
      .optional("refusalReason", .text), .optional("closed", .boolean), .optional("recoveryValue", .text),
      .optional("creditNoteNumber", .text),
    ], needsOneOf: ["externalReturnId", "returnNumber"])

  private static func orderLine(_ body: JSONValue) -> LineAddress {
    LineAddress(id: body["externalOrderId"]?.text, number: body["orderNumber"]?.text, line: body["externalLineNumber"]?.text ?? "")
  }

  private static func taken(_ body: JSONValue, from line: JSONValue) throws(ControlRefusal) -> Int {
    let left = left(of: line)
    let quantity = body["quantity"]?.integer ?? left
    guard quantity > 0, quantity <= left else { throw ControlRefusal(messages: ["quantity must be from 1 to the \(left) that are left"]) }
    return quantity
  }

  /// What is neither cancelled nor shipped.
  private static func left(of line: JSONValue) -> Int {
    let parcels = line["parcels"]?.elements ?? []
    let gone = parcels.reduce(line["cancelledQuantity"]?.integer ?? 0) { $0 + ($1["quantity"]?.integer ?? 0) }
    return (line["orderedQuantity"]?.integer ?? 0) - gone
  }
}
