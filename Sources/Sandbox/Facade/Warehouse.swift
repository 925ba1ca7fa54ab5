/// The three warehouses of the seed's examples; there are no others.
struct Warehouse: Sendable {
  var id: String
  var name: String

  static let all = [Warehouse(id: "68", name: "Milano"), Warehouse(id: "24", name: "Roma"), Warehouse(id: "44", name: "Torino")]

  /// The primary one.
  static let primary = all[0]

  static func exists(_ id: String) -> Bool { all.contains { $0.id == id } }
}
