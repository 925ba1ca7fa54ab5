package import Contracts
import Documents
import FoundationEssentials
import KillPoints
package import Ledgers
package import Logging
import Mailboxes
import Synchronization
import SystemPackage
package import Translation

/// The one process that recovers, sends and moves files: it has the lock on the state folder. `run` makes one pass, `watch` stays. Good for one
/// of them, once.
package final class Holder: Sendable {
  let settings: HolderSettings
  let context: JourneyContext
  let state: StateFolder
  let makeID: @Sendable () -> String
  let clock: @Sendable () -> String
  let steadyTime: SteadyTime
  let logger: Logger
  /// Decisions, replays and updates stand in a real ledger only; a benchmark's has none.
  let desk: SQLiteLedger?
  /// The same of order tracking.
  let tracker: (any TrackingLedger)?
  /// nil: nobody wants to be told.
  let alerts: AlertDesk?
  private let handling: Mutex<[String: HandlingSnapshot]>
  private let stopping = Mutex(false)
  /// By decision, of those that are not carried out yet.
  let resends = Mutex<[Decision.ID: Resend]>([:])
  let events: AsyncStream<Void>
  let bell: AsyncStream<Void>.Continuation

  /// Opens the mailboxes; sends and moves nothing yet. The caller has the lock.
  /// - Throws: `.storage` where a folder is missing or not usable.
  package init(
    settings: HolderSettings, ledger: any Ledger, gateways: [String: any Gateway], alerts channels: [any AlertChannel] = [], logger: Logger,
    makeID: @escaping @Sendable () -> String = InterchangeID.make, clock: @escaping @Sendable () -> String = Timestamp.now,
    progress: (@Sendable (Progress) -> Void)? = nil
  ) throws(HolderError) {
    self.settings = settings
    self.makeID = makeID
    self.clock = clock
    steadyTime = SteadyTime(clock)
    self.logger = logger
    let desk = ledger as? SQLiteLedger
    self.desk = desk
    tracker = ledger as? any TrackingLedger
    var snapshots: [String: HandlingSnapshot] = [:]
    for (partner, handling) in settings.handling { snapshots[partner] = try HandlingSnapshot(handling) }
    handling = Mutex(snapshots)
    (events, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    do {
      state = try StateFolder(settings.folders.state)
      let mounts = KnownMounts(state: settings.folders.state)
      let places = settings.folders.places(of: settings.partners)
      if let missing = mounts.missing(among: places).first { throw missing }
      let mailboxes = try settings.partners.map { try Mailbox(partner: $0, folders: settings.folders) }
      try mounts.remember(places)
      var gates: [String: TargetGate] = [:]
      for (name, gateway) in gateways {
        gates[name] = TargetGate(gateway: gateway, settings: settings.targets[name] ?? HolderSettings.Target(), logger: logger)
      }
      let tally = Tally(clock: clock, show: progress)
      alerts = desk.flatMap { desk in
        channels.isEmpty
          ? nil : AlertDesk(channels, settings: settings.alerts, ledger: desk, gates: gates, tally: tally, clock: clock, logger: logger)
      }
      context = JourneyContext(
        settings: settings, ledger: ledger,
        mailboxes: Dictionary(mailboxes.map { ($0.partner, $0) }, uniquingKeysWith: { first, _ in first }),
        claims: Claims(mailboxes: mailboxes, rules: settings.scanRules),
        archive: try Archive(folders: settings.folders, mailboxes: mailboxes),
        spools: try SpoolFolder(in: settings.folders.state), gates: gates, numbers: NumberGate(), order: FileOrder(),
        tally: tally,
        logger: logger,
        patience: Patience(limit: settings.giveUpAfter, clock: clock))
    } catch {
      throw HolderError(.storage, "\(error)", cause: error)
    }
  }

  /// One pass: what was under way before, then what is in the inboxes, looked at twice, one rest period apart.
  package func run() async throws(HolderError) -> RunReport { try await patrol(.once) }

  /// Stays until `stop` is called; then finishes what is in flight. To cancel the task instead cuts calls off, and leaves orders in doubt.
  package func watch() async throws(HolderError) -> RunReport { try await patrol(.steadily) }

  /// Finishes what is in flight, takes nothing new, and lets `run` or `watch` return.
  package func stop() {
    KillPoint.before(.drain)
    stopping.withLock { $0 = true }
    context.closeGates()
    KillPoint.after(.drain)
    bell.yield()
  }

  var isStopping: Bool { stopping.withLock { $0 } || Task.isCancelled }

  /// Handles files that are admitted from now on by these; partners stay those of the start, and so do their targets.
  /// - Throws: where two partners' numbers would meet at a target that recognises repeats; then nothing is taken over.
  package func adopt(_ handling: [String: Handling]) throws(HolderError) {
    try self.handling.withLock { current throws(HolderError) in
      var next = current
      for (partner, var handling) in handling {
        guard let started = current[partner]?.handling.targets else { continue }
        (handling.targets.erp, handling.targets.schneider) = (started.erp, started.schneider)
        next[partner] = try HandlingSnapshot(handling)
      }
      let shared = Handling.sharedNumbers(of: next.values.map(\.handling)) { settings.targets[$0]?.repeatedOrdersAreRecognised ?? false }
      if let shared = shared.first {
        throw HolderError(
          .storage,
          "the partners \(shared.partners.joined(separator: ", ")) would have \(shared.prefix) at the target \(shared.target), which recognises "
            + "repeated orders: one's order would be answered with the other's. A partner's target stays that of the start: give each a prefix of "
            + "its own, or start Ferry anew")
      }
      current = next
    }
  }

  /// What happens to Ferry itself. What cannot be written down is logged: whoever sends tells why.
  package func note(_ note: JournalNote) async {
    do throws(LedgerError) { try await desk?.note(note) } catch {
      logger.error("what happened could not be written down", metadata: ["event": "\(note.event)", "message": "\(error.message)"])
    }
  }

  func handling(of partner: String) -> Handling? { snapshot(of: partner)?.handling }

  /// What a file that is admitted now goes into the ledger with.
  func snapshot(of partner: String) -> HandlingSnapshot? { handling.withLock { $0[partner] } }

  private func patrol(_ mode: Patrol.Mode) async throws(HolderError) -> RunReport {
    do {
      return try await withTaskCancellationHandler {
        try await Patrol(holder: self, mode: mode).go()
      } onCancel: {
        stop()
      }
    } catch let error as HolderError {
      throw error
    } catch let error as LedgerError {
      throw HolderError(ledger: error)
    } catch let error as MailboxError {
      throw HolderError(.storage, error.message, cause: error)
    } catch {
      throw HolderError(.fault, "\(error)", cause: error)
    }
  }
}
