extension Endpoint {
  /// `GET /orders/{country}/{order-number}`.
  static let orderDetails = Endpoint(.get, "/orders/{country}/{order-number}", takesEmptySegments: true) { call, books in
    switch books.schneider.find(call) {
    case .failure(let refusal): refusal.reply
    case .success(let order): order.details.map { .ok($0) } ?? .invalidOrderNumber
    }
  }

  /// `GET /orders/{country}/{order-number}/{item-number}`: the same document with that item alone.
  static let itemDetails = Endpoint(.get, "/orders/{country}/{order-number}/{item-number}", takesEmptySegments: true) { call, books in
    switch books.schneider.find(call) {
    case .failure(let refusal): return refusal.reply
    case .success(let order):
      guard let details = order.details else { return .invalidOrderNumber }
      guard let item = order.item(call.parameters[2]) else { return .invalidInput }
      return .ok(details.with("itemList", [["item": item]]))
    }
  }
}
