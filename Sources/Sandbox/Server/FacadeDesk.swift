/// Takes a request through the facade: token, path, method, media type, JSON, shape, business; and through a fault rule, if one acts.
struct FacadeDesk: Sendable {
  /// "" or "/v1".
  var basePath: String
  var doorkeeper: Doorkeeper
  var books: Books
  var misbehaviour: Misbehaviour

  func answer(_ arrival: Arrival, _ entry: inout RecordedRequest) async -> Delivery {
    guard arrival.target.path.hasPrefix(basePath + "/") else { return Delivery(reply: .empty(404)) }
    do throws(TokenRefusal) {
      try doorkeeper.admit(authorization: arrival.authorization)
    } catch {
      entry.tokenRefusal = error
      return Delivery(reply: .empty(401))
    }
    let path = String(arrival.target.path.dropFirst(basePath.count))
    let endpoint: Endpoint
    let parameters: [Substring]
    switch Route.find(path, arrival.method, among: ErpFacade.endpoints) {
    case .dead(let reply): return Delivery(reply: reply)
    case .endpoint(let found, let segments): (endpoint, parameters) = (found, segments)
    }
    let body = endpoint.body == nil ? .success(.null) : Result { () throws(JSONSyntaxError) in try JSONReader.read(arrival.body) }
    if case .success(let value) = body {
      entry.orderNumber = value["orderNumber"]?.text
      entry.returnNumber = value["returnNumber"]?.text
    }
    let numbers = [entry.orderNumber, entry.returnNumber].compactMap { $0 }
    return await misbehaviour.deliver(arrival, relativePath: path, numbers: numbers, &entry) { entry in
      reply(endpoint, parameters, arrival, body, &entry)
    }
  }

  /// The facade's own answer, without misbehaviour.
  private func reply(
    _ endpoint: Endpoint, _ parameters: [Substring], _ arrival: Arrival, _ body: Result<JSONValue, JSONSyntaxError>,
    _ entry: inout RecordedRequest
  ) -> Reply {
    guard var call = Call(parameters, arrival.target) else { return .refused(["the path or the query has a broken escape"]) }
    guard let shape = endpoint.body else { return endpoint.answer(call, books) }
    guard MediaType.isJSON(arrival.contentType) else { return .empty(415) }
    switch body {
    case .failure(let error): return .refused(["body is not JSON: \(error.message) at byte \(error.offset)"])
    case .success(let value):
      let check = ShapeCheck(value, against: shape)
      entry.unknownFields = check.unknownFields
      guard check.messages.isEmpty else { return .refused(check.messages) }
      call.body = value
      let reply = endpoint.answer(call, books)
      entry.externalIDs = reply.enteredIDs
      return reply
    }
  }
}
