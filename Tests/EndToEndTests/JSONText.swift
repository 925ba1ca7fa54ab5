import Contracts

extension JSONValue {
  /// Indented, one member a line; arrays and objects without anything inside stay on one.
  func pretty(indent: String = "") -> String {
    let inner = indent + "  "
    switch self {
    case .array(let elements) where !elements.isEmpty:
      return "[\n" + elements.map { inner + $0.pretty(indent: inner) }.joined(separator: ",\n") + "\n\(indent)]"
    case .object(let members) where !members.isEmpty:
      let lines = members.map { "\(inner)\(Self.compact(.string($0.name))): \($0.value.pretty(indent: inner))" }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
    default: return Self.compact(self)
    }
  }

  private static func compact(_ value: JSONValue) -> String { String(decoding: value.bytes, as: UTF8.self) }

  /// The members of each object by name, so that texts with another order compare equal.
  var sorted: JSONValue {
    switch self {
    case .array(let elements): .array(elements.map(\.sorted))
    case .object(let members): .object(members.map { Member($0.name, $0.value.sorted) }.sorted { $0.name < $1.name })
    default: self
    }
  }

  /// Each string replaced.
  func replacing(_ replacement: (String) -> String) -> JSONValue {
    switch self {
    case .string(let text): .string(replacement(text))
    case .array(let elements): .array(elements.map { $0.replacing(replacement) })
    case .object(let members): .object(members.map { Member($0.name, $0.value.replacing(replacement)) })
    default: self
    }
  }

  /// Every `index` in it, in order of first appearance.
  var indices: [String] {
    var found: [String] = []
    func walk(_ value: JSONValue) {
      for element in value.elements ?? [] { walk(element) }
      guard case .object(let members) = value else { return }
      for member in members {
        if member.name == "index", let index = member.value.text, !found.contains(index) { found.append(index) }
        walk(member.value)
      }
    }
    walk(self)
    return found
  }
}
