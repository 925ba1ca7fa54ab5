import Documents
import KillPoints
import Ledgers
import Logging
import Mailboxes
import SystemPackage
import Translation

/// Before the first look: what an earlier process left behind.
extension Patrol {
  func recover() async throws {
    KillPoint.before(.recovery)
    let doubtful = try await context.ledger.recoverSending()
    let open = Set(doubtful.isEmpty ? [] : try await context.ledger.openInterchanges().map(\.number))
    for id in doubtful {
      logger.warning("found under way after a start; now in doubt", metadata: ["document": "\(id)"])
      // It was being sent again: no file of this pass tells of it.
      if !open.contains(id.interchange) { context.tally.resent(id, .inDoubt) }
    }
    // Whether a target is held now will show; if it is, then since that time.
    for (target, hold) in try await holder.desk?.holds().sorted(by: { $0.key < $1.key }) ?? [] {
      context.gates[target]?.remember(since: hold.since)
      try await context.ledger.recordHold(of: target, nil)
    }
    try await sweep()
    KillPoint.after(.recovery)
    try await holder.settleReplays()
  }

  /// Removes temporary answers, reports and spools that no interchange needs.
  private func sweep() async throws {
    let open = try await context.ledger.openInterchanges()
    let updates = try await holder.desk?.openUpdates() ?? []
    let changes = try await holder.tracker?.openChangeFiles() ?? []
    let files = open.filter { $0.state != .settled }.compactMap(\.answer) + updates.map(\.file) + changes.map(\.file)
    let kept = Set(files.flatMap(\.temporaryNames).compactMap { FileName(text: $0) })
    for mailbox in context.mailboxes.values { try Publisher(mailbox).sweep(keeping: kept) }
    do throws(MailboxError) { try context.archive.sweep(keeping: context.claims.pending()) } catch {
      logger.warning("temporary reports cannot be removed; the next start tries again", metadata: ["message": "\(error.message)"])
    }
    try context.spools.sweep(keeping: Set(open.map(\.admission.id)))
  }

  /// Journeys go on where the ledger says they were; claims without a row are admitted now.
  func resume(_ running: RunningJourneys, in group: inout DiscardingTaskGroup) async throws {
    let claimed = try context.claims.pending()
    // Where one cannot be removed, it is known by its time.
    do throws(MailboxError) { try context.claims.removeMarkers(of: claimed) } catch {
      // Nobody tries again before the next start, so it cannot stand in `ferry status`.
      context.tally.trouble(error.message)
      logger.error("markers of claimed files cannot be removed", metadata: ["message": "\(error.message)"])
    }
    let ids = Set(claimed.map(\.id))
    let open = try await context.ledger.openInterchanges()
    for record in open where !ids.contains(record.admission.id) { try await closeWithoutFile(record) }
    let suspicious = Set(open.filter { $0.attempts >= Self.attemptsOfSuspect }.map(\.admission.id))
    for file in claimed where !suspicious.contains(file.id) {
      KillPoint.before(.resumption)
      take(file, running, in: &group)
      KillPoint.after(.resumption)
    }
    running.suspect(claimed.filter { suspicious.contains($0.id) })
  }

  /// A file that is taken up again, as it is reached now: the mount that it was opened on may have gone and come back.
  func reached(_ file: ClaimedFile) -> ClaimedFile {
    do throws(MailboxError) { return try context.claims.pending().first { $0.id == file.id } ?? file } catch {
      // Its journey will tell.
      return file
    }
  }

  /// Claims that nobody here knows of: a rename over a network was done and reported as failed.
  func takeUnknown(_ running: RunningJourneys, in group: inout DiscardingTaskGroup) {
    let known = running.known
    do throws(MailboxError) {
      for file in try context.claims.pending() where !known.contains(file.id) {
        logger.warning("claimed file found that was not known", metadata: ["path": "\(file.path.printable)"])
        take(file, running, in: &group)
      }
      context.tally.troubles([], of: "claimed files")
    } catch {
      if context.tally.troubles([error.message], of: "claimed files") {
        logger.error("claimed files cannot be looked at", metadata: ["message": "\(error.message)"])
      }
    }
  }

  /// Twice under way without any progress when Ferry went down.
  private static let attemptsOfSuspect = 2

  /// A crash between putting away and noting it leaves a settled interchange without its file; anything else has lost it.
  private func closeWithoutFile(_ record: Interchange) async throws {
    guard record.state == .settled, let settlement = record.settlement else {
      let message =
        "the claimed file \(record.admission.fileName) of interchange \(record.admission.id) is gone; put it back into the claimed folder"
      context.tally.troubles([message], of: record.admission.id)
      return
    }
    let path = context.whereabouts(of: record, settlement)?.printable ?? settlement.place.rawValue
    try await context.ledger.recordPutAway(record.number, at: path)
    context.finish(record, settlement, at: path, logger)
  }
}
