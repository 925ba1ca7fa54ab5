import Documents
import Foundation
import Testing
import Translation

/// `docs/fields/` holds what `ferry describe` prints, for those who read before they install. `FERRY_RECORD=1` writes it anew, and fails on purpose.
@Suite struct PublishedFieldsTests {
  private static let folder = URL(filePath: #filePath).appending(path: "../../../docs/fields").standardized

  @Test(arguments: Kind.allCases)
  func `the published field table of a kind is the current one`(kind: Kind) throws {
    try expect("\(kind.rawValue).txt", toBe: FieldDescription(kind).text + "\n")
  }

  @Test(arguments: Kind.allCases)
  func `the published schema of a kind is the current one`(kind: Kind) throws {
    var writer = SchemaWriter(kind: kind)
    try expect("\(kind.rawValue).xsd", toBe: writer.write())
  }

  private func expect(_ name: String, toBe current: String) throws {
    let file = Self.folder.appending(path: name)
    if ProcessInfo.processInfo.environment["FERRY_RECORD"] != nil {
      try current.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("recorded \(file.path); run again without FERRY_RECORD")
    }
    let published = try String(contentsOf: file, encoding: .utf8)
    #expect(published == current, "docs/fields/\(name) is old; FERRY_RECORD=1 swift test --filter PublishedFieldsTests writes it anew")
  }
}
