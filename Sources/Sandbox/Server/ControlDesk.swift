/// What a black-box test reads and sets under `/sandbox`, without a token; none of it is recorded.
///
/// | | |
/// | --- | --- |
/// | `GET /sandbox/requests` | what reached the facade and the services: a JSON array with one object a line |
/// | `GET /sandbox/orders`, `GET /sandbox/returns` | how often each number was entered in the books: `{"A-17": 1}` |
/// | `POST /sandbox/ship` | a parcel leaves: `{"orderNumber": "A-17", "externalLineNumber": "1", "quantity": 2, "parcel": "P-1"}` |
/// | `POST /sandbox/cancel` | a quantity will not come: `{"orderNumber": "A-17", "externalLineNumber": "1", "quantity": 2}` |
/// | `POST /sandbox/judge` | `{"returnNumber": "R-1", "externalReturnLineNumber": "1", "status": "ACCEPTED"}` (``Movement`` has the rest) |
/// | `GET /sandbox/tokens` | how many were issued at `/token`: `{"issued": 1}` |
/// | `POST /sandbox/expire-tokens` | none of them is good any more |
/// | `POST /sandbox/se-orders` | a country's generated orders (``GeneratedOrder``): `{"country": "FR", "count": 450}`, up to 10,000; one more comes in front |
/// | `POST /sandbox/faults` | adds rules (``FaultReader``); `DELETE` removes all |
/// | `POST /sandbox/reset` | forgets requests, orders, returns, rules and the count of tokens; tokens stay good |
struct ControlDesk: Sendable {
  static let path = "/sandbox"

  private static let paths: [String: [Method]] = [
    "requests": [.get], "orders": [.get], "returns": [.get], "ship": [.post], "cancel": [.post], "judge": [.post], "tokens": [.get],
    "expire-tokens": [.post], "se-orders": [.post], "faults": [.post, .delete], "reset": [.post],
  ]

  var books: Books
  var faults: FaultBoard
  var record: RequestRecord
  var tokens: SchneiderTokens

  func handle(_ arrival: Arrival) -> Reply {
    let name = String(arrival.target.path.dropFirst(Self.path.count + 1))
    guard let methods = Self.paths[name] else { return .empty(404) }
    guard let method = Method(rawValue: arrival.method), methods.contains(method) else { return .wrongMethod(allowed: methods) }
    do {
      return try answer(name, method, arrival.body)
    } catch {
      return .refused(error.messages)
    }
  }

  private func answer(_ name: String, _ method: Method, _ body: [UInt8]) throws(ControlRefusal) -> Reply {
    switch (name, method) {
    case ("requests", _): return requests()
    case ("orders", _): return counts(books.orderCounts)
    case ("returns", _): return counts(books.returnCounts)
    case ("ship", _): try Movement.ship(body, books)
    case ("cancel", _): try Movement.cancel(body, books)
    case ("judge", _): try Movement.judge(body, books)
    case ("tokens", _): return counts(["issued": tokens.issued])
    case ("expire-tokens", _): tokens.revokeAll()
    case ("se-orders", _): try fill(body)
    case ("faults", .post): faults.add(try FaultReader.read(body))
    case ("faults", _): faults.clear()
    default: reset()
    }
    return .empty(200)
  }

  /// Why nothing moved; empty: it did.
  func move(_ movement: SandboxMovement, _ body: [UInt8]) -> [String] {
    do throws(ControlRefusal) {
      switch movement {
      case .ship: try Movement.ship(body, books)
      case .cancel: try Movement.cancel(body, books)
      case .judge: try Movement.judge(body, books)
      }
      return []
    } catch {
      return error.messages
    }
  }

  func reset() {
    record.reset()
    books.reset()
    faults.clear()
    tokens.resetCount()
  }

  private func fill(_ body: [UInt8]) throws(ControlRefusal) {
    let shape = Shape.object([.required("country", .text), .required("count", .integer(atLeast: 0))])
    let body = try ControlBody.read(body, as: shape)
    guard let country = body["country"]?.text, let count = body["count"]?.integer, count <= 10_000 else {
      throw ControlRefusal(messages: ["count must be from 0 to 10000"])
    }
    books.schneider.fill(country: country, count: count)
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
