import Journeys
import Ledgers
import Logging
import Mailboxes

/// Writes requests of the operator into the ledger; without another holder it carries them out at once.
struct Requesting {
  let config: ConfigOption
  /// `ferry resolve`.
  let command: String

  /// `write` puts decisions or replay requests into the ledger; `done` tells what became of them, after they were carried out here.
  func perform<Request>(
    write: (SQLiteLedger) async throws -> Request, done: (Request, SQLiteLedger, RunReport) async throws -> ExitStatus
  ) async throws -> ExitStatus {
    let settings = try config.load(secrets: .leftOut)
    try requireLedger(settings)
    // Whoever only writes a request down needs no secrets.
    if let holder = LockSight(state: settings.folders.state).holder { return try await leave(to: holder, settings, write) }
    let complete = try config.load()
    do {
      return try await Holding(settings: complete, logger: LineLogHandler.logger(settings.log), command: command).perform {
        holder, ledger in
        // Only the holder may say so, and that is this command now.
        _ = try await ledger.recoverSending()
        let request = try await write(ledger)
        return try await done(request, ledger, try await holder.settleRequests())
      }
    } catch let error as MailboxError {
      guard case .locked(let holder) = error.code else { throw error }
      return try await leave(to: holder, settings, write)
    }
  }

  private func leave<Request>(
    to holder: LockHolder?, _ settings: Settings, _ write: (SQLiteLedger) async throws -> Request
  ) async throws -> ExitStatus {
    let ledger = try LedgerPlace(folders: settings.folders).openBeside()
    _ = try await write(ledger)
    let who = holder.map { "the running \($0.command) (process \($0.pid))" } ?? "the process that has the lock"
    Lines.out.line("written into the ledger; \(who) will act on it")
    return .ok
  }

  /// A command that decides makes no ledger.
  private func requireLedger(_ settings: Settings) throws(LedgerError) {
    let place = LedgerPlace(folders: settings.folders)
    if !place.exists { _ = try place.openForReading() }
  }
}
