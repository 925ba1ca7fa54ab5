import Contracts
import Journeys

/// What a pass came to, for people and programs.
enum ReportText {
  /// In the order in which people ask for them.
  private static let words = ["accepted", "duplicate", "refused", "conflict", "unconfirmed", "in_doubt", "failed", "waiting"]

  static func text(_ report: RunReport) -> String {
    let counts = list(report.counts)
    var lines = ["\(report.files) file\(report.files == 1 ? "" : "s") done\(counts.isEmpty ? "" : ": " + counts)"]
    if !report.resent.isEmpty { lines.append("sent again, as decided: \(list(report.resent))") }
    if report.waiting > 0 { lines.append("\(report.waiting) file\(report.waiting == 1 ? "" : "s") still on the way") }
    lines += report.held.sorted { $0.key < $1.key }.map { "target \($0.key) is held: \($0.value)" }
    lines += report.quarantined.sorted { $0.key < $1.key }.map { "\($0.key) stands in the error folder: \($0.value)" }
    lines += report.expected
    lines += report.troubles.map { "trouble: \($0)" } + report.faults.map { "fault in Ferry: \($0)" }
    if report.undecided > 0 {
      lines.append("what is in doubt or unconfirmed needs a decision: ferry status lists it, ferry resolve decides it")
    }
    return lines.map(PlainText.line).joined(separator: "\n")
  }

  private static func list(_ counts: [String: Int]) -> String {
    let known = words.filter { counts[$0] ?? 0 > 0 } + counts.keys.filter { !words.contains($0) && counts[$0] ?? 0 > 0 }.sorted()
    return known.map { "\(counts[$0] ?? 0) \($0.replacing("_", with: " "))" }.joined(separator: ", ")
  }

  static func json(_ report: RunReport) -> JSONValue {
    func numbers(_ map: [String: Int]) -> JSONValue {
      .object(map.sorted { $0.key < $1.key }.map { .init($0.key, .number(String($0.value))) })
    }
    func texts(_ map: [String: String]) -> JSONValue { .object(map.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) }) }
    return .object([
      .init("files", .number(String(report.files))), .init("waiting", .number(String(report.waiting))),
      .init("documents", numbers(report.counts)), .init("resent", numbers(report.resent)),
      .init("held", texts(report.held)), .init("quarantined", texts(report.quarantined)),
      .init("expected", .array(report.expected.map { .string($0) })),
      .init("troubles", .array(report.troubles.map { .string($0) })), .init("faults", .array(report.faults.map { .string($0) })),
    ])
  }
}
