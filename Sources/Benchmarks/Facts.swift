/// What a measurement gave: one line of `name=value`, for people and for `scripts/bench`.
struct Facts: CustomStringConvertible {
  private var facts: [String] = []

  mutating func add(_ name: String, _ value: Int) { facts.append("\(name)=\(value)") }

  mutating func add(_ name: String, _ value: String) { facts.append("\(name)=\(value)") }

  /// With as many decimals as are worth reading.
  mutating func add(_ name: String, _ value: Double) {
    guard value < 100 else { return add(name, Int(value.rounded())) }
    let scale: Double = value < 1 ? 1000 : 100
    facts.append("\(name)=\((value * scale).rounded() / scale)")
  }

  var description: String { facts.joined(separator: " ") }
}
