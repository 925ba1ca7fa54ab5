/// Takes a request through the facade: token, path, method, media type, JSON, shape, business; and through a fault rule, if one acts.
struct FacadeDesk: Sendable {
  /// "" or "/v1".
  var basePath: String
  var endpoints: [Endpoint]
  var doorkeeper: Doorkeeper
  var books: Books
  var faults: FaultBoard
  var record: RequestRecord
  var keepsBodies: Bool
  var pause: @Sendable (Duration) async throws -> Void

  func handle(_ arrival: Arrival) async -> Delivery {
    var entry = entry(arrival)
    let place = record.begin(entry)
    let delivery = await answer(arrival, &entry)
    entry.committed = delivery.reply.committed
    switch delivery.manner {
    case .dropped, .never: break
    case .whole, .truncated, .slowly: entry.status = delivery.reply.status
    }
    record.update(place, entry)
    return delivery
  }

  /// A request whose body was not read to its end.
  func refuseTooLong(_ arrival: Arrival) -> Delivery {
    var entry = entry(arrival)
    entry.status = 413
    _ = record.begin(entry)
    return Delivery(reply: .empty(413))
  }

  private func entry(_ arrival: Arrival) -> RecordedRequest {
    RecordedRequest(
      method: arrival.method, path: arrival.target.path, query: arrival.target.query,
      idempotencyKey: arrival.idempotencyKey, body: keepsBodies ? arrival.body : nil)
  }

  private func answer(_ arrival: Arrival, _ entry: inout RecordedRequest) async -> Delivery {
    guard arrival.target.path.hasPrefix(basePath + "/") else { return Delivery(reply: .empty(404)) }
    do throws(TokenRefusal) {
      try doorkeeper.admit(authorization: arrival.authorization)
    } catch {
      entry.tokenRefusal = error
      return Delivery(reply: .empty(401))
    }
    let path = String(arrival.target.path.dropFirst(basePath.count))
    let segments = path.split(separator: "/", omittingEmptySubsequences: false)
    let matches = endpoints.compactMap { endpoint in endpoint.match(segments).map { (endpoint, $0) } }
    guard !matches.isEmpty else { return Delivery(reply: .empty(404)) }
    guard let (endpoint, parameter) = matches.first(where: { $0.0.method.rawValue == arrival.method }) else {
      return Delivery(reply: .wrongMethod(allowed: matches.map(\.0.method)))
    }
    let body = endpoint.body == nil ? .success(.null) : Result { () throws(JSONSyntaxError) in try JSONReader.read(arrival.body) }
    if case .success(let value) = body {
      entry.orderNumber = value["orderNumber"]?.text
      entry.returnNumber = value["returnNumber"]?.text
    }
    let numbers = [entry.orderNumber, entry.returnNumber].compactMap { $0 }
    let rule = faults.take(arrival, relativePath: path, numbers: numbers)
    entry.fault = rule?.action.name
    if let rule, rule.delay > .zero { try? await pause(rule.delay) }
    return misbehave(rule?.action ?? .delay) { reply(endpoint, parameter, arrival, body, &entry) }
  }

  /// The facade's own answer, without misbehaviour.
  private func reply(
    _ endpoint: Endpoint, _ parameter: Substring, _ arrival: Arrival, _ body: Result<JSONValue, JSONSyntaxError>,
    _ entry: inout RecordedRequest
  ) -> Reply {
    guard let parameter = RequestTarget.decode(parameter), let query = arrival.target.parameters else {
      return .refused(["the path or the query has a broken escape"])
    }
    guard let shape = endpoint.body else { return endpoint.answer(Call(parameter: parameter, query: query, body: .null), books) }
    guard MediaType.isJSON(arrival.contentType) else { return .empty(415) }
    switch body {
    case .failure(let error): return .refused(["body is not JSON: \(error.message) at byte \(error.offset)"])
    case .success(let value):
      let check = ShapeCheck(value, against: shape)
      entry.unknownFields = check.unknownFields
      guard check.messages.isEmpty else { return .refused(check.messages) }
      let reply = endpoint.answer(Call(parameter: parameter, query: query, body: value), books)
      entry.externalIDs = reply.enteredIDs
      return reply
    }
  }

  private func misbehave(_ action: FaultAction, _ commit: () -> Reply) -> Delivery {
    switch action {
    case .delay: return Delivery(reply: commit())
    case .status(let status, let headers, let body): return Delivery(reply: foreign(status, headers, body))
    case .statusAfterCommit(let status, let headers, let body):
      return Delivery(reply: foreign(status, headers, body, committed: commit().committed))
    case .unauthorized: return Delivery(reply: .empty(401))
    case .redirect(let location): return Delivery(reply: Reply(status: 302, headers: [("Location", location)]))
    case .dropBefore: return Delivery(reply: .empty(200), manner: .dropped)
    case .dropAfter: return Delivery(reply: commit(), manner: .dropped)
    case .hang: return Delivery(reply: .empty(200), manner: .never)
    case .hangAfterCommit: return Delivery(reply: commit(), manner: .never)
    case .truncate: return Delivery(reply: commit(), manner: .truncated)
    case .slow(let pause): return Delivery(reply: commit(), manner: .slowly(pause))
    case .garbage:
      return Delivery(reply: foreign(200, [:], "<html><body>It works!</body></html>", committed: commit().committed))
    case .partial:
      var reply = commit()
      if reply.status == 200, case .json(let body) = reply.content { reply.content = .json(PartialAnswer.of(body)) }
      return Delivery(reply: reply)
    }
  }

  /// What something between client and facade would send.
  private func foreign(_ status: Int, _ headers: [String: String], _ body: String, committed: Bool = false) -> Reply {
    let headers = headers.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
    let content: Reply.Content = body.isEmpty ? .nothing : .bytes(Array(body.utf8), type: "text/html")
    return Reply(status: status, headers: headers, content: content, committed: committed)
  }
}
