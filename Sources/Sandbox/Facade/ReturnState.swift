extension Endpoint {
  /// `GET /returns/{externalReturnId}?externalReturnDate=`. 404 as for orders.
  static let returnState = Endpoint(.get, "/returns/{externalReturnId}") { call, books in
    guard let state = books.state(ofReturn: call.parameters[0], date: call.query["externalReturnDate"]) else { return .empty(404) }
    return .ok(state)
  }
}
