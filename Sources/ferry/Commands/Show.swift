import ArgumentParser
import Contracts
import Documents
import Journeys
import Ledgers

struct Show: FerryCommand {
  static let configuration = CommandConfiguration(
    abstract: "The journal of a file or of a document, with times; or what happened on a day.",
    discussion: """
      WHAT is the id or the name of a file, or the number of an order or return. With --answer the answer to the file goes to standard \
      output once more. With --day: when Ferry started and stopped, which targets were held and what stood in the way, and every file that \
      came on that day. Takes no lock.

      ferry show orders-17.csv
      ferry show orders-17.csv --answer
      ferry show A-1001 --json
      ferry show --day 2026-11-21
      """)

  @OptionGroup var config: ConfigOption
  @Argument(help: ArgumentHelp("Id or name of a file, or number of a document.", valueName: "what")) var what: String?
  @Option(help: ArgumentHelp("What happened on that day, in UTC as all times.", valueName: "yyyy-mm-dd")) var day: String?
  @Flag(help: "As JSON.") var json = false
  @Flag(help: "The answer to the file, from the ledger.") var answer = false

  func validate() throws {
    guard (what == nil) != (day == nil) else {
      throw ValidationError("Name a file or a document, or a day with --day; see 'ferry show --help'.")
    }
    if answer, what == nil || json { throw ValidationError("--answer goes with the name or id of a file alone.") }
    guard let day else { return }
    guard UTC.seconds(of: day + "T00:00:00Z") != nil else { throw ValidationError("--day \(day) is no date; expected YYYY-MM-DD.") }
  }

  func perform() async throws -> ExitStatus {
    let settings = try config.load(secrets: .leftOut)
    let ledger = try LedgerPlace(folders: settings.folders).openForReading()
    if let day { try await tell(day, ledger) }
    if let what { try await tell(what: what, settings, ledger) }
    return .ok
  }

  private func tell(_ day: String, _ ledger: SQLiteLedger) async throws {
    let range = (from: day, to: day + "T99")
    let picture = DayPicture(
      day: day, occurrences: try await ledger.occurrences(from: range.from, to: range.to),
      files: try await ledger.interchanges(from: range.from, to: range.to))
    Lines.out.line(json ? String(decoding: picture.json.bytes, as: UTF8.self) : picture.text)
  }

  private func tell(what: String, _ settings: Settings, _ ledger: SQLiteLedger) async throws {
    var stories: [Story] = []
    for interchange in try await ledger.find(interchange: what) {
      stories.append(.file(interchange, try await ledger.journal(of: interchange.number)))
    }
    for document in try await ledger.find(documentNumber: what) {
      let file = try await ledger.interchange(document.id.interchange)
      stories.append(
        .document(
          document, file, try await ledger.story(of: document.id), try await ledger.decisions(on: document.id),
          original: try await original(of: document, ledger)))
    }
    if stories.isEmpty { stories = try await WaitingDocuments(ledger: ledger, folders: settings.folders).find(what) }
    guard !stories.isEmpty else {
      throw CommandError(.usage, "the ledger knows no file and no document \"\(what)\"; ferry status lists what there is")
    }
    if answer {
      let files = stories.compactMap(\.file)
      return Lines.out.write(try await answer(to: files, what, in: ledger))
    }
    if json {
      Lines.out.line(String(decoding: JSONValue.array(stories.map(\.json)).bytes, as: UTF8.self))
    } else {
      Lines.out.line(stories.map(\.text).joined(separator: "\n\n"))
    }
  }

  private func original(of document: DocumentRecord, _ ledger: SQLiteLedger) async throws -> Story.Original? {
    guard let id = document.original, let first = try await ledger.document(id) else { return nil }
    return Story.Original(document: first, file: try await ledger.interchange(id.interchange))
  }

  private func answer(to files: [Interchange], _ what: String, in ledger: SQLiteLedger) async throws -> [UInt8] {
    guard let only = files.last, Set(files.map(\.number)).count == 1 else {
      let list = files.map { "  \($0.admission.id)  \($0.admission.partner)/\($0.admission.fileName), received \($0.receivedAt)" }
      throw CommandError(.usage, "there are several files for \"\(what)\"; name one by its id:\n" + list.joined(separator: "\n"))
    }
    let name = only.admission.fileName
    guard only.answer != nil else {
      throw CommandError(.usage, "\(name) has no answer yet (\(only.state.rawValue)); wait for it")
    }
    guard let bytes = try await AnswerCopy(ledger).bytes(of: only) else {
      throw CommandError(
        .usage, "the ledger keeps no answer of \(name), since nothing of it was ordered; ferry replay \(only.admission.id) asks again")
    }
    return bytes
  }
}
