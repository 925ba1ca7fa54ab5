import Contracts
import KillPoints
import Ledgers
import Logging
import Mailboxes
import Translation

/// The holder's round: recover, settle requests, look at the inboxes, claim, start journeys. One loop for `run` and `watch`.
struct Patrol: Sendable {
  enum Mode: Sendable { case once, steadily }

  private static let heartbeatPause = Duration.seconds(10)
  private static let markPause = Duration.seconds(5)

  let holder: Holder
  let mode: Mode
  private let early = EarlyLook()

  init(holder: Holder, mode: Mode) { (self.holder, self.mode) = (holder, mode) }

  var context: JourneyContext { holder.context }
  var settings: HolderSettings { holder.settings }
  var logger: Logger { holder.logger }

  /// Nobody in flight is cancelled by what fails here: the gates are closed, and it waits until the last call is over.
  func go() async throws -> RunReport {
    let running = RunningJourneys(limit: settings.journeysAtOnce)
    try await holder.alerts?.open()
    try await arrive()
    try await recover()
    var failure: (any Error)?
    await withDiscardingTaskGroup { group in
      for gate in context.gates.values {
        group.addTask { await probe(gate) }
      }
      group.addTask { await tick() }
      if mode == .steadily, settings.heedsNotices {
        group.addTask {
          await early.heed(InboxNotices(mailboxes: Array(context.mailboxes.values))) { holder.bell.yield() }
        }
      }
      group.addTask { await mark() }
      group.addTask { await recordTroubles() }
      if let alerts = holder.alerts {
        group.addTask { await alerts.watch { () async throws(LedgerError) in mode == .steadily ? try await expectedFiles() : nil } }
      }
      do {
        try await resume(running, in: &group)
        startRequests(running, in: &group)
        startTracking(running, in: &group)
        watchExpectations(running, in: &group)
        if mode == .steadily { startPruning(running, in: &group) }
        await round(running, in: &group)
      } catch {
        failure = error
        context.closeGates()
      }
      await running.wait(bell: holder.events)
      // Nobody else carries requests out any more.
      if mode == .once { await requests(running) }
      context.closeGates()
      group.cancelAll()
    }
    for gate in context.gates.values { await gate.forget { await record($0, of: gate) } }
    await holder.alerts?.close(isLeavingWork: mode == .once && context.tally.report.waiting > 0) { () async throws(LedgerError) in
      try await expectedFiles()
    }
    if let failure {
      await leave(running)
      throw failure
    }
    if mode == .once, !running.isBroken {
      _ = await prune(running)
      // Whoever has written one down since counts on this process as long as it has the lock.
      await requests(running, isLast: true)
    }
    await leave(running)
    var report = report()
    if mode == .once, !running.isBroken, let expected = try await expectedFiles() {
      report.expected = expected.overdue.map(\.text) + expected.missing.map(\.text)
    }
    return report
  }

  private func probe(_ gate: TargetGate) async {
    await gate.probe(
      patience: mode == .once ? settings.holdPatience : nil, record: { await record($0, of: gate) }, now: holder.clock)
  }

  private func record(_ hold: TargetHold?, of gate: TargetGate) async {
    do { try await context.ledger.recordHold(of: gate.target, hold) } catch {
      logger.error("hold could not be recorded", metadata: ["target": "\(gate.target)", "message": "\(error)"])
    }
  }

  private func tick() async {
    while !Task.isCancelled {
      holder.bell.yield()
      try? await Task.sleep(for: settings.pollInterval)
    }
  }

  /// Notes beside the ledger how far it has come, now and then: a backup that is put in its place has come less far.
  private func mark() async {
    while !Task.isCancelled {
      try? await Task.sleep(for: Self.markPause)
      do { try holder.markLedger() } catch { logger.error("ledger's mark could not be written", metadata: ["message": "\(error)"]) }
    }
  }

  // MARK: beside the files

