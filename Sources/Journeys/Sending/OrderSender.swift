import Contracts
import Documents
import Formats
import Ledgers
import Logging
import Translation

/// The second reading of a file of an unsafe kind: document by document planned, claimed, called, concluded; a bounded number in flight.
/// Documents that have their outcome are passed over, so that a restart begins at the first byte and repeats nothing.
struct OrderSender: Sendable {
  private static let refusalsAtOnce = 256
  /// Documents of a file that wait aside for an earlier file; with more the file itself waits.
  private static let deferredAtOnce = 64

  let context: JourneyContext
  let interchange: ClaimedInterchange
  let gate: TargetGate
  let kind: Kind

  /// Returns: whether every document has its outcome; false: some wait, since the target is held and everybody leaves.
  func send(_ surveyed: Surveyor.Result) async throws -> Bool {
    let unfinished = Unfinished()
    await context.order.waitForSurveys(before: interchange.place)
    await withDiscardingTaskGroup { group in
      do { try await read(surveyed, unfinished, into: &group) } catch { unfinished.fail(error) }
    }
    return try unfinished.isNothing()
  }

  /// Reads, plans, and starts a task for each document that has a slot.
  private func read(_ surveyed: Surveyor.Result, _ unfinished: Unfinished, into group: inout DiscardingTaskGroup) async throws {
    let completion = kind == .returns ? ReturnCompletion(file: interchange.name) : nil
    let completer = completion.map { ReturnCompleter(ledger: context.ledger, handling: interchange.handling, completion: $0) }
    let planning = kind == .orders ? OrderCompletion(file: interchange.name, handling: interchange.handling) : nil
    let runner = DocumentRunner(
      gate: gate, numbers: context.numbers, ledger: context.ledger, logger: context.logger, file: interchange.name,
      deadline: context.patience.end(of: interchange.record))
    let reading = DocumentReader.open(
      try interchange.source(), name: interchange.name, kind: kind, format: interchange.format, handling: interchange.handling)
    var planner = DocumentPlanner(kind: kind, handling: interchange.handling)
    var known = KnownStates(ledger: context.ledger, interchange: interchange.number)
    var refusals: [Refusal] = []
    while !unfinished.isStopping, try reading.next() {
      let ordinal = reading.document.ordinal
      let state = try await known.state(of: ordinal)
      let isRepeatable = state == .inDoubt && gate.settings.repeatedOrdersAreRecognised
      if let state, state.isSettled, !isRepeatable {
        context.tally.concluded(1, state.rawValue)
        continue
      }
      let id = DocumentRecord.ID(interchange: interchange.number, ordinal: ordinal)
      if isRepeatable, let record = try await context.ledger.document(id) {
        if isRepeated(record, surveyed) {
          await sendAgain(DocumentPlan(record), id, runner, unfinished, in: &group)
        } else {
          context.tally.concluded(1, record.state.rawValue)
        }
        continue
      }
      switch try await plan(reading, surveyed, completer, &planner) {
      case .refused(let refusal): refusals.append(refusal)
      case .planned(let plan):
        let run = run(plan, reading.document, id, planning, runner)
        if let refusal = await start(plan, id, runner, unfinished, in: &group, run) { refusals.append(refusal) }
      }
      if refusals.count >= Self.refusalsAtOnce { try await record(&refusals) }
    }
    try await record(&refusals)
  }

  /// What is done with a document once it is its turn.
  private typealias Run = @Sendable (TargetState.Grant) async throws(LedgerError) -> DocumentState?

  /// An order that lacks warehouses or prices is planned first.
  private func run(
    _ plan: DocumentPlan, _ document: Document, _ id: DocumentRecord.ID, _ completion: OrderCompletion?, _ runner: DocumentRunner
  ) -> Run {
    guard let completion, case let questions = completion.questions(document), !questions.isEmpty else {
      return { grant async throws(LedgerError) in try await runner.run(plan, id, first: grant) }
    }
    let planning = OrderPlanning(runner: runner, completion: completion, handling: interchange.handling)
    let order = OrderPlanning.Incomplete(document: document, draft: plan, questions: questions)
    return { grant async throws(LedgerError) in try await planning.run(order, id, first: grant) }
  }

  /// Waits for a slot and starts the document's task. Returns what to record where it gave up waiting.
  private func start(
    _ plan: DocumentPlan, _ id: DocumentRecord.ID, _ runner: DocumentRunner, _ unfinished: Unfinished,
    in group: inout DiscardingTaskGroup, _ run: @escaping Run
  ) async -> Refusal? {
    let tally = context.tally
    if context.order.isBehind(plan.key, at: interchange.place) {
      if unfinished.tryDefer(limit: Self.deferredAtOnce) {
        group.addTask {
          await context.order.wait(for: plan.key, at: interchange.place)
          unfinished.undefer()
          await Self.note(unfinished, tally) { () async throws(LedgerError) in
            try await run(await gate.enter(deadline: runner.deadline))
          }
        }
        return nil
      }
      await context.order.wait(for: plan.key, at: interchange.place)
    }
    switch await gate.enter(deadline: runner.deadline) {
    case .leaving: unfinished.leave()
    case .slot:
      group.addTask {
        await Self.note(unfinished, tally) { () async throws(LedgerError) in try await run(.slot) }
      }
    case .gaveUp: return gaveUp(plan, id.ordinal)
    }
    return nil
  }

