/// Compares a body with its shape and collects everything that is wrong, in the order of the tables, worded as the seed words it:
/// `items[0].index must not be blank`.
struct ShapeCheck {
  /// Empty: the body has the shape.
  private(set) var messages: [String] = []
  /// Paths of members the tables do not know. The facade ignores them; whoever tests a client wants to see them.
  private(set) var unknownFields: [String] = []

  private enum Step {
    case member(String)
    case element(Int)
  }

  private var path: [Step] = []

  init(_ body: JSONValue, against shape: Shape) {
    check(body, shape, isRequired: true)
  }

  private var here: String {
    guard !path.isEmpty else { return "body" }
    return path.reduce(into: "") { text, step in
      switch step {
      case .member(let name): text += text.isEmpty ? name : "." + name
      case .element(let position): text += "[\(position)]"
      }
    }
  }

  private mutating func complain(_ what: String) { messages.append("\(here) \(what)") }

  private mutating func check(_ value: JSONValue, _ shape: Shape, isRequired: Bool) {
    switch (shape, value) {
    case (.text, .text(let text)):
      if isRequired && isBlank(text) { complain("must not be blank") }
    case (.date, .text(let text)):
      if isBlank(text) { complain("must not be blank") } else if !CalendarDate.isReal(text) { complain("must be a date (yyyy-MM-dd)") }
    case (.oneOf(let names), .text(let text)):
      if !names.contains(text) { complain("must be one of \(names.joined(separator: ", "))") }
    case (.integer(let least), .number(let digits)): checkInteger(digits, atLeast: least)
    case (.number, .number), (.boolean, .boolean): break
    case (.textsByName, .object(let members)):
      for member in members where member.value.text == nil { complain("must hold strings only, unlike \(member.name)") }
    case (.array(let shape, let unique), .array(let elements)):
      if isRequired && elements.isEmpty { complain("must not be empty") }
      checkElements(elements, shape, uniqueBy: unique)
    case (.object(let fields, let alternatives), .object(let members)): checkMembers(members, fields, needsOneOf: alternatives)
    default: complain("must be \(name(of: shape))")
    }
  }

  private func name(of shape: Shape) -> String {
    switch shape {
    case .text, .date: "a string"
    case .oneOf(let names): "one of \(names.joined(separator: ", "))"
    case .integer: "an integer"
    case .number: "a number"
    case .boolean: "a boolean"
    case .array: "an array"
    case .object, .textsByName: "an object"
    }
  }

  private mutating func checkInteger(_ digits: String, atLeast least: Int?) {
    guard let number = Int32(digits) else { return complain("must be an integer") }
    guard let least, number < least else { return }
    complain(least == 1 ? "must be greater than 0" : "must be greater than or equal to \(least)")
  }

  private mutating func checkElements(_ elements: [JSONValue], _ shape: Shape, uniqueBy member: String?) {
    var seen: Set<String> = []
    for (position, element) in elements.enumerated() {
      path.append(.element(position))
      check(element, shape, isRequired: true)
      if let member, let text = element[member]?.text, !isBlank(text), !seen.insert(text).inserted {
        path.append(.member(member))
        complain("must be unique")
        path.removeLast()
      }
      path.removeLast()
    }
  }

  private mutating func checkMembers(_ members: [JSONMember], _ fields: [Field], needsOneOf alternatives: [String]) {
    for field in fields {
      path.append(.member(field.name))
      check(members, for: field)
      path.removeLast()
    }
    if !alternatives.isEmpty, !members.contains(where: { alternatives.contains($0.name) && $0.value != .null }) {
      complain("must have \(alternatives.joined(separator: " or "))")
    }
    for member in members where !fields.contains(where: { $0.name == member.name }) {
      path.append(.member(member.name))
      unknownFields.append(here)
      path.removeLast()
    }
  }

  private mutating func check(_ members: [JSONMember], for field: Field) {
    var found: JSONValue?
    for member in members where member.name == field.name {
      if found != nil { return complain("must not be given twice") }
      found = member.value
    }
    if let found, found != .null { return check(found, field.shape, isRequired: field.isRequired) }
    guard field.isRequired else { return }
    switch field.shape {
    case .text, .date: complain("must not be blank")
    case .array: complain("must not be empty")
    default: complain("must not be null")
    }
  }

  private func isBlank(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
  }
}
