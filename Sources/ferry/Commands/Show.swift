import ArgumentParser
import Contracts
import Documents
import Ledgers

struct Show: FerryCommand {
  static let configuration = CommandConfiguration(
    abstract: "The journal of a file or of a document, with times.",
    discussion: """
      WHAT is the id or the name of a file, or the number of an order or return. Takes no lock.

      ferry show orders-17.csv
      ferry show A-1001 --json
      """)

  @OptionGroup var config: ConfigOption
  @Argument(help: ArgumentHelp("Id or name of a file, or number of a document.", valueName: "what")) var what: String
  @Flag(help: "As JSON.") var json = false

  func perform() async throws -> ExitStatus {
    let settings = try config.load(secrets: .leftOut)
    let ledger = try LedgerPlace(folders: settings.folders).openForReading()
    var stories: [Story] = []
    for interchange in try await ledger.find(interchange: what) {
      stories.append(.file(interchange, try await ledger.journal(of: interchange.number)))
    }
    for document in try await ledger.find(documentNumber: what) {
      let file = try await ledger.interchange(document.id.interchange)
      stories.append(.document(document, file, try await ledger.story(of: document.id), try await ledger.decisions(on: document.id)))
    }
    guard !stories.isEmpty else {
      throw CommandError(.usage, "the ledger knows no file and no document \"\(what)\"; ferry status lists what there is")
    }
    if json {
      Lines.out.line(String(decoding: JSONValue.array(stories.map(\.json)).bytes, as: UTF8.self))
    } else {
      Lines.out.line(stories.map(\.text).joined(separator: "\n\n"))
    }
    return .ok
  }
}
