/// What a file asks for. The raw value is the name in file names, settings, the ledger and `ferry describe`.
package enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
  case orders
  case returns
  case availability
  case shippingPlans = "shipping-plans"
  case preCheckout = "precheckout"
  case orderStatus = "order-status"
  case returnStatus = "return-status"
  case seAvailability = "se-availability"
  case seOrders = "se-orders"
  case seOrder = "se-order"
  case seShipments = "se-shipments"

  /// Unsafe kinds create something at the target: their documents have numbers that are taken, and are never repeated by themselves.
  package var isUnsafe: Bool { self == .orders || self == .returns }

  /// Whose operations a kind asks for. `availability` lines may go to either, see `Layout.availability`.
  package var api: API {
    switch self {
    case .orders, .returns, .availability, .shippingPlans, .preCheckout, .orderStatus, .returnStatus: .erp
    case .seAvailability, .seOrders, .seOrder, .seShipments: .schneider
    }
  }

  /// The field table. One table serves reading, checking, the request body, `describe`, the templates, the XSD and the manual.
  package var layout: Layout {
    switch self {
    case .orders: .orders
    case .returns: .returns
    case .availability: .availability
    case .shippingPlans: .shippingPlans
    case .preCheckout: .preCheckout
    case .orderStatus: .orderStatus
    case .returnStatus: .returnStatus
    case .seAvailability: .seAvailability
    case .seOrders: .seOrders
    case .seOrder: .seOrder
    case .seShipments: .seShipments
    }
  }

  /// Finds the kind in a file name: the longest kind name that the name begins with, followed by the end of the stem or a non-letter;
  /// any case, `_` as `-`, singular and plural are equal. `orders-17.csv`, `ORDER_1.xml` and `Orders.csv` are all orders; `ordersheet.csv` is none.
  package static func named(byFile name: String) -> Kind? {
    var best: (kind: Kind, length: Int)?
    let stem = Array(NameParts(name).stem.utf8.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "-") : $0.lowercasedASCII })
    for kind in allCases {
      for spelling in kind.spellings.map({ Array($0.utf8) }) where stem.starts(with: spelling) {
        let isWhole = stem.count == spelling.count || !stem[spelling.count].isASCIILetter
        if isWhole, spelling.count > best?.length ?? 0 { best = (kind, spelling.count) }
      }
    }
    return best?.kind
  }

  /// Singular and plural; `se-order` and `se-orders` are two kinds.
  private var spellings: [String] {
    switch self {
    case .orders: ["orders", "order"]
    case .returns: ["returns", "return"]
    case .availability: ["availability", "availabilities"]
    case .shippingPlans: ["shipping-plans", "shipping-plan"]
    case .preCheckout: ["precheckout", "precheckouts"]
    case .orderStatus: ["order-status", "orders-status"]
    case .returnStatus: ["return-status", "returns-status"]
    case .seAvailability: ["se-availability", "se-availabilities"]
    case .seOrders: ["se-orders"]
    case .seOrder: ["se-order"]
    case .seShipments: ["se-shipments", "se-shipment"]
    }
  }
}

/// Which foreign API: a distributor's ERP facade, or Schneider Electric's.
package enum API: String, Sendable, Hashable, Codable, CaseIterable { case erp, schneider }

extension UInt8 {
  package var isASCIILetter: Bool { (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) }
  package var isASCIIDigit: Bool { (0x30...0x39).contains(self) }
  package var lowercasedASCII: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}
