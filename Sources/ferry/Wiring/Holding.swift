import Contracts
import Glibc
import Journeys
import Ledgers
import Logging
import Mailboxes

/// The lock, the ledger, the gateways and the holder, for as long as a body runs.
struct Holding {
  let settings: Settings
  let logger: Logger
  /// As it was started, for whoever finds the lock taken: `ferry run`.
  let command: String
  var progress: (@Sendable (Progress) -> Void)?

  /// - Throws: `MailboxError` with code `locked` where another process holds the state folder; what the rooms throw.
  func perform<Result>(_ body: (Holder, SQLiteLedger) async throws -> Result) async throws -> Result {
    LocalDate.use(zone: settings.timeZone)
    try OpenFiles.prepare()
    let lock = try StateFolder(settings.folders.state).lock(command: command, started: UTC.now())
    defer { lock.release() }
    // A reader that goes away must not end a process with calls in flight.
    signal(SIGPIPE, SIG_IGN)
    let ledger = try LedgerPlace(folders: settings.folders).open(isVerified: true)
    // Before the first call: a number may be taken by a call whose response never comes.
    for target in settings.targets.values.sorted(by: { $0.name < $1.name }) {
      try await ledger.bind(target: target.name, to: target.baseURL)
    }
    let gateways = try await OpenGateways.open(settings, logger: logger)
    let alerts: OpenAlerts
    do { alerts = try OpenAlerts.open(settings) } catch {
      await gateways.shutdown()
      throw error
    }
    do {
      let holder = try Holder(
        settings: settings.holderSettings(), ledger: ledger, gateways: gateways.byTarget, alerts: alerts.channels, logger: logger,
        progress: progress)
      try holder.markLedger()
      let result = try await body(holder, ledger)
      try holder.markLedger()
      await alerts.shutdown()
      await gateways.shutdown()
      try ledger.close()
      return result
    } catch {
      await alerts.shutdown()
      await gateways.shutdown()
      throw error
    }
  }
}