  /// Decisions ask the target, which may take its time: beside the files, never in front of them. Of a `run`, too, until its last file is done.
  private func startRequests(_ running: RunningJourneys, in group: inout DiscardingTaskGroup) {
    guard holder.desk != nil else { return }
    start(beside: running, isRepeated: true, in: &group) {
      await requests(running)
      return settings.pollInterval
    }
  }

  /// News of what was placed before. `run` makes one round, which knows nothing of the orders of this very run.
  private func startTracking(_ running: RunningJourneys, in group: inout DiscardingTaskGroup) {
    guard let ledger = holder.tracker else { return }
    let pause = max(settings.tracking.interval, settings.pollInterval)
    start(beside: running, in: &group) {
      do throws(LedgerError) {
        return try await TrackingRound(holder: holder, ledger: ledger).go() ? pause : min(pause, Self.pauseAfterTrouble)
      } catch {
        failed(error, running)
        return pause
      }
    }
  }

  /// Requests, responses and journals that are older than the retention.
  private func startPruning(_ running: RunningJourneys, in group: inout DiscardingTaskGroup) {
    guard holder.desk != nil else { return }
    start(beside: running, in: &group) { await prune(running) }
  }

  /// Work that is waited for as files are; again and again in a `watch`, after the pause it gives.
  func start(
    beside running: RunningJourneys, isRepeated: Bool = false, in group: inout DiscardingTaskGroup,
    _ work: @escaping @Sendable () async -> Duration
  ) {
    guard running.addOther() else { return }
    group.addTask {
      var pause = await work()
      running.removeOther()
      holder.bell.yield()
      guard mode == .steadily || isRepeated else { return }
      while !Task.isCancelled, !holder.isStopping, !running.isBroken {
        try? await Task.sleep(for: pause)
        guard running.addOther() else { return }
        if !Task.isCancelled, !holder.isStopping { pause = await work() }
        running.removeOther()
        holder.bell.yield()
      }
    }
  }

  /// `isLast`: of a `run`, which takes no more files.
  private func requests(_ running: RunningJourneys, isLast: Bool = false) async {
    guard !running.isBroken else { return }
    do throws(LedgerError) {
      if mode == .steadily || isLast { try await holder.settleReplays() }
      try await holder.settleDecisions()
      try await holder.publishUpdates()
      context.tally.troubles([], of: "requests")
    } catch {
      if error.stopsSending { return failed(error, running) }
      context.tally.fault(error.message, of: "requests")
      logger.error("requests not carried out", metadata: ["message": "\(error.message)"])
    }
  }

  // MARK: the loop

  private func round(_ running: RunningJourneys, in group: inout DiscardingTaskGroup) async {
    let mailboxes = settings.partners.compactMap { context.mailboxes[$0] }
    var inbox = InboxRound(Scanner(mailboxes: mailboxes, partnerRules: settings.scanRules))
    var lastHeartbeat: ContinuousClock.Instant?
    var lastLookAtClaims = ContinuousClock.now
    for await _ in holder.events {
      if holder.isStopping || running.isBroken { break }
      if isTimeToLook(inbox) {
        do throws(LedgerError) { try await count(&inbox) } catch {
          failed(error, running)
          break
        }
        look(&inbox)
      }
      for target in inbox.targets { start(target, &inbox, running, in: &group) }
      context.tally.troubles(inbox.unclaimed, of: "claims")
      if mode == .steadily, lastLookAtClaims.duration(to: .now) >= settings.claimsInterval {
        takeUnknown(running, in: &group)
        lastLookAtClaims = .now
      }
      for file in running.takeDue(now: .now) { take(reached(file), running, in: &group) }
      if let file = running.nextSuspect(now: .now) { take(file, running, in: &group) }
      if lastHeartbeat.map({ $0.duration(to: .now) >= Self.heartbeatPause }) ?? true {
        lastHeartbeat = .now
        beat(inbox)
      }
      if mode == .once, isDone(inbox), running.suspects == 0 { break }
    }
    for target in inbox.targets { context.tally.stays(inbox.count(target)) }
    context.tally.stays(inbox.heldBack)
    context.tally.stays(inbox.unclaimed.count)
    context.tally.stays(running.suspects)
  }

