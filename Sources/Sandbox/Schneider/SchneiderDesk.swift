/// Schneider Electric's services: the token, product availability, and order status under both of its base paths.
struct SchneiderDesk: Sendable {
  static let tokenPath = "/token"

  private static let services: [(basePath: String, endpoints: [Endpoint])] = [
    ("/v2/sales-operation/product-availability", [.productAvailability]),
    ("/v1/supply-chain/partner-order-status", orderStatus),
    ("/v1/supply-chain/order-status", orderStatus),
  ]
  private static let orderStatus: [Endpoint] = [.orderSearch, .orderDetails, .itemDetails, .shipmentSchedules]

  var tokenEndpoint: TokenEndpoint
  var books: Books
  var misbehaviour: Misbehaviour

  static func owns(_ path: String) -> Bool { path == tokenPath || service(of: path) != nil }

  private static func service(of path: String) -> (basePath: String, endpoints: [Endpoint])? {
    services.first { path.hasPrefix($0.basePath + "/") }
  }

  func answer(_ arrival: Arrival, _ entry: inout RecordedRequest) async -> Delivery {
    let path = arrival.target.path
    guard let service = Self.service(of: path) else {
      guard arrival.method == Method.post.rawValue else { return Delivery(reply: .wrongMethod(allowed: [.post])) }
      return await misbehaviour.deliver(arrival, relativePath: path, &entry) { entry in tokenEndpoint.answer(arrival, &entry) }
    }
    do throws(TokenRefusal) {
      try tokenEndpoint.tokens.admit(authorization: arrival.authorization)
    } catch {
      entry.tokenRefusal = error
      return Delivery(reply: .empty(401))
    }
    switch Route.find(String(path.dropFirst(service.basePath.count)), arrival.method, among: service.endpoints) {
    case .dead(let reply): return Delivery(reply: reply)
    case .endpoint(let endpoint, let parameters):
      return await misbehaviour.deliver(arrival, relativePath: path, &entry) { _ in
        guard let call = Call(parameters, arrival.target) else { return .badRequest("The path or the query has a broken escape.") }
        return endpoint.answer(call, books)
      }
    }
  }
}
