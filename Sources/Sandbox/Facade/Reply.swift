/// What the facade answers, before any misbehaviour gets hold of it.
struct Reply: Sendable {
  enum Content: Sendable {
    case nothing
    case json(JSONValue)
    case bytes([UInt8], type: String)
  }

  var status: Int
  var headers: [(name: String, value: String)] = []
  var content: Content = .nothing
  /// Whether an order or a return was entered in the books by this call.
  var committed = false

  /// Of the orders or the return that were entered.
  var enteredIDs: [String] {
    guard committed, case .json(let body) = content else { return [] }
    var ids: [String] = []
    for item in body["items"]?.elements ?? [] {
      if let id = item["externalOrderId"]?.text ?? item["externalReturnId"]?.text, !ids.contains(id) { ids.append(id) }
    }
    return ids
  }

  static func empty(_ status: Int) -> Reply { Reply(status: status) }

  static func ok(_ body: JSONValue, committed: Bool = false) -> Reply {
    Reply(status: 200, content: .json(body), committed: committed)
  }

  /// The facade's only machine-readable error.
  static func refused(_ messages: [String]) -> Reply {
    Reply(status: 400, content: .json(["messages": .array(messages.map(JSONValue.text))]))
  }

  /// With `Allow`, as RFC 9110 section 15.5.6 wants it.
  static func wrongMethod(allowed: [Method]) -> Reply {
    Reply(status: 405, headers: [("Allow", allowed.map(\.rawValue).joined(separator: ", "))])
  }
}
