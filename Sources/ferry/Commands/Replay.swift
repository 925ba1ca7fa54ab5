import ArgumentParser
import Documents
import Journeys
import Ledgers

struct Replay: FerryCommand {
  static let configuration = CommandConfiguration(
    abstract: "Put the original of a file back into the inbox.",
    discussion: """
      Under a new name; what was done before is a duplicate then, what failed or was refused is sent. WHAT is the id or the name of a file, \
      or the number of a document in it. Without a running ferry watch this command acts at once; ferry run takes the file.

      ferry replay orders-17.csv
      """)

  @OptionGroup var config: ConfigOption
  @Argument(help: ArgumentHelp("Id or name of a file, or number of a document.", valueName: "what")) var what: String

  func perform() async throws -> ExitStatus {
    let user = Operator.name(environment: Surroundings.environment)
    return try await Requesting(config: config, command: "ferry replay").perform { ledger in
      let interchange = try await interchange(in: ledger)
      _ = try await ledger.requestReplay(interchange.number, user: user)
      return interchange
    } isOpen: { interchange, ledger in
      try await ledger.pendingReplays().contains { $0.interchange == interchange.number }
    } done: { interchange, ledger, report in
      let last = try await ledger.journal(of: interchange.number).last { ["replayed", "replay_failed"].contains($0.note.event) }
      Lines.out.line(
        PlainText.line(
          "\(interchange.admission.fileName): \(last.map { "\($0.note.event.replacing("_", with: " ")) \($0.note.detail)" } ?? "asked for")"
        ))
      return last?.note.event == "replay_failed" ? .trouble : ExitStatus(ofWatch: report)
    }
  }

  private func interchange(in ledger: SQLiteLedger) async throws -> Interchange {
    var found = try await ledger.find(interchange: what)
    if found.isEmpty {
      for document in try await ledger.find(documentNumber: what) {
        if let file = try await ledger.interchange(document.id.interchange), !found.contains(file) { found.append(file) }
      }
    }
    guard let only = found.last else {
      throw CommandError(.usage, "the ledger knows no file and no document \"\(what)\"; ferry status lists what there is")
    }
    guard found.count == 1 else {
      let list = found.map { "  \($0.admission.id)  \($0.admission.partner)/\($0.admission.fileName), received \($0.receivedAt)" }
      throw CommandError(.usage, "there are \(found.count) files \"\(what)\"; name one by its id:\n" + list.joined(separator: "\n"))
    }
    guard only.state == .done, only.putAwayAt != nil else {
      throw CommandError(.usage, "\(only.admission.fileName) is still on its way (\(only.state.rawValue)); wait for its answer")
    }
    return only
  }
}
