import Contracts
import Documents
import Journeys

extension ReportText {
  static func text(_ report: RestorationReport, isTrial: Bool) -> String {
    var lines = [
      "compared: \(report.originals) file\(report.originals == 1 ? "" : "s") and \(report.answers) answer\(report.answers == 1 ? "" : "s") that the ledger did not know the end of"
    ]
    for state in [DocumentState.accepted, .unconfirmed, .inDoubt] {
      guard let count = report.entered[state.rawValue] else { continue }
      let numbers = report.numbers[state.rawValue] ?? []
      let shown = numbers.joined(separator: ", ") + (count > numbers.count ? ", …" : "")
      lines.append("\(isTrial ? "to enter" : "entered") as \(DocumentNames.state(state)): \(count) (\(shown))")
    }
    lines.append("known before: \(report.known); not sent or refused, number free: \(report.free)")
    if report.unreadableAnswers > 0 {
      lines.append("\(report.unreadableAnswers) answers in a layout of a partner's own tell nothing; their documents are in doubt")
    }
    if report.illegible > 0 {
      let shown = report.illegibleNumbers.joined(separator: ", ") + (report.illegible > report.illegibleNumbers.count ? ", …" : "")
      lines.append(
        "today's settings refuse \(report.illegible) of them, so that their content is not known: \(shown); dropped again they are in conflict"
      )
    }
    lines += report.troubles + report.unread.map { "\($0.path): \($0.reason)" }
    if !report.unread.isEmpty { lines.append(unread(report)) }
    if isTrial { lines.append("nothing was written; without --dry-run it is") }
    if !isTrial, report.entered[DocumentState.inDoubt.rawValue] != nil {
      lines.append("decide what is in doubt: ferry status, then ferry resolve")
    }
    return lines.map(PlainText.line).joined(separator: "\n")
  }

  private static func unread(_ report: RestorationReport) -> String {
    let files = report.unread.count == 1 ? "this file" : "these \(report.unread.count) files"
    return report.isUnreadAccepted
      ? "went on without \(files): what was sent of it and stands nowhere else is sent again where it is dropped again"
      : "nothing is sent before \(files) can be read: mend the disk or the settings, or move it away, then run ferry check --restored again; to go on "
        + "without it, whatever it held: ferry check --restored --accept-unreadable"
  }

  static func json(_ report: RestorationReport, isTrial: Bool) -> JSONValue {
    func number(_ count: Int) -> JSONValue { .number(String(count)) }
    return .object([
      .init("dry_run", .boolean(isTrial)), .init("files", number(report.originals)), .init("answers", number(report.answers)),
      .init("unreadable_answers", number(report.unreadableAnswers)),
      .init("entered", .object(report.entered.sorted { $0.key < $1.key }.map { .init($0.key, number($0.value)) })),
      .init("numbers", .object(report.numbers.sorted { $0.key < $1.key }.map { .init($0.key, .array($0.value.map { .string($0) })) })),
      .init(
        "without_content",
        .object([.init("count", number(report.illegible)), .init("numbers", .array(report.illegibleNumbers.map { .string($0) }))])),
      .init("known", number(report.known)), .init("free", number(report.free)),
      .init("troubles", .array(report.troubles.map { .string($0) })),
      .init(
        "unreadable",
        .array(report.unread.map { .object([.init("file", .string($0.path)), .init("reason", .string($0.reason))]) })),
      .init("complete", .boolean(report.isComplete)),
    ])
  }
}

extension ExitStatus {
  init(of report: RestorationReport) {
    let isDoubtful = report.entered.keys.contains { $0 != DocumentState.accepted.rawValue }
    self = ExitStatus.worst([report.troubles.isEmpty && report.isComplete ? .ok : .trouble, isDoubtful ? .doubt : .ok])
  }
}
