import Contracts
import Documents
import FoundationEssentials
import Ledgers
import Logging
import Mailboxes
import Translation

/// The holder's round: recover, settle requests, look at the inboxes, claim, start journeys. One loop for `run` and `watch`.
struct Patrol: Sendable {
  enum Mode: Sendable { case once, steadily }

  let holder: Holder
  let mode: Mode

  private var context: JourneyContext { holder.context }
  private var settings: HolderSettings { holder.settings }
  private var logger: Logger { holder.logger }

  /// What the loop remembers.
  struct Memory {
    var scanner: Scanner
    var ready: ArraySlice<Sighting> = []
    var lastScan: ContinuousClock.Instant?
    var scanCost = Duration.zero
    var scans = 0
    var waitingInInbox = 0
    var oldest: ContinuousClock.Instant?
    var lastHeartbeat: ContinuousClock.Instant?
  }

  func go() async throws -> RunReport {
    let running = RunningJourneys(limit: settings.journeysAtOnce)
    try await recover()
    try await withThrowingDiscardingTaskGroup { group in
      for gate in context.gates.values {
        group.addTask { await probe(gate) }
      }
      group.addTask { await tick() }
      try await resume(running, in: &group)
      try await watch(running, in: &group)
      await running.wait(bell: holder.events)
      for gate in context.gates.values { gate.close() }
      group.cancelAll()
    }
    return await report()
  }

  // MARK: before the first look

  private func recover() async throws {
    let doubtful = try await context.ledger.recoverSending()
    for id in doubtful {
      logger.warning("found under way after a start; now in doubt", metadata: ["document": "\(id)"])
    }
    try await sweep()
    try await holder.settleRequestsNow()
  }

  /// Removes temporary answers that no interchange needs.
  private func sweep() async throws {
    let open = try await context.ledger.openInterchanges()
    let updates = try await holder.desk?.openUpdates() ?? []
    let kept = Set((open.compactMap(\.answer) + updates.map(\.file)).compactMap { FileName(text: $0.temporaryName) })
    for mailbox in context.mailboxes.values { try Publisher(mailbox).sweep(keeping: kept) }
  }

  private func probe(_ gate: TargetGate) async {
    let ledger = context.ledger
    let logger = logger
    await gate.probe(
      patience: mode == .once ? settings.holdPatience : nil,
      record: { hold in
        do { try await ledger.recordHold(of: gate.target, hold) } catch {
          logger.error("hold could not be recorded", metadata: ["target": "\(gate.target)", "message": "\(error)"])
        }
      }, now: holder.clock)
  }

  private func tick() async {
    while !Task.isCancelled {
      try? await Task.sleep(for: settings.pollInterval)
      holder.bell.yield()
    }
  }

  // MARK: files that were under way

  /// Journeys go on where the ledger says they were; claims without a row are admitted now.
  private func resume(_ running: RunningJourneys, in group: inout ThrowingDiscardingTaskGroup<any Error>) async throws {
    let claimed = try context.claims.pending()
    let ids = Set(claimed.map(\.id))
    for record in try await context.ledger.openInterchanges() where !ids.contains(record.admission.id) {
      try await closeWithoutFile(record)
    }
    for file in claimed {
      guard let target = holder.handling(of: file.partner)?.target else {
        context.tally.change {
          $0.troubles.append(
            "\(file.path.printable) was taken for the partner \(file.partner), who is no longer in the settings; add it again")
        }
        continue
      }
      running.add(target)
      group.addTask { await journey(file, target, running) }
    }
  }

  /// A crash between putting away and noting it leaves a settled interchange without its file; anything else has lost it.
  private func closeWithoutFile(_ record: Interchange) async throws {
    if record.state == .settled, let settlement = record.settlement {
      try await context.ledger.recordPutAway(record.number, at: settlement.place.rawValue)
      return context.tally.finished(settlement.counts)
    }
    context.tally.change {
      $0.troubles.append(
        "the claimed file \(record.admission.fileName) of interchange \(record.admission.id) is gone; put it back into the claimed folder")
    }
  }

  // MARK: the loop

  private func watch(_ running: RunningJourneys, in group: inout ThrowingDiscardingTaskGroup<any Error>) async throws {
    let mailboxes = settings.partners.compactMap { context.mailboxes[$0] }
    var memory = Memory(scanner: Scanner(mailboxes: mailboxes, partnerRules: settings.scanRules))
    for await _ in holder.events {
      if holder.isStopping || running.isBroken { return }
      if mode == .steadily { try await holder.settleRequestsNow() }
      if isTimeToScan(memory) { try scan(&memory) }
      try startReady(&memory, running, in: &group)
      for file in running.takeDue() {
        guard let target = holder.handling(of: file.partner)?.target else { continue }
        running.add(target)
        group.addTask { await journey(file, target, running) }
      }
      beat(&memory)
      if mode == .once, isDone(memory, running) { return }
    }
  }

  private var longestRest: Duration { settings.scanRules.values.map(\.restPeriod).max() ?? ScanRules().restPeriod }

  private func isTimeToScan(_ memory: Memory) -> Bool {
    guard let last = memory.lastScan else { return true }
    let since = last.duration(to: .now)
    switch mode {
    case .once: return memory.scans == 1 && since >= longestRest
    // A look at very many files costs; never more than a tenth of the time goes into looking.
    case .steadily:
      return since >= max(settings.pollInterval, memory.scanCost * 10) || (memory.ready.isEmpty && since >= settings.pollInterval)
    }
  }

