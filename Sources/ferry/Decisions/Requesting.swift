import Journeys
import Ledgers
import Logging
import Mailboxes

/// Writes requests of the operator into the ledger, and sees to it that somebody acts on them: a `ferry run` or `ferry watch` that has the lock,
/// or this command itself.
struct Requesting {
  let config: ConfigOption
  /// `ferry resolve`.
  let command: String

  private static let look = Duration.milliseconds(100)
  /// How long a `watch` gets beyond its own poll interval; a `run` ends by itself.
  private static let patienceWithWatch = Duration.seconds(5)
  private static let patienceWithOthers = Duration.seconds(600)

  /// `write` puts decisions or replay requests into the ledger, once; `isOpen`: nobody has acted on all of them yet; `done` tells what became
  /// of them.
  /// - Throws: `CommandError` with status `held` where another command keeps the lock for too long; nothing is written then.
  func perform<Request>(
    write: (SQLiteLedger) async throws -> Request, isOpen: (Request, SQLiteLedger) async throws -> Bool,
    done: (Request, SQLiteLedger, RunReport) async throws -> ExitStatus
  ) async throws -> ExitStatus {
    let settings = try config.load(secrets: .leftOut)
    try requireLedger(settings)
    let giveUp = ContinuousClock.now + Self.patienceWithOthers
    var written: Request?
    var waitsFor: LockHolder?
    while true {
      // Whoever only writes a request down needs no secrets.
      if let holder = LockSight(state: settings.folders.state).holder {
        guard holder.actsOnRequests else {
          if waitsFor != holder { Lines.error.line("ferry: waiting for \(holder) to end") }
          waitsFor = holder
          try await wait(until: giveUp, for: holder)
          continue
        }
        let ledger = try LedgerPlace(folders: settings.folders).openBeside()
        let request: Request
        if let written {
          request = written
        } else {
          request = try await write(ledger)
          Lines.out.line("written into the ledger; the running \(holder.command) (process \(holder.pid)) will act on it")
        }
        written = request
        if try await follow(holder, settings, { try await isOpen(request, ledger) }) { return try await done(request, ledger, RunReport()) }
        continue
      }
      let complete = try config.load()
      do {
        return try await Holding(settings: complete, logger: LineLogHandler.logger(settings.log), command: command).perform {
          holder, ledger in
          // Only the holder may say so, and that is this command now.
          _ = try await ledger.recoverSending()
          let request = if let written { written } else { try await write(ledger) }
          return try await done(request, ledger, try await holder.settleRequests())
        }
      } catch let error as MailboxError {
        guard case .locked = error.code else { throw error }
        try await wait(until: giveUp, for: nil)
      }
    }
  }

  /// Until the holder has acted, or a `watch` has had its time.
  /// - Returns: false: it has ended before.
  private func follow(_ holder: LockHolder, _ settings: Settings, _ isOpen: () async throws -> Bool) async throws -> Bool {
    let end = holder.isRun ? nil : ContinuousClock.now + Self.patienceWithWatch + settings.pollInterval
    while try await isOpen() {
      if let end, .now >= end { return true }
      try await Task.sleep(for: Self.look)
      // What it has done before it ended is seen after that.
      if LockSight(state: settings.folders.state).holder != holder { return try await !isOpen() }
    }
    return true
  }

  private func wait(until end: ContinuousClock.Instant, for holder: LockHolder?) async throws {
    guard .now < end else {
      throw CommandError(
        .held, "\(holder.map { "\($0)" } ?? "another process") keeps the lock; nothing was decided: try again when it has ended")
    }
    try await Task.sleep(for: Self.look)
  }

  /// A command that decides makes no ledger.
  private func requireLedger(_ settings: Settings) throws(LedgerError) {
    let place = LedgerPlace(folders: settings.folders)
    if !place.exists { _ = try place.openForReading() }
  }
}

extension LockHolder {
  fileprivate var isRun: Bool { command == "ferry run" }
  /// The others look at what was decided when they start, if at all.
  fileprivate var actsOnRequests: Bool { isRun || command == "ferry watch" }
}
