import ArgumentParser
import Documents
import Journeys
import Ledgers

struct Resolve: FerryCommand {
  static let configuration = CommandConfiguration(
    abstract: "Decide a document that is in doubt or unconfirmed.",
    discussion: """
      Look at the target first, then say what you found:

      ferry resolve A-1001 --confirm EXT-77@2026-11-21   it is there
      ferry resolve A-1001 --abandon                     it is not, and shall not be
      ferry resolve A-1001 --resend                      it is not: send it again
      ferry resolve --from decisions.csv                 many at once

      --confirm is repeated for an order that was split. An abandoned number is free again. The columns of the file are \
      number;partner;kind;decision;ids;force.

      Every confirmed id is fetched and its lines compared with ours; a difference needs --force, a failed GET changes nothing. A date \
      begins behind the last @ of the id. Without a running ferry watch this command acts at once, else that one does.
      """)

  @OptionGroup var config: ConfigOption
  @Argument(help: ArgumentHelp("Number of the order or return.", valueName: "number")) var number: String?
  @Option(
    name: .customLong("confirm"), parsing: .singleValue,
    help: ArgumentHelp("It is there, under this id; may be repeated.", valueName: "id[@date]")) var confirmed: [String] = []
  @Flag(help: "Send it once more.") var resend = false
  @Flag(help: "It is not there and shall not be.") var abandon = false
  @Flag(help: "Confirm even where lines differ.") var force = false
  @Option(help: "Whose document it is.") var partner: String?
  @Option(help: "orders or returns.") var kind: String?
  @Option(help: ArgumentHelp("Many decisions: number;partner;kind;decision;ids;force.", valueName: "file.csv"), completion: .file())
  var from: String?

  func validate() throws {
    let choices = [!confirmed.isEmpty, resend, abandon].filter { $0 }.count
    if from != nil {
      guard number == nil, choices == 0 else {
        throw ValidationError("--from stands alone: the file says which documents and what is decided.")
      }
      return
    }
    guard number != nil else { throw ValidationError("Name the number of a document, or a file by --from.") }
    guard choices == 1 else { throw ValidationError("Choose one of --confirm, --resend and --abandon.") }
    guard !force || !confirmed.isEmpty else { throw ValidationError("--force goes with --confirm.") }
    if let twice = Wish.repeated(confirmed.map(Wish.externalID)) { throw ValidationError("--confirm \(twice) stands twice.") }
  }

  func perform() async throws -> ExitStatus {
    let wishes = try from.map { try DecisionFile.read($0) } ?? [(line: 0, wish: wish())]
    let user = Operator.name(environment: Surroundings.environment)
    var refused: [String] = []
    let status = try await Requesting(config: config, command: "ferry resolve").perform { ledger in
      // Of many, one that cannot be decided keeps no other back.
      func attempt<Value>(_ line: Int, _ body: () async throws -> Value) async throws -> Value? {
        do { return try await body() } catch {
          guard let from, ExitStatus(of: error) == .usage else { throw error }
          refused.append("\(from):\(line): \(error)")
          return nil
        }
      }
      var found: [(line: Int, wish: Wish, document: DocumentRecord)] = []
      for (line, wish) in wishes {
        if let document = try await attempt(line, { try await wish.document(in: ledger) }) { found.append((line, wish, document)) }
      }
      try DecisionFile.checkIDs(found, of: from ?? "")
      var decided: [(document: DocumentRecord.ID, decision: Decision.ID)] = []
      for (line, wish, document) in found {
        let decision = Decision(document: document.id, action: wish.action, user: user)
        if let id = try await attempt(line, { try await ledger.propose(decision) }) { decided.append((document.id, id)) }
      }
      return decided
    } isOpen: { decided, ledger in
      for (document, decision) in decided {
        if try await ledger.document(document)?.state == .sending { return true }
        if try await ledger.decisions(on: document).contains(where: { $0.id == decision && $0.state == .pending }) { return true }
      }
      return false
    } done: { decided, ledger, report in
      var endings = [ExitStatus(ofWatch: report)]
      for (document, decision) in decided { endings.append(try await tell(document, decision, ledger)) }
      return ExitStatus.worst(endings)
    }
    for message in refused { Lines.error.line("ferry: \(PlainText.line(message))") }
    return ExitStatus.worst([status, refused.isEmpty ? .ok : .refused])
  }

  private func wish() throws -> Wish {
    let action: Decision.Action = resend ? .resend : abandon ? .abandon : .confirm(confirmed.map(Wish.externalID), force: force)
    return Wish(number: number ?? "", partner: partner, kind: try kind.map { try Describe.kind(named: $0) }, action: action)
  }

  /// What became of the decision.
  private func tell(_ id: DocumentRecord.ID, _ decision: Decision.ID, _ ledger: SQLiteLedger) async throws -> ExitStatus {
    guard let document = try await ledger.document(id) else { return .fault }
    let record = try await ledger.decisions(on: id).first { $0.id == decision }
    let name = DocumentNames.full(document.key)
    if let record, record.state == .rejected {
      Lines.out.line(
        "\(name) stays \(DocumentNames.state(document.state)): \(PlainText.line(record.message ?? "the decision was not carried out"))")
      return .doubt
    }
    let pending = record?.state == .pending ? "; the decision waits for its target: ferry run or ferry watch carries it out" : ""
    Lines.out.line("\(name) is now \(DocumentNames.state(document.state))\(pending)")
    switch document.state {
    case .inDoubt, .unconfirmed, .sending: return .doubt
    case .refused: return record?.decision.action == .abandon ? .ok : .refused
    default: return .ok
    }
  }
}