  private func scan(_ memory: inout Memory) throws {
    let start = ContinuousClock.now
    let report = try memory.scanner.scan(now: start)
    memory.lastScan = start
    memory.scanCost = start.duration(to: .now)
    memory.scans += 1
    memory.ready = report.ready[...]
    memory.waitingInInbox = report.waiting
    memory.oldest = report.oldestFirstSeen
    for oddity in report.oddities {
      logger.warning("odd file in the inbox", metadata: ["path": "\(oddity.path.printable)", "message": "\(oddity.message)"])
      if oddity.kind == .folder { context.tally.change { $0.troubles.append(oddity.message) } }
    }
    for failure in report.failures {
      logger.error("inbox cannot be looked at", metadata: ["message": "\(failure.message)"])
      context.tally.change { if !$0.troubles.contains(failure.message) { $0.troubles.append(failure.message) } }
    }
  }

  /// Claims and starts what is ready, as long as its target has room; the rest stays in the inbox.
  private func startReady(_ memory: inout Memory, _ running: RunningJourneys, in group: inout ThrowingDiscardingTaskGroup<any Error>) throws
  {
    var left: [Sighting] = []
    while let sighting = memory.ready.popFirst() {
      guard let target = holder.handling(of: sighting.partner)?.target else { continue }
      guard running.tryAdd(target) else {
        left.append(sighting)
        if running.isFull { break }
        continue
      }
      do {
        if let file = try context.claims.claim(sighting, as: holder.makeID()) {
          group.addTask { await journey(file, target, running) }
        } else {
          running.remove(target)
        }
      } catch {
        running.remove(target)
        context.tally.change { if !$0.troubles.contains(error.message) { $0.troubles.append(error.message) } }
        logger.error("file could not be claimed", metadata: ["file": "\(sighting.name.text)", "message": "\(error.message)"])
      }
    }
    if !left.isEmpty { memory.ready = (left + memory.ready)[...] }
  }

  private func isDone(_ memory: Memory, _ running: RunningJourneys) -> Bool {
    memory.scans >= 2 && memory.ready.isEmpty || memory.scans >= 2 && running.count == 0 && memory.ready.allSatisfy { isClosed($0) }
  }

  /// Its target is held and everybody has left: the file stays in the inbox for the next run.
  private func isClosed(_ sighting: Sighting) -> Bool {
    holder.handling(of: sighting.partner).flatMap { context.gates[$0.target] }?.isClosed ?? true
  }

  private func beat(_ memory: inout Memory) {
    if let last = memory.lastHeartbeat, last.duration(to: .now) < .seconds(10) { return }
    memory.lastHeartbeat = .now
    let oldest = memory.oldest.map { " oldest_waiting=\(Int($0.duration(to: .now) / .seconds(1)))s" } ?? ""
    do { try holder.state.heartbeat("\(holder.clock()) waiting=\(memory.waitingInInbox)\(oldest)\n") } catch {
      logger.error("heartbeat could not be written", metadata: ["message": "\(error.message)"])
    }
  }

  // MARK: one journey

  private func journey(_ file: ClaimedFile, _ target: String, _ running: RunningJourneys) async {
    context.tally.started()
    defer {
      context.tally.stopped()
      running.remove(target)
      holder.bell.yield()
    }
    do {
      guard let interchange = try await admit(file) else { return }
      let isFinished = try await InterchangeRunner(context: context, interchange: interchange).run()
      if !isFinished { context.tally.change { $0.waiting += 1 } }
    } catch let error as LedgerError {
      running.isBroken = error.code != .illegalTransition || running.isBroken
      failed(file, error.message, isFault: error.code == .illegalTransition)
      if running.isBroken { for gate in context.gates.values { gate.close() } }
    } catch let error as MailboxError {
      running.retry(file, at: .now + .seconds(30))
      failed(file, error.message, isFault: false)
    } catch {
      running.retry(file, at: .now + .seconds(300))
      failed(file, "\(error)", isFault: true)
    }
  }

  private func admit(_ file: ClaimedFile) async throws -> ClaimedInterchange? {
    guard let handling = holder.handling(of: file.partner) else { return nil }
    let profile = try String(decoding: Self.encoder.encode(handling), as: UTF8.self)
    let record = try await context.ledger.admit(
      Admission(id: file.id, partner: file.partner, fileName: file.name.text, profile: profile))
    let admitted = try JSONDecoder().decode(Handling.self, from: Data(record.admission.profile.utf8))
    return ClaimedInterchange(file: file, record: record, handling: admitted)
  }

  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }

  private func failed(_ file: ClaimedFile, _ message: String, isFault: Bool) {
    logger.error("journey stopped", metadata: ["interchange": "\(file.id)", "file": "\(file.name.text)", "message": "\(message)"])
    context.tally.change { report in
      report.waiting += 1
      if isFault {
        report.faults.append("\(file.name.text): \(message)")
      } else if !report.troubles.contains(message) {
        report.troubles.append(message)
      }
    }
  }

  private func report() async -> RunReport {
    for gate in context.gates.values {
      guard let hold = gate.hold else { continue }
      context.tally.change { $0.held[gate.target] = hold.message }
    }
    return context.tally.report
  }
}
