/// One operation of a foreign API. The raw value stands in the ledger's journal.
package enum Operation: String, Sendable, Hashable, Codable, CaseIterable {
  // ERP facade
  case testConnection = "test_connection"
  case searchAvailabilities = "search_availabilities"
  case searchShippingPlans = "search_shipping_plans"
  case createOrder = "create_order"
  case getOrder = "get_order"
  case createReturn = "create_return"
  case getReturn = "get_return"
  case preCheckout = "precheckout"
  // Schneider Electric
  case getProductAvailability = "se_get_product_availability"
  case searchSchneiderOrders = "se_search_orders"
  case getSchneiderOrder = "se_get_order"
  case getSchneiderShipments = "se_get_shipments"

  package enum Method: String, Sendable, Hashable { case get = "GET", post = "POST" }

  package var method: Method {
    switch self {
    case .testConnection, .getOrder, .getReturn: .get
    case .getProductAvailability, .searchSchneiderOrders, .getSchneiderOrder, .getSchneiderShipments: .get
    case .searchAvailabilities, .searchShippingPlans, .createOrder, .createReturn, .preCheckout: .post
    }
  }

  /// An unsafe operation creates something and has no idempotency key: after an attempt that may have reached the target only a valid 2xx
  /// settles it, and it is never repeated by itself.
  package var isUnsafe: Bool { self == .createOrder || self == .createReturn }
}
