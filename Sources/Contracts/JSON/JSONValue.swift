/// A JSON text as read: numbers keep their digits (money is never binary floating point), objects keep their order.
package enum JSONValue: Sendable, Hashable {
  case null
  case boolean(Bool)
  /// The number's own text, `204.25`.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([Member])

  package struct Member: Sendable, Hashable {
    package let name: String
    package let value: JSONValue
    package init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// The member of an object; nil where it is absent or this is no object.
  package subscript(_ name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.name == name }?.value
  }

  /// The members of an object; nil for anything else.
  package var members: [Member]? {
    guard case .object(let members) = self else { return nil }
    return members
  }

  /// The elements of an array; nil for anything else.
  package var elements: [JSONValue]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }

  /// Identifiers come as string or number: either is read, the text is kept. Booleans as `true`/`false`; nil for null, arrays, objects.
  package var text: String? {
    switch self {
    case .string(let text), .number(let text): text
    case .boolean(let flag): flag ? "true" : "false"
    case .null, .array, .object: nil
    }
  }
}
