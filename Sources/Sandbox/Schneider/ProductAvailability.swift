extension Endpoint {
  /// `GET /products/{product-reference}?quantity=&shipTo=`. Everything follows from the reference: how many there are before it becomes a
  /// shortage, and the days until delivery, counted from 2026-01-01. A reference that begins with `UNKNOWN` is none; one that begins with
  /// `SHORT` is always short. `supplyingPlant` stands for the members that nobody has heard of yet.
  static let productAvailability = Endpoint(.get, "/products/{product-reference}") { call, _ in
    let reference = call.parameters[0]
    guard let quantity = quantity(call.query["quantity"]) else { return .badRequest("quantity must be a number greater than 0.") }
    guard let shipTo = call.query["shipTo"], !shipTo.isEmpty else { return .badRequest("shipTo is missing.") }
    guard !reference.hasPrefix("UNKNOWN") else { return .invalidProduct }
    let stock = reference.hasPrefix("SHORT") ? 0 : Int(StableHash.of(reference, "stock") % 200)
    let shortage = quantity.value > Double(stock)
    let days = Int(StableHash.of(reference, "days") % 5) + (shortage ? 21 : 1)
    return .ok([
      "productReference": .text(reference), "quantity": .number(quantity.digits), "shipTo": .text(shipTo),
      "deliveryDate": .text("2026-01-\(days < 9 ? "0" : "")\(days + 1)"), "shortage": .boolean(shortage),
      "currLeadTime": .number(String(days)), "supplyingPlant": "FR03",
    ])
  }

  /// A JSON number greater than 0.
  private static func quantity(_ text: String?) -> (digits: String, value: Double)? {
    guard let text, case .number(let digits)? = try? JSONReader.read(Array(text.utf8)), let value = Double(digits), value > 0,
      value.isFinite
    else { return nil }
    return (digits, value)
  }
}
