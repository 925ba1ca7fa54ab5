/// Names an entry of a list that need not have unique names: the second of a name is another one.
struct SeenKey: Hashable, Comparable {
  let name: String
  /// Of an order's line; empty elsewhere.
  let warehouse: String
  let occurrence: Int

  static func < (one: Self, other: Self) -> Bool {
    (one.name, one.warehouse, one.occurrence) < (other.name, other.warehouse, other.occurrence)
  }
}

/// Counts the names of a list as they come.
struct SeenKeys {
  private var counts: [[String]: Int] = [:]

  mutating func next(_ name: String, warehouse: String = "") -> SeenKey {
    let occurrence = counts[[name, warehouse], default: 0] + 1
    counts[[name, warehouse]] = occurrence
    return SeenKey(name: name, warehouse: warehouse, occurrence: occurrence)
  }
}
