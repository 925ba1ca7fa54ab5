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

  let context: JourneyContext
  let interchange: ClaimedInterchange
  let gate: TargetGate
  let kind: Kind

  /// Returns: whether every document has its outcome; false: some wait, since the target is held and everybody leaves.
  func send(_ surveyed: Surveyor.Result) async throws -> Bool {
    let completion = kind == .returns ? ReturnCompletion(file: interchange.name) : nil
    let completer = completion.map { ReturnCompleter(context: context, handling: interchange.handling, completion: $0) }
    let runner = DocumentRunner(
      gate: gate, numbers: context.numbers, ledger: context.ledger, logger: context.logger, file: interchange.name,
      deadline: context.deadline(interchange.record.receivedAt))
    let waiting = WaitingCount()
    try await withThrowingDiscardingTaskGroup { group in
      try await read(surveyed, completer, runner, waiting, into: &group)
    }
    return waiting.count == 0
  }

  /// Reads, plans, and starts a task for each document that has a slot.
  private func read(
    _ surveyed: Surveyor.Result, _ completer: ReturnCompleter?, _ runner: DocumentRunner, _ waiting: WaitingCount,
    into group: inout ThrowingDiscardingTaskGroup<any Error>
  ) async throws {
    let reading = DocumentReader.open(
      try interchange.source(), name: interchange.name, kind: kind, format: interchange.format, handling: interchange.handling)
    var planner = DocumentPlanner(kind: kind, handling: interchange.handling)
    var known = KnownStates(ledger: context.ledger, interchange: interchange.number)
    var refusals: [Refusal] = []
    while waiting.count == 0, try reading.next() {
      let ordinal = reading.document.ordinal
      if let state = try await known.state(of: ordinal), state.isSettled {
        context.tally.concluded(1, state.rawValue)
        continue
      }
      switch try await plan(reading, surveyed, completer, &planner) {
      case .refused(let refusal):
        refusals.append(refusal)
        if refusals.count == Self.refusalsAtOnce { try await record(&refusals) }
      case .planned(let plan):
        switch await gate.enter(deadline: runner.deadline) {
        case .leaving: waiting.add()
        case .slot:
          let id = DocumentRecord.ID(interchange: interchange.number, ordinal: ordinal)
          let tally = context.tally
          group.addTask { try await Self.run(runner, plan, id, waiting, tally) }
        case .gaveUp: refusals.append(gaveUp(plan, ordinal))
        }
      }
    }
    try await record(&refusals)
  }

  private static func run(
    _ runner: DocumentRunner, _ plan: DocumentPlan, _ id: DocumentRecord.ID, _ waiting: WaitingCount, _ tally: Tally
  ) async throws {
    if let state = try await runner.run(plan, id) {
      tally.concluded(1, state.rawValue)
    } else {
      waiting.add()
    }
  }

  private func record(_ refusals: inout [Refusal]) async throws(LedgerError) {
    guard !refusals.isEmpty else { return }
    try await context.ledger.refuse(refusals)
    context.tally.concluded(refusals.count, DocumentState.refused.rawValue)
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
    if surveyed.apart.contains(number) {
      findings.append(.apart(number, file: interchange.name, line: reading.document.entries[0].line))
    }
    if findings.isEmpty, surveyed.survey.isRefusedWhole {
      if let completer { findings = try await completer.complete(reading.document).findings }
      if findings.isEmpty { findings = [.shared(by: surveyed.fileFindings.first, file: interchange.name, reading.document)] }
    }
    if !findings.isEmpty { return .refused(refusal(reading.document, findings)) }
    let fingerprint = planner.fingerprint(of: reading.document)
    guard let completer else { return planned(reading.document, fingerprint, &planner) }
    let (document, missing) = try await completer.complete(reading.document)
    return missing.isEmpty ? planned(document, fingerprint, &planner) : .refused(refusal(document, missing))
  }

  private func planned(_ document: Document, _ fingerprint: Fingerprint, _ planner: inout DocumentPlanner) -> Planned {
    if let plan = planner.plan(document, fingerprint: fingerprint) { return .planned(plan) }
    let limit = interchange.handling.limits.body
    return .refused(
      refusal(
        document,
        [
          Finding(
            .limit, file: interchange.name, line: document.entries[0].line, document: document.number,
            "the request of this document is larger than \(limit) bytes; expected less: split it")
        ]))
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
