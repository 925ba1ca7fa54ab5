import Journeys
import Ledgers
import Mailboxes
import SystemPackage

/// `ferry check --restored`, under the lock. From its first moment to its end the mark beside the ledger keeps everybody from sending.
struct Restoring {
  let settings: Settings
  let user: String
  /// The operator goes on without originals that cannot be read.
  var acceptsUnread = false

  /// Where an original could not be read, and that was not accepted, the mark stays: what it held counts as never sent.
  /// - Throws: `LedgerError` with `.damaged` or `.unknownSchema` before anything is changed.
  func perform() async throws -> RestorationReport {
    try await locked { state, place in
      // A damaged one is refused before it is marked: whoever mends it by hand shall find it as it was.
      if place.exists { try SQLiteLedger.verify(path: place.path.string) }
      try state.setMark(.restoring(since: UTC.now()))
      let ledger = try place.openForRestoring()
      // One that is new would begin to tell behind what is entered now.
      for channel in settings.alerts?.channelNames ?? [] { _ = try await ledger.alertPlace(of: channel) }
      let report = try await restoration(ledger).perform()
      if report.isComplete { try state.setMark(.entry(try ledger.position(), at: UTC.now())) }
      try ledger.close()
      return report
    }
  }

  /// The same on a copy of the ledger, which is gone afterwards.
  func rehearse() async throws -> RestorationReport {
    try await locked { state, place in
      defer { place.removeTrial() }
      if place.exists {
        try SQLiteLedger.verify(path: place.path.string)
        try SQLiteLedger.copy(path: place.path.string, to: place.trial.string)
      }
      let ledger = try SQLiteLedger.open(path: place.trial.string, mode: .openOrCreate(mayCreate: true), clock: UTC.now)
      let report = try await restoration(ledger).perform()
      try ledger.close()
      return report
    }
  }

  private func restoration(_ ledger: SQLiteLedger) throws -> Restoration {
    try Restoration(settings: settings.holderSettings(), ledger: ledger, user: user, acceptsUnread: acceptsUnread)
  }

  private func locked(
    _ body: (StateFolder, LedgerPlace) async throws -> RestorationReport
  ) async throws -> RestorationReport {
    LocalDate.use(zone: settings.timeZone)
    let state = try StateFolder(settings.folders.state)
    let lock = try state.lock(command: "ferry check --restored", started: UTC.now())
    defer { lock.release() }
    let place = LedgerPlace(folders: settings.folders)
    place.removeTrial()
    return try await body(state, place)
  }
}
