extension Endpoint {
  /// `GET /orders/{externalOrderId}?externalOrderDate=`. 404 for an id that is not in the books, and for a date that is not, to the letter,
  /// the one the order got.
  static let orderState = Endpoint(.get, "/orders/{externalOrderId}") { call, books in
    guard let state = books.state(ofOrder: call.parameters[0], date: call.query["externalOrderDate"]) else { return .empty(404) }
    return .ok(state)
  }
}