  /// By itself, since the target recognises repeats. Not what was decided meanwhile; not what a ledger that was restored does not know to the
  /// letter; not for ever, where Ferry or the target goes down on it again and again.
  private func isRepeated(_ record: DocumentRecord, _ surveyed: Surveyor.Result) -> Bool {
    record.state == .inDoubt && !record.body.isEmpty && !surveyed.survey.isRefusedWhole && record.attempts < context.settings.maxAttempts
  }

  private func sendAgain(
    _ plan: DocumentPlan, _ id: DocumentRecord.ID, _ runner: DocumentRunner, _ unfinished: Unfinished, in group: inout DiscardingTaskGroup
  ) async {
    let tally = context.tally
    switch await gate.enter(deadline: runner.deadline) {
    case .leaving: unfinished.leave()
    case .gaveUp: tally.concluded(1, DocumentState.inDoubt.rawValue)
    case .slot:
      group.addTask {
        await Self.note(unfinished, tally) { () async throws(LedgerError) in try await runner.sendAgain(plan, id) }
      }
    }
  }

  private static func note(
    _ unfinished: Unfinished, _ tally: Tally, _ run: () async throws(LedgerError) -> DocumentState?
  ) async {
    do throws(LedgerError) {
      if let state = try await run() { tally.concluded(1, state.rawValue) } else { unfinished.leave() }
    } catch {
      unfinished.fail(error)
    }
  }

  private func record(_ refusals: inout [Refusal]) async throws(LedgerError) {
    guard !refusals.isEmpty else { return }
    try await context.ledger.refuse(refusals)
    for refusal in refusals { context.tally.concluded(1, refusal.state.rawValue) }
    refusals.removeAll(keepingCapacity: true)
  }

  // MARK: planning

  private enum Planned {
    case planned(DocumentPlan)
    case refused(Refusal)
  }

  private func plan(
    _ reading: any DocumentReading, _ surveyed: Surveyor.Result, _ completer: ReturnCompleter?, _ planner: inout DocumentPlanner
  ) async throws -> Planned {
    let number = reading.document.number ?? ""
    var findings = reading.findings
    if let repeated = surveyed.apart[number] {
      findings.append(
        repeated.finding(number, isGrouped: reading.isGroupedByNumber, file: interchange.name, line: reading.document.entries[0].line))
    }
    if findings.isEmpty, surveyed.survey.isRefusedWhole {
      if let completer { findings = try await completer.complete(reading.document).findings }
      if findings.isEmpty { findings = [.shared(by: surveyed.fileFindings.first, file: interchange.name, reading.document)] }
    }
    if findings.isEmpty, reading.document.ordinal >= surveyed.survey.documentCount {
      findings = [.late(interchange.name, reading.document)]
    }
    if !findings.isEmpty { return .refused(refusal(reading.document, findings)) }
    let fingerprint = planner.fingerprint(of: reading.document)
    guard let completer else { return planned(reading.document, fingerprint, &planner) }
    let (document, missing) = try await completer.complete(reading.document)
    return missing.isEmpty ? planned(document, fingerprint, &planner) : .refused(refusal(document, missing))
  }

  private func planned(_ document: Document, _ fingerprint: Fingerprint, _ planner: inout DocumentPlanner) -> Planned {
    if let plan = planner.plan(document, fingerprint: fingerprint) { return .planned(plan) }
    return .refused(refusal(document, [.tooLarge(document, limit: interchange.handling.limits.body, file: interchange.name)]))
  }

  private func refusal(_ document: Document, _ findings: [Finding], _ state: DocumentState = .refused) -> Refusal {
    Refusal(
      document: DocumentRecord.ID(interchange: interchange.number, ordinal: document.ordinal),
      key: interchange.handling.key(kind: kind, number: document.number ?? ""), lines: LineNotes(of: document).bytes,
      sourceLine: document.entries[0].line, state: state, findings: Finding.bytes(of: findings))
  }

  private func gaveUp(_ plan: DocumentPlan, _ ordinal: Int) -> Refusal {
    let finding = Finding(
      .gaveUp, file: interchange.name, line: plan.sourceLine, document: plan.key.number,
      "the target was held for too long (give_up_after); nothing was sent: replay the file when the target is back")
    return Refusal(
      document: DocumentRecord.ID(interchange: interchange.number, ordinal: ordinal), key: plan.key, lines: plan.lines,
      sourceLine: plan.sourceLine,
      state: .failed, findings: Finding.bytes(of: [finding]))
  }
}

extension Finding {
  static func tooLarge(_ document: Document, limit: Int, file: String) -> Finding {
    Finding(
      .limit, file: file, line: document.entries[0].line, document: document.number,
      "the request of this document is larger than \(limit) bytes; expected less: split it")
  }
}
