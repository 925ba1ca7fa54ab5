import Foundation
import SystemPackage
import Testing

/// `docs/operations-coverage.md` names nothing that is not there, and leaves no operation out.
@Suite struct OperationsCoverageTests {
  private static let root = Sample.root.removingLastComponent()

  private func text(_ file: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: Self.root.pushing(FilePath(file)).string)), as: UTF8.self)
  }

  @Test func `every sample and every test of the page is there`() throws {
    let page = try text("docs/operations-coverage.md")
    let samples = page.matches(of: /`(samples\/[^`]+)`/).map { String($0.1) }
    #expect(samples.count > 40)
    for sample in samples {
      #expect(FileManager.default.fileExists(atPath: Self.root.pushing(FilePath(sample + "/case.yaml")).string), "\(sample) is not there")
    }
    let tests = page.matches(of: /`(Tests\/[^`]+\.swift)`(?: "([^"]+)")?/).map { (file: String($0.1), name: $0.2.map(String.init)) }
    #expect(tests.count { $0.name != nil } > 30)
    for test in tests {
      let source = try text(test.file)
      if let name = test.name { #expect(source.contains("func `\(name)`("), "\(test.file) has no test \"\(name)\"") }
    }
  }

  @Test func `each of the thirteen operations has a test of its bytes and one of its failures, and a sample where a file asks for it`()
    throws
  {
    let rows = try text("docs/operations-coverage.md").split(separator: "\n").compactMap { line -> [String]? in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      return cells.count == 7 && Int(cells[0]) != nil ? cells : nil
    }
    #expect(rows.map { $0[0] } == (1...13).map(String.init))
    for row in rows {
      #expect(row[4].contains("`samples/") || row[2].hasPrefix("none"), "operation \(row[0]) has no sample")
      for cell in row[5...6] { #expect(cell.contains("Tests.swift` \""), "operation \(row[0]) lacks a test") }
    }
  }
}
