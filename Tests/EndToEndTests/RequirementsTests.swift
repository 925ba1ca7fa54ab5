import Foundation
import SystemPackage
import Testing

/// `docs/requirements.md` and `docs/threat-model.md` name no test that is not there.
@Suite struct RequirementsTests {
  private static let root = Sample.root.removingLastComponent()

  private func text(_ file: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: Self.root.pushing(FilePath(file)).string)), as: UTF8.self)
  }

  @Test(arguments: ["docs/requirements.md", "docs/threat-model.md"]) func `every test of the page is there`(page: String) throws {
    let tests = try text(page).matches(of: /`(Tests\/[^`]+\.swift)`(?: "([^"]+)")?/).map {
      (file: String($0.1), name: $0.2.map(String.init))
    }
    #expect(tests.count { $0.name != nil } > 20)
    for test in tests {
      let source = try text(test.file)
      if let name = test.name { #expect(source.contains("func `\(name)`("), "\(test.file) has no test \"\(name)\"") }
    }
  }

  /// Its tables name suites, and tests by how they begin.
  @Test func `every test that the tables of the reliability page name is there`() throws {
    let files = FileManager.default.enumerator(atPath: Self.root.appending("Tests").string)?.compactMap { $0 as? String } ?? []
    var count = 0
    for row in try text("docs/reliability.md").split(separator: "\n") where row.hasPrefix("| ") {
      var sources: [String] = []
      for name in row.split(separator: "|").last?.matches(of: /`([A-Za-z\/]+Tests)`|"([^"…]+)…?"/) ?? [] {
        if let suite = name.1 {
          let found = files.filter { ("/" + $0).hasSuffix("/\(suite).swift") }
          #expect(!found.isEmpty, "there is no suite \(suite)")
          sources = try found.map { try text("Tests/" + $0) }
        } else if let test = name.2 {
          count += 1
          #expect(
            sources.contains { $0.contains("func `\(test.trimmingCharacters(in: .whitespaces))") },
            "no test begins with \"\(test)\": \(row)")
        }
      }
    }
    #expect(count > 20)
  }

  @Test func `each requirement on files has a test`() throws {
    let rows = try text("docs/requirements.md").split(separator: "\n").filter { $0.hasPrefix("| R") }
    let numbers = rows.compactMap { Int($0.split(separator: " ")[1].dropFirst()) }
    #expect(numbers == Array(1...11) + Array(22...31) + [33, 34] + Array(37...40))
    for row in rows { #expect(row.contains("Tests.swift`"), "\(row)") }
  }
}
