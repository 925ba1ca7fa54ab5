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
    lines += report.troubles
    if isTrial { lines.append("nothing was written; without --dry-run it is") }
    if !isTrial, report.entered[DocumentState.inDoubt.rawValue] != nil {
      lines.append("decide what is in doubt: ferry status, then ferry resolve")
    }
    return lines.map(PlainText.line).joined(separator: "\n")
  }

  static func json(_ report: RestorationReport, isTrial: Bool) -> JSONValue {
    func number(_ count: Int) -> JSONValue { .number(String(count)) }
    return .object([
      .init("dry_run", .boolean(isTrial)), .init("files", number(report.originals)), .init("answers", number(report.answers)),
      .init("unreadable_answers", number(report.unreadableAnswers)),
      .init("entered", .object(report.entered.sorted { $0.key < $1.key }.map { .init($0.key, number($0.value)) })),
      .init("numbers", .object(report.numbers.sorted { $0.key < $1.key }.map { .init($0.key, .array($0.value.map { .string($0) })) })),
      .init("known", number(report.known)), .init("free", number(report.free)),
      .init("troubles", .array(report.troubles.map { .string($0) })),
    ])
  }
}

extension ExitStatus {
  init(of report: RestorationReport) {
    let isDoubtful = report.entered.keys.contains { $0 != DocumentState.accepted.rawValue }
    self = ExitStatus.worst([report.troubles.isEmpty ? .ok : .trouble, isDoubtful ? .doubt : .ok])
  }
}
