import Contracts
import Documents
import Translation

/// The JSON Schema (draft 2020-12) of profile files, for editors. Its keys and words are those that the reader itself asks for; what a key
/// means is told by `ProfileMeanings`.
enum ProfileSchema {
  /// With a line end behind it.
  static var text: String { json.indented() + "\n" }

  /// The keys of a profile, in the order in which they are read; and those of one field, below `field`.
  static func outline() -> (profile: [OutlinedKey], field: [OutlinedKey]) {
    let notes = SettingsNotes(describing: "profile")
    notes.describe(["extends"], .choice(BuiltinProfiles.names))
    let root = SettingsSection(nil, path: [], in: .file(notes.file, line: 0, column: 0), notes)
    let draft = ProfileReader(root: root, folder: nil).read(over: ProfileDraft(name: ""), extends: false)
    _ = PartnerKeys.read(root, over: PartnerSettings(handling: Handling()))
    _ = PartnerTargets(targets: [:], availability: nil).read(root, over: Handling.Targets())
    let inner = SettingsNotes(describing: "field")
    let field = SettingsSection(nil, path: ["field"], in: .file(inner.file, line: 0, column: 0), inner)
    _ = FieldReader(draft: draft, tables: ValueTableReader(folder: nil, encoding: nil, notes: inner)).rule(
      "", .section(field), field, line: 0)
    return (notes.outline ?? [], inner.outline ?? [])
  }

  static var json: JSONValue {
    let outline = outline()
    var root = SchemaObject()
    for key in outline.profile { root.add(key.path[...], key.shape) }
    var field = SchemaObject()
    for key in outline.field { field.add(key.path.dropFirst(), key.shape) }
    var members: [JSONValue.Member] = [
      .init("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      .init("title", .string("Partner profile of Ferry")),
      .init(
        "anyOf", .array([required("extends"), required("kind", "format", "fields")])),
    ]
    root.extra = [("fields", fields), ("defaults", defaults)]
    members += root.members(at: "")
    members.append(.init("$defs", .object([.init("field", fieldForms(field))])))
    return .object(members)
  }

  private static func required(_ keys: String...) -> JSONValue { .object([.init("required", .array(keys.map { .string($0) }))]) }

  // MARK: what is named by columns

  private static func fieldForms(_ field: SchemaObject) -> JSONValue {
    .object([
      .init(
        "anyOf",
        .array([
          .object([
            .init("type", .array([.string("string"), .string("integer"), .string("null")])),
            .init("description", .string(ProfileMeanings.of("field"))),
          ]), .object(field.members(at: "field")),
        ]))
    ])
  }

  private static var fields: JSONValue {
    var seen: Set<String> = []
    let all = Kind.allCases.flatMap(\.layout.fields).filter { seen.insert($0.column).inserted }
    return object(
      "fields",
      all.map { .init($0.column, .object([.init("$ref", .string("#/$defs/field")), .init("description", .string($0.meaning))])) })
  }

  private static var defaults: JSONValue {
    let columns = DefaultValues.fields.keys.sorted()
    let groups = Dictionary(grouping: columns.filter { $0.contains("_") }) { String($0.prefix { $0 != "_" }) }
    let alone = columns.map { JSONValue.Member($0, value($0)) }
    let grouped = groups.filter { $0.value.count > 1 && DefaultValues.fields[$0.key] == nil }.sorted { $0.key < $1.key }.map {
      group, columns in
      JSONValue.Member(
        group, object("", columns.map { .init(String($0.dropFirst(group.count + 1)), value($0)) }))
    }
    return object("defaults", alone + grouped)
  }

  private static func value(_ column: String) -> JSONValue {
    .object([SchemaObject.scalar, .init("description", .string(DefaultValues.fields[column]?.meaning ?? ""))])
  }

  private static func object(_ path: String, _ properties: [JSONValue.Member]) -> JSONValue {
    let meaning = path.isEmpty ? [] : [JSONValue.Member("description", .string(ProfileMeanings.of(path)))]
    return .object(
      [.init("type", .string("object"))] + meaning
        + [.init("properties", .object(properties)), .init("additionalProperties", .boolean(false))])
  }
}
