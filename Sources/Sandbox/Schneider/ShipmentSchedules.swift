extension Endpoint {
  /// `GET /orders/{country}/{order-number}/{item-number}/shipment-schedules`. An item without schedules has an empty list of them.
  static let shipmentSchedules = Endpoint(
    .get, "/orders/{country}/{order-number}/{item-number}/shipment-schedules", takesEmptySegments: true
  ) { call, books in
    let order: SchneiderOrder
    switch books.schneider.find(call) {
    case .failure(let refusal): return refusal.reply
    case .success(let found): order = found
    }
    let number = call.parameters[2]
    guard !number.isEmpty else { return .emptyItemNumber }
    if let schedules = order.schedules[number] { return .ok(schedules) }
    guard let details = order.details, let item = order.item(number) else { return .invalidInput }
    var members = ["itemNumber", "productReference", "catalogNumber"].compactMap { name in item[name].map { JSONMember(name, $0) } }
    members.append(JSONMember("shippingScheduleList", []))
    return .ok([
      "orderNumber": details["orderNumber"] ?? .null, "poNumber": details["poNumber"] ?? .null, "item": .object(members),
    ])
  }
}
