package import Contracts
import Ledgers

/// What people are told: a few facts and what to do. No content of documents, no secrets.
package struct Alert: Sendable, Hashable {
  /// `in_doubt`, `unconfirmed`, `poisoned`, `error_folder`, `held`, `missing_file`, `trouble`, `test`.
  package let event: String
  package var partner: String?
  package var target: String?
  package var count = 1
  /// The first of them.
  package var numbers: [String] = []
  package var files: [String] = []
  package let message: String
  package let remedy: String

  package static let test = Alert(
    event: "test", message: "this is a test of Ferry's alerts", remedy: "nothing: ferry check --alert has sent it")

  package func json(at time: String) -> JSONValue {
    func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
    func texts(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }
    return .object([
      .init("event", .string(event)), .init("time", .string(time)), .init("partner", text(partner)), .init("target", text(target)),
      .init("count", .number(String(count))), .init("numbers", texts(numbers)), .init("files", texts(files)),
      .init("message", .string(message)), .init("remedy", .string(remedy)),
    ])
  }
}

extension Alert {
  init(_ group: AlertNews.Group) {
    let documents = "\(group.count) document\(group.count == 1 ? "" : "s") of partner \(group.partner)"
    let files = "\(group.count) file\(group.count == 1 ? "" : "s") of partner \(group.partner)"
    let decide = "look at the target, then decide each one: ferry resolve NUMBER --confirm ID[@DATE] | --resend | --abandon"
    let words: (message: String, remedy: String) =
      switch group.event {
      case .inDoubt: ("\(documents) may have been taken by target \(group.target ?? "?") or not", decide)
      case .unconfirmed: ("\(documents) were taken by target \(group.target ?? "?"), which did not mention every line", decide)
      case .poisoned:
        ("Ferry itself failed on \(files) again and again", "report it with the log; ferry replay puts a file back")
      case .errorFolder: ("\(files) left something in the error folder", "read the report beside it, correct it and drop it again")
      }
    self.init(
      event: group.event.rawValue, partner: group.partner, target: group.target, count: group.count, numbers: group.numbers,
      files: group.files, message: words.message, remedy: words.remedy)
  }

  static func expected(of partner: String, _ message: String) -> Alert {
    Alert(event: "missing_file", partner: partner, message: message, remedy: "ask the partner for it: ferry status, ferry sequence")
  }

  static func trouble(_ trouble: Trouble) -> Alert {
    Alert(
      event: "trouble", message: "since \(trouble.since): \(trouble.message)",
      remedy: "mend what the message names; Ferry tries again by itself, and sends nothing twice: ferry status")
  }

  static func held(_ target: String, _ message: String, since time: String) -> Alert {
    Alert(
      event: "held", target: target, message: "target \(target) is held since \(time): \(message)",
      remedy: "see to the target; documents wait and are sent when it is back: ferry status")
  }
}
