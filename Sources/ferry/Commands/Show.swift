import ArgumentParser
import Contracts
import Documents
import Ledgers

struct Show: FerryCommand {
  static let configuration = CommandConfiguration(
    abstract: "The journal of a file or of a document, with times; or what happened on a day.",
    discussion: """
      WHAT is the id or the name of a file, or the number of an order or return. With --day: when Ferry started and stopped, which targets \
      were held and what stood in the way, and every file that came on that day. Takes no lock.

      ferry show orders-17.csv
      ferry show A-1001 --json
      ferry show --day 2026-11-21
      """)

  @OptionGroup var config: ConfigOption
  @Argument(help: ArgumentHelp("Id or name of a file, or number of a document.", valueName: "what")) var what: String?
  @Option(help: ArgumentHelp("What happened on that day, in UTC as all times.", valueName: "yyyy-mm-dd")) var day: String?
  @Flag(help: "As JSON.") var json = false

  func validate() throws {
    guard (what == nil) != (day == nil) else {
      throw ValidationError("Name a file or a document, or a day with --day; see 'ferry show --help'.")
    }
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
}