  /// Some files wait for missing ones.
  private func count(_ inbox: inout InboxRound) async throws(LedgerError) {
    guard settings.partners.contains(where: { holder.handling(of: $0)?.holdsFilesBack ?? false }), let desk = holder.desk else { return }
    inbox.know(try await desk.arrivals()) { context.order.isReading(partner: $0) }
  }

  private func isTimeToLook(_ inbox: InboxRound) -> Bool {
    guard let since = inbox.sinceLastLook(now: .now) else { return true }
    switch mode {
    case .once: return inbox.looks == 1 && since.time >= longestRest
    case .steadily:
      // What is ready and has no room yet is work enough.
      let isIdle = inbox.targets.allSatisfy { context.gates[$0]?.hold != nil }
      return early.isDue(
        after: since.time, cost: since.cost, isRested: since.isRested && isIdle, pollInterval: settings.pollInterval)
    }
  }

  private var longestRest: Duration { settings.partners.map { (settings.scanRules[$0] ?? ScanRules()).restPeriod }.max() ?? .zero }

  private func look(_ inbox: inout InboxRound) {
    KillPoint.before(.scan)
    early.begin()
    let (oddities, failures) = inbox.look(now: .now) { holder.handling(of: $0) }
    KillPoint.after(.scan)
    if inbox.waiting > 0 { KillPoint.before(.rest) }
    if !inbox.targets.isEmpty { KillPoint.after(.rest) }
    for oddity in oddities {
      logger.warning("odd file in the inbox", metadata: ["path": "\(oddity.path.printable)", "message": "\(oddity.message)"])
      // `ferry status` looks for those itself.
      if oddity.kind == .folder { context.tally.trouble(oddity.message) }
    }
    if context.tally.troubles(failures.map(\.message), of: "inbox") {
      for failure in failures { logger.error("inbox cannot be looked at", metadata: ["message": "\(failure.message)"]) }
    }
  }

  /// Claims and starts what is ready, as long as its target has room; the rest stays in the inbox.
  private func start(_ target: String, _ inbox: inout InboxRound, _ running: RunningJourneys, in group: inout DiscardingTaskGroup) {
    while running.hasRoom(target), !isClosed(target), let sighting = inbox.next(target) {
      do throws(MailboxError) {
        if let file = try context.claims.claim(sighting, as: holder.makeID()) { take(file, running, in: &group) }
        inbox.claimed(sighting)
      } catch {
        inbox.failed(sighting, error)
        logger.error("file could not be claimed", metadata: ["file": "\(sighting.name.text)", "message": "\(error.message)"])
      }
    }
  }

  private func isDone(_ inbox: InboxRound) -> Bool { inbox.looks >= 2 && inbox.targets.allSatisfy(isClosed) }

  /// It is held and everybody has left: its files stay in the inbox for the next run.
  private func isClosed(_ target: String) -> Bool { context.gates[target]?.isClosed ?? false }

  private func beat(_ inbox: InboxRound) {
    let oldest = inbox.oldest.map { " oldest_waiting=\(Int($0.duration(to: .now) / .seconds(1)))s" } ?? ""
    do { try holder.state.heartbeat("\(holder.clock()) waiting=\(inbox.waiting)\(oldest)\n") } catch {
      logger.error("heartbeat could not be written", metadata: ["message": "\(error.message)"])
    }
  }

  private func report() -> RunReport {
    var report = context.tally.report
    for gate in context.gates.values {
      if let hold = gate.hold { report.held[gate.target] = hold.message }
    }
    return report
  }
}

extension JourneyContext {
  func closeGates() {
    for gate in gates.values { gate.close() }
  }
}
