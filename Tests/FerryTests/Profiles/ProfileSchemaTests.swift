import Contracts
import FoundationEssentials
import Testing

@testable import ferry

/// The published schema, and that it speaks of the keys that there are.
@Suite struct ProfileSchemaTests {
  /// `FERRY_RECORD=1` writes it anew, and fails on purpose.
  @Test func `the published schema is the current one`() throws {
    let file = URL(filePath: #filePath).appending(path: "../../../../docs/profile.schema.json").standardized
    if ProcessInfo.processInfo.environment["FERRY_RECORD"] != nil {
      try Data(ProfileSchema.text.utf8).write(to: file)
      Issue.record("recorded \(file.path); run again without FERRY_RECORD")
    }
    let published = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    #expect(
      published == ProfileSchema.text,
      "docs/profile.schema.json is old; FERRY_RECORD=1 swift test --filter ProfileSchemaTests writes it anew")
  }

  @Test func `every key has a meaning, and every meaning a key`() {
    let outline = ProfileSchema.outline()
    var paths: Set<String> = ["", "fields", "defaults"]
    for key in outline.profile + outline.field {
      for length in 1...key.path.count {
        paths.insert(key.path.prefix(length).joined(separator: ".").replacing(".[]", with: "[]"))
      }
    }
    #expect(paths.subtracting(ProfileMeanings.all.keys).sorted() == [])
    #expect(Set(ProfileMeanings.all.keys).subtracting(paths).sorted() == [])
  }

  @Test func `it is JSON that says what it is`() throws {
    let json = try JSONReader.read(Array(ProfileSchema.text.utf8))
    #expect(json["$schema"] == .string("https://json-schema.org/draft/2020-12/schema"))
    #expect(json["properties"]?["csv"]?["properties"]?["header"]?["type"] == .string("boolean"))
    #expect(json["properties"]?["fields"]?["properties"]?["order_number"]?["$ref"] == .string("#/$defs/field"))
    #expect(json["properties"]?["policy"]?["enum"] == .array([.string("partial"), .string("all-or-nothing")]))
    #expect(json["properties"]?["defaults"]?["properties"]?["operator"]?["properties"]?["email"] != nil)
    #expect(json["additionalProperties"] == .boolean(false))
  }

  @Test func `the manual has every key`() throws {
    let file = URL(filePath: #filePath).appending(path: "../../../../docs/profiles.md").standardized
    let manual = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    for path in ProfileMeanings.all.keys where !path.isEmpty && path != "field" && !path.hasSuffix("[]") {
      let key = path.split(separator: ".").last.map(String.init) ?? path
      #expect(manual.contains("`\(key)`") || manual.contains(".\(key)`"), "\(path)")
    }
  }
}
