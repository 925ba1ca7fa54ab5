/// A JSON value as it stood on the wire: numbers keep their text, objects keep the order and the repetition of their members.
indirect enum JSONValue: Sendable, Equatable {
  case null
  case boolean(Bool)
  /// The number's own text, so that `215`, `215.0` and `2.15e2` stay apart and prices come back exactly.
  case number(String)
  case text(String)
  case array([JSONValue])
  case object([JSONMember])

  /// The first member of that name; nil for anything that is not an object.
  subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  var text: String? {
    guard case .text(let text) = self else { return nil }
    return text
  }

  /// Whole numbers written without fraction and exponent that fit 64 bits.
  var integer: Int? {
    guard case .number(let digits) = self else { return nil }
    return Int(digits)
  }

  /// The object with this member in the place of the one of that name, or at its end.
  func with(_ name: String, _ value: JSONValue) -> JSONValue {
    var members = members
    if let position = members.firstIndex(where: { $0.name == name }) {
      members[position].value = value
    } else {
      members.append(JSONMember(name, value))
    }
    return .object(members)
  }

  var elements: [JSONValue] {
    guard case .array(let elements) = self else { return [] }
    return elements
  }

  var members: [JSONMember] {
    guard case .object(let members) = self else { return [] }
    return members
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  init(stringLiteral value: String) { self = .text(value) }
  init(integerLiteral value: Int) { self = .number(String(value)) }
  init(booleanLiteral value: Bool) { self = .boolean(value) }
  init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  init(dictionaryLiteral members: (String, JSONValue)...) { self = .object(members.map { JSONMember($0.0, $0.1) }) }
}
