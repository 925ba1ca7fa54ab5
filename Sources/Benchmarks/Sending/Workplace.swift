import FoundationEssentials
import Journeys
import Ledgers
import Mailboxes
import SystemPackage
import Translation

/// Real folders and a real ledger under a path that is made anew.
struct Workplace {
  enum LedgerKind: String {
    /// SQLite, write-ahead log, `synchronous = FULL`.
    case sqlite
    /// For comparison only: durable in no way.
    case memory
  }

  let folders: MailboxFolders
  let ledgerKind: LedgerKind

  init(_ arguments: Arguments) throws {
    let word = try arguments.option("--ledger", default: LedgerKind.sqlite.rawValue)
    guard let kind = LedgerKind(rawValue: word) else { throw UsageError("--ledger \(word) is unknown") }
    ledgerKind = kind
    let path = FilePath(try arguments.option("--folder", default: "bench/work"))
    let root = path.isAbsolute ? path : FilePath(FileManager.default.currentDirectoryPath).pushing(path)
    folders = MailboxFolders(
      inbox: root.appending("inbox"), outbox: root.appending("outbox"), error: root.appending("error"),
      archive: root.appending("archive"), state: root.appending("var"))
    try? FileManager.default.removeItem(atPath: root.string)
    for folder in [folders.inbox, folders.outbox, folders.error, folders.archive, folders.state] {
      try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
    }
  }

  func ledger() throws -> any Ledger {
    switch ledgerKind {
    case .memory: InMemoryLedger(clock: Timestamp.now)
    case .sqlite:
      try SQLiteLedger.open(
        path: folders.state.appending("ledger.sqlite").string, mode: .openOrCreate(mayCreate: true), clock: Timestamp.now)
    }
  }

  /// Files are taken at first sight unless `rules` say otherwise.
  func settings(_ endpoint: Endpoint, rules: ScanRules = ScanRules(restPeriod: .zero), pollInterval: Duration) -> HolderSettings {
    HolderSettings(
      folders: folders, handling: ["default": Handling()], scanRules: ["default": rules],
      targets: ["erp": HolderSettings.Target(concurrency: endpoint.inFlight)], pollInterval: pollInterval, holdPatience: .zero)
  }

  func answers() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folders.outbox.string).map { folders.outbox.appending($0).string }
  }
}
