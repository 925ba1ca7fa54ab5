import Contracts

/// One mapping of the schema, with the mappings inside.
struct SchemaObject {
  private enum Member {
    case key(KeyShape)
    case object(SchemaObject)
    /// A list of mappings.
    case items(SchemaObject)
  }

  private var members: [(name: String, member: Member)] = []
  /// Members that are no single keys.
  var extra: [(name: String, schema: JSONValue)] = []

  /// Once, however often it was asked for.
  mutating func add(_ path: ArraySlice<String>, _ shape: KeyShape) {
    guard let name = path.first else { return }
    let rest = path.dropFirst()
    let known = members.firstIndex { $0.name == name }
    guard !rest.isEmpty else {
      if known == nil { members.append((name, .key(shape))) }
      return
    }
    let isList = rest.first == "[]"
    var inner = SchemaObject()
    if let known {
      switch members[known].member {
      case .object(let object), .items(let object): inner = object
      case .key: break
      }
    }
    inner.add(isList ? rest.dropFirst() : rest, shape)
    let member: Member = isList ? .items(inner) : .object(inner)
    if let known { members[known].member = member } else { members.append((name, member)) }
  }

  /// The members of the schema's object. `path`: dotted, empty for the root.
  func members(at path: String) -> [JSONValue.Member] {
    let own = members.map { name, member in
      JSONValue.Member(name, Self.schema(member, at: path.isEmpty ? name : "\(path).\(name)"))
    }
    return [
      .init("type", .string("object")), .init("description", .string(ProfileMeanings.of(path))),
      .init("properties", .object(own + extra.map { .init($0.name, $0.schema) })), .init("additionalProperties", .boolean(false)),
    ]
  }

  private static func schema(_ member: Member, at path: String) -> JSONValue {
    switch member {
    case .object(let object): .object(object.members(at: path))
    case .items(let object):
      .object([
        .init("type", .string("array")), .init("description", .string(ProfileMeanings.of(path))),
        .init("items", .object(object.members(at: path + "[]"))),
      ])
    case .key(let shape): .object(Self.shape(shape) + [.init("description", .string(ProfileMeanings.of(path)))])
    }
  }

  /// YAML's plain numbers and booleans are read as they are written.
  static let scalar = JSONValue.Member("type", .array([.string("string"), .string("number"), .string("boolean")]))

  private static func shape(_ shape: KeyShape) -> [JSONValue.Member] {
    switch shape {
    case .text: [scalar]
    case .boolean: [.init("type", .string("boolean"))]
    case .integer(let range):
      [
        .init("type", .string("integer")), .init("minimum", .number("\(range.lowerBound)")),
        .init("maximum", .number("\(range.upperBound)")),
      ]
    case .choice(let words): [.init("enum", .array(words.map { .string($0) }))]
    case .list:
      [
        .init(
          "anyOf",
          .array([.object([scalar]), .object([.init("type", .string("array")), .init("items", .object([scalar]))])]))
      ]
    case .map(let words): [map(words)].flatMap { $0 }
    case .table: [.init("anyOf", .array([.object([.init("type", .string("string"))]), .object(map([]))]))]
    case .source: [.init("anyOf", .array([.object([scalar]), .object([.init("type", .string("object"))])]))]
    }
  }

  private static func map(_ words: [String]) -> [JSONValue.Member] {
    let value = words.isEmpty ? scalar : JSONValue.Member("enum", .array(words.map { .string($0) }))
    return [.init("type", .string("object")), .init("additionalProperties", .object([value]))]
  }
}

extension JSONValue {
  /// For people: two blanks a level; what holds no objects stands on one line.
  func indented(_ level: Int = 0) -> String {
    let pad = String(repeating: "  ", count: level + 1)
    let end = "\n" + String(repeating: "  ", count: level)
    switch self {
    case .object(let members) where !members.isEmpty:
      let lines = members.map {
        pad + String(decoding: JSONValue.string($0.name).bytes, as: UTF8.self) + ": " + $0.value.indented(level + 1)
      }
      return "{\n" + lines.joined(separator: ",\n") + end + "}"
    case .array(let elements) where elements.contains { if case .object = $0 { true } else { false } }:
      return "[\n" + elements.map { pad + $0.indented(level + 1) }.joined(separator: ",\n") + end + "]"
    default: return String(decoding: bytes, as: UTF8.self)
    }
  }
}
