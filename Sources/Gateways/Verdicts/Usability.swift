import Contracts

/// Can a 2xx be worked with? (docs/contract section 2: JSON with at least one `index` that was sent, and the id beside it.)
enum Usability {
  static func isUsable(_ body: [UInt8], for call: PlannedCall) -> Bool {
    if call.operation == .testConnection { return true }
    guard let json = try? JSONReader.read(body) else { return false }
    let items = json["items"]?.elements ?? []
    let sent = Set(call.indices)
    switch call.operation {
    case .testConnection: return true
    case .getOrder, .getReturn: return json["items"]?.elements != nil
    case .preCheckout: return json["shipping"]?.elements != nil
    case .getProductAvailability: return json.members != nil
    case .searchSchneiderOrders: return json["orderList"]?.elements != nil
    case .getSchneiderOrder: return json["orderNumber"] != nil
    case .getSchneiderShipments: return json["item"] != nil
    case .searchAvailabilities, .searchShippingPlans: return items.contains { names(sent, $0) }
    case .createReturn: return items.contains { has("externalReturnId", $0) && names(sent, $0) }
    case .createOrder:
      return items.contains { order in has("externalOrderId", order) && (order["lines"]?.elements ?? []).contains { names(sent, $0) } }
    }
  }

  private static func names(_ sent: Set<String>, _ item: JSONValue) -> Bool {
    item["index"]?.text.map(sent.contains) ?? false
  }

  /// An identifier as string or number, not empty.
  private static func has(_ id: String, _ item: JSONValue) -> Bool {
    switch item[id] {
    case .string(let text), .number(let text): !text.isEmpty
    default: false
    }
  }
}
