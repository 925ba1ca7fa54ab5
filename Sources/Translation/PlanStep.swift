/// Whether orders without warehouses or prices are completed by a shipping plan of the target, and what is done with what it cannot deliver
/// (docs/contract section 3, decision 2).
package struct PlanStep: Sendable, Hashable, Codable {
  package enum BackOrder: String, Sendable, Hashable, Codable, CaseIterable {
    /// The order is refused.
    case refuse
    /// What there is is ordered; the rest is not.
    case available
    /// The whole line is ordered from the primary warehouse.
    case primary
  }

  /// Columns of an order that the plan supplies.
  package static let columns: Set<String> = ["warehouse_id", "net_price", "currency"]

  package var isOn: Bool
  package var backOrder: BackOrder
  /// Sent with each plan: everything has to come from the primary warehouse.
  package var forcePrimaryWarehouse: Bool

  package init(isOn: Bool = false, backOrder: BackOrder = .refuse, forcePrimaryWarehouse: Bool = false) {
    self.isOn = isOn
    self.backOrder = backOrder
    self.forcePrimaryWarehouse = forcePrimaryWarehouse
  }
}
