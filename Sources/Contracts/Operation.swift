/// One operation of a foreign API. The raw value stands in the ledger's journal.
package enum Operation: String, Sendable, Hashable, Codable, CaseIterable {
  case testConnection = "test_connection"
  case searchAvailabilities = "search_availabilities"
  case createOrder = "create_order"
  case getOrder = "get_order"
  case createReturn = "create_return"
  case getReturn = "get_return"

  package enum Method: String, Sendable, Hashable { case get = "GET", post = "POST" }

  package var method: Method {
    switch self {
    case .testConnection, .getOrder, .getReturn: .get
    case .searchAvailabilities, .createOrder, .createReturn: .post
    }
  }

  /// An unsafe operation creates something and has no idempotency key: after an attempt that may have reached the target only a valid 2xx
  /// settles it, and it is never repeated by itself.
  package var isUnsafe: Bool { self == .createOrder || self == .createReturn }
}
