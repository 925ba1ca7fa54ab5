import Contracts
import Ledgers

/// What happened on a day: to Ferry itself, and which files came.
struct DayPicture {
  let day: String
  let occurrences: [JournalEntry]
  let files: [Interchange]

  var text: String {
    let entries =
      occurrences.map { (time: $0.time, text: "\($0.note.event.replacing("_", with: " "))  \($0.note.detail)") }
      + files.map { (time: $0.receivedAt, text: "file  \(Self.words($0))") }
    guard !entries.isEmpty else { return "nothing happened on \(day) (UTC)" }
    // Of one time in the order of the ledger.
    return entries.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
      .map { PlainText.line("\($0.element.time)  \($0.element.text)") }.joined(separator: "\n")
  }

  private static func words(_ file: Interchange) -> String {
    let counts = (file.settlement?.counts ?? [:]).sorted { $0.key < $1.key }.map { "\($0.value) \($0.key.replacing("_", with: " "))" }
    let ending = file.settlement?.reason.map(\.rawValue) ?? (file.state == .done ? "" : file.state.rawValue)
    let what = [ending, counts.joined(separator: ", ")].filter { !$0.isEmpty }.joined(separator: ": ")
    return "\(file.admission.partner)/\(file.admission.fileName): \(what.isEmpty ? "no documents" : what)"
  }

  var json: JSONValue {
    .object([
      .init("day", .string(day)),
      .init(
        "occurrences",
        .array(
          occurrences.map {
            .object([.init("time", .string($0.time)), .init("event", .string($0.note.event)), .init("detail", .string($0.note.detail))])
          })),
      .init("files", .array(files.map { Story.file($0, []).json })),
    ])
  }
}
