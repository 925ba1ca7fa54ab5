import ArgumentParser
import Contracts
import Journeys
import Ledgers
import Mailboxes
import SystemPackage

struct Status: FerryCommand {
  static let configuration = CommandConfiguration(
    abstract: "What waits and why, what is held, in flight, in doubt, quarantined.",
    discussion: """
      What needs a decision comes first. Takes no lock; looks twice at the inbox, so that it can tell what is still growing. \
      Exits 75 as long as anything is in doubt or unconfirmed, 69 while work waits for a held target, 65 while an expected file is missing.

      ferry status
      ferry status --json | jq .in_doubt
      """)

  @OptionGroup var config: ConfigOption
  @Flag(help: "As JSON.") var json = false

  func perform() async throws -> ExitStatus {
    let settings = try config.load(secrets: .leftOut)
    let ledger = try LedgerPlace(folders: settings.folders).openForReading()
    var summary = try await ledger.summary(limit: 50)
    // Who has taken a file out of the error folder knows of it.
    summary.quarantined.removeAll { $0.putAwayAt.flatMap { FilePath(printable: $0) }.map(FolderContents.isMissing) ?? false }
    let handling = settings.partners.mapValues(\.handling)
    let arrivals = ExpectedFiles.areWanted(handling.values) ? try await ledger.arrivals() : []
    LocalDate.use(zone: settings.timeZone)
    let now = UTC.now()
    let expected = ExpectedFiles(arrivals, handling: handling, now: now) { LocalDate.deadlines($0, around: $1) }
    let picture = StatusPicture(
      summary: summary, files: try await Self.files(of: summary.undecided, in: ledger),
      inbox: await InboxSight(settings, arrivals: arrivals).look(),
      expected: expected,
      holder: LockSight(state: settings.folders.state).holder, heartbeatAge: Heartbeat.age(state: settings.folders.state), now: now)
    Lines.out.line(json ? String(decoding: picture.json.bytes, as: UTF8.self) : picture.text)
    return picture.status
  }

  /// File names by interchange.
  private static func files(
    of documents: [DocumentRecord], in ledger: SQLiteLedger
  ) async throws(LedgerError) -> [Interchange.Number: String] {
    var files: [Interchange.Number: String] = [:]
    for document in documents where files[document.id.interchange] == nil {
      files[document.id.interchange] = try await ledger.interchange(document.id.interchange)?.admission.fileName
    }
    return files
  }
}
