/// What a black-box test reads and sets under `/sandbox`, without a token; none of it is recorded.
///
/// | | |
/// | --- | --- |
/// | `GET /sandbox/requests` | what reached the facade: a JSON array with one object a line |
/// | `GET /sandbox/orders`, `GET /sandbox/returns` | how often each number was entered in the books: `{"A-17": 1}` |
/// | `POST /sandbox/faults` | adds rules (``FaultReader``); `DELETE` removes all |
/// | `POST /sandbox/reset` | forgets requests, orders, returns and rules |
struct ControlDesk: Sendable {
  static let path = "/sandbox"

  var books: Books
  var faults: FaultBoard
  var record: RequestRecord

  func handle(_ arrival: Arrival) -> Reply {
    let paths = ["requests": [Method.get], "orders": [.get], "returns": [.get], "faults": [.post, .delete], "reset": [.post]]
    let name = String(arrival.target.path.dropFirst(Self.path.count + 1))
    guard let methods = paths[name] else { return .empty(404) }
    guard let method = Method(rawValue: arrival.method), methods.contains(method) else { return .wrongMethod(allowed: methods) }
    switch (name, method) {
    case ("requests", _): return requests()
    case ("orders", _): return counts(books.orderCounts)
    case ("returns", _): return counts(books.returnCounts)
    case ("faults", .post): return add(arrival.body)
    case ("faults", _): faults.clear()
    default: reset()
    }
    return .empty(200)
  }

  func reset() {
    record.reset()
    books.reset()
    faults.clear()
  }

  private func add(_ body: [UInt8]) -> Reply {
    do {
      faults.add(try FaultReader.read(body))
      return .empty(200)
    } catch {
      return .refused(error.messages)
    }
  }

  private func counts(_ counts: [String: Int]) -> Reply {
    .ok(.object(counts.sorted { $0.key < $1.key }.map { JSONMember($0.key, .number(String($0.value))) }))
  }

  private func requests() -> Reply {
    let lines = record.requests.map { JSONWriter.bytes(json($0)) }
    let bytes = Array("[\n".utf8) + Array(lines.joined(separator: Array(",\n".utf8))) + Array("\n]\n".utf8)
    return Reply(status: 200, content: .bytes(bytes, type: "application/json"))
  }

  private func json(_ request: RecordedRequest) -> JSONValue {
    func text(_ text: String?) -> JSONValue { text.map(JSONValue.text) ?? .null }
    return [
      "method": .text(request.method), "path": .text(request.path), "query": text(request.query),
      "status": request.status.map { .number(String($0)) } ?? .null, "committed": .boolean(request.committed),
      "orderNumber": text(request.orderNumber), "returnNumber": text(request.returnNumber),
      "idempotencyKey": text(request.idempotencyKey), "fault": text(request.fault), "tokenRefusal": text(request.tokenRefusal?.rawValue),
      "unknownFields": .array(request.unknownFields.map(JSONValue.text)),
      "externalIds": .array(request.externalIDs.map(JSONValue.text)),
      "body": text(request.body.map { String(decoding: $0, as: UTF8.self) }),
    ]
  }
}
