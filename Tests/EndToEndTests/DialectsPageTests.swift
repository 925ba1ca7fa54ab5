import Foundation
import SystemPackage
import Testing
import Yams

/// `docs/dialects.md` names nothing that is not there, and every folder with a profile stands in it.
@Suite struct DialectsPageTests {
  private static let root = Sample.root.removingLastComponent()

  private func text(_ file: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: Self.root.pushing(FilePath(file)).string)), as: UTF8.self)
  }

  /// The cells of each row: trait, samples and tests, keys.
  private func rows() throws -> [[String]] {
    try text("docs/dialects.md").split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces) }
      return cells.count == 5 && !["trait", "---"].contains(cells[1]) ? Array(cells[1...3]) : nil
    }
  }

  private func samples(_ cell: String) -> [String] { cell.matches(of: /`samples\/([^`]+)`/).map { String($0.1) } }

  @Test func `every sample and every test of the page is there, and no trait is without one`() throws {
    let rows = try rows()
    #expect(rows.count > 50)
    for row in rows {
      let samples = samples(row[1])
      let tests = row[1].matches(of: /`(Tests\/[^`]+\.swift)` "([^"]+)"/).map { (file: String($0.1), name: String($0.2)) }
      #expect(!samples.isEmpty || !tests.isEmpty, "\(row[0]) has neither sample nor test")
      for sample in samples {
        let notes = Self.root.pushing(FilePath("samples/\(sample)/case.yaml"))
        #expect(FileManager.default.fileExists(atPath: notes.string), "samples/\(sample) is not there")
      }
      for test in tests { #expect(try text(test.file).contains("func `\(test.name)`("), "\(test.file) has no test \"\(test.name)\"") }
    }
  }

  @Test func `every sample of a partner's own files stands in the page`() throws {
    let named = Set(try rows().flatMap { samples($0[1]) })
    for sample in try Sample.all() where try sample.hasProfile {
      #expect(named.contains(sample.name), "samples/\(sample.name) has a profile and is not in docs/dialects.md")
    }
  }

  @Test func `every key of the page is one of the manual of profiles`() throws {
    let manual = try text("docs/profiles.md") + text("docs/settings.md")
    for row in try rows() {
      for key in row[2].matches(of: /`([a-z_.]+)`/).map({ String($0.1) }) { #expect(manual.contains("`\(key)`"), "\(key) of \(row[0])") }
    }
  }
}

extension Sample {
  fileprivate var hasProfile: Bool {
    get throws { !profiles.isEmpty || settings.contains("profile:") }
  }
}
