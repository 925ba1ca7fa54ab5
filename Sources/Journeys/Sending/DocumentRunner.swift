import Contracts
import Documents
import KillPoints
import Ledgers
import Logging
import Translation

/// Obeys a `DocumentJourney`: the one place where a document's ledger writes and its call happen.
struct DocumentRunner: Sendable {
  let gate: TargetGate
  let numbers: NumberGate
  let ledger: any Ledger
  let logger: Logger
  let file: String
  let deadline: ContinuousClock.Instant
  /// The operator's, that a resend carries out.
  var decision: Decision.ID?

  /// Leads one document to its end. `first`: what its caller was granted; with a slot, it is this document's. `notes`: what happened before.
  /// - Returns: nil: it waits, in good order.
  /// - Throws: where the ledger fails; an outcome that could not be stored is logged.
  func run(
    _ plan: DocumentPlan, _ id: DocumentRecord.ID, first: TargetState.Grant, notes: [JournalNote] = []
  ) async throws(LedgerError) -> DocumentState? {
    var journey = DocumentJourney(plan: plan, file: file, recognisesRepeats: gate.settings.repeatedOrdersAreRecognised)
    var grant = first
    if grant == .slot, !numbers.tryEnter(plan.key) {
      // Whoever has the number may need a slot: never wait for it while holding one.
      gate.leave(nil, of: plan.call.operation)
      await numbers.enter(plan.key)
      grant = await gate.enter(deadline: deadline)
    } else if grant != .slot {
      return try await obey(&journey, from: journey.entered(grant), hasSlot: false, plan, id, notes)
    }
    defer { numbers.leave(plan.key) }
    return try await obey(&journey, from: journey.entered(grant), hasSlot: grant == .slot, plan, id, notes)
  }

  /// Sends a document once more that an earlier process left in doubt, since the target recognises repeats. The caller has a slot for it.
  func sendAgain(_ plan: DocumentPlan, _ id: DocumentRecord.ID) async throws(LedgerError) -> DocumentState? {
    var journey = DocumentJourney(plan: plan, file: file, recognisesRepeats: true, doubt: .init(state: .inDoubt, response: []))
    guard numbers.tryEnter(plan.key) else {
      gate.leave(nil, of: plan.call.operation)
      return .inDoubt
    }
    defer { numbers.leave(plan.key) }
    return try await obey(&journey, from: .beginResend(.repeated), hasSlot: true, plan, id)
  }

  /// What came of a resend.
  enum Resent: Sendable {
    /// Nothing has changed.
    case notNow
    case held(Outcome.Hold)
    /// It has held its target by that status before.
    case blamed(Outcome.Hold)
    case concluded(DocumentState)
  }

  /// Sends a document in doubt or unconfirmed once more, since the operator says so. Never waits for a held target. `suspicion`: with which
  /// status it held its target before.
  func resend(
    _ plan: DocumentPlan, _ record: DocumentRecord, _ note: JournalNote, suspicion: Int?
  ) async throws(LedgerError) -> Resent {
    let doubt = DocumentJourney.Doubt(state: record.state, response: record.response)
    var journey = DocumentJourney(plan: plan, file: file, recognisesRepeats: false, doubt: doubt, suspicion: suspicion)
    guard numbers.tryEnter(plan.key) else { return .notNow }
    defer { numbers.leave(plan.key) }
    guard await gate.enter(deadline: nil) == .slot else { return .notNow }
    let state = try await obey(&journey, from: .beginResend(note), hasSlot: true, plan, record.id)
    guard let state, !journey.isPassedOver else { return .notNow }
    guard let hold = journey.hold else { return .concluded(state) }
    return journey.isToBlame ? .blamed(hold) : .held(hold)
  }

  /// A ledger that fails stops all sending at this target at once. A slot is given back on every way out.
  private func obey(
    _ journey: inout DocumentJourney, from first: DocumentJourney.Action, hasSlot: Bool, _ plan: DocumentPlan, _ id: DocumentRecord.ID,
    _ notes: [JournalNote] = []
  ) async throws(LedgerError) -> DocumentState? {
    var hasSlot = hasSlot
    do {
      return try await obey(&journey, from: first, &hasSlot, plan, id, notes)
    } catch {
      if error.stopsSending { gate.close() }
      if hasSlot { gate.leave(nil, of: plan.call.operation) }
      throw error
    }
  }

  private func obey(
    _ journey: inout DocumentJourney, from first: DocumentJourney.Action, _ hasSlot: inout Bool, _ plan: DocumentPlan,
    _ id: DocumentRecord.ID, _ notes: [JournalNote]
  ) async throws(LedgerError) -> DocumentState? {
    var action = first
    var call = plan.call
    while true {
      switch action {
      case .enter(let isSuspect):
        let grant = await gate.enter(isSuspect: isSuspect, deadline: deadline)
        hasSlot = grant == .slot
        action = journey.entered(grant)
      case .begin:
        KillPoint.before(.intent)
        action = journey.begun(try await ledger.begin(intent(plan, id, notes)))
        KillPoint.after(.intent)
      case .resend(let note):
        hasSlot = await gate.enter(deadline: deadline) == .slot
        guard hasSlot else { return .inDoubt }
        action = .beginResend(note)
      case .beginResend(let note):
        KillPoint.before(.intent)
        guard let record = try await ledger.beginResend(id, for: decision, note) else {
          // Decided meanwhile.
          journey.passedOver()
          hasSlot = false
          gate.leave(nil, of: plan.call.operation)
          return try await ledger.document(id)?.state
        }
        KillPoint.after(.intent)
        call = call.with(body: record.body)
        action = .send
      case .send:
        let outcome = await gate.gateway.perform(call)
        KillPoint.after(.response)
        action = journey.answered(outcome, successes: gate.successes(of: plan.call.operation))
      case .putBack(let note):
        try await ledger.putBack(id, note)
        action = journey.gotBack()
      case .conclude(let conclusion):
        KillPoint.before(.outcome)
        try await store(conclusion, of: plan, id)
        KillPoint.after(.outcome)
        action = journey.concluded(conclusion)
      case .abandon(let conclusion):
        try await ledger.refuse([
          Refusal(
            document: id, key: plan.key, lines: plan.lines, sourceLine: plan.sourceLine, state: conclusion.state,
            findings: conclusion.findings)
        ])
        return conclusion.state
      case .leaveSlot(let outcome, let next):
        hasSlot = false
        gate.leave(outcome, of: plan.call.operation)
        action = Self.action(after: next)
      case .finish(.settled(let state)): return state
      case .finish(.left): return nil
      }
    }
  }

  private static func action(after next: DocumentJourney.Next) -> DocumentJourney.Action {
    switch next {
    case .enterAgain: .enter(isSuspect: false)
    case .enterAsSuspect: .enter(isSuspect: true)
    case .resend: .resend(.repeated)
    case .finish(let ending): .finish(ending)
    }
  }

  func intent(_ plan: DocumentPlan, _ id: DocumentRecord.ID, _ notes: [JournalNote] = []) -> Intent {
    Intent(
      document: id, key: plan.key, fingerprint: plan.fingerprint, body: plan.call.body, idempotencyKey: plan.call.idempotencyKey ?? "",
      lines: plan.lines, sourceLine: plan.sourceLine, notes: notes)
  }

  private func store(_ conclusion: Conclusion, of plan: DocumentPlan, _ id: DocumentRecord.ID) async throws(LedgerError) {
    do { try await ledger.conclude(id, conclusion) } catch {
      logger.critical(
        "outcome could not be stored",
        metadata: [
          "document": "\(plan.key.number)", "partner": "\(plan.key.partner)", "target": "\(plan.key.target)",
          "state": "\(conclusion.state.rawValue)",
          "detail": "\(conclusion.note.detail)", "message": "\(error.message)",
        ])
      throw error
    }
  }
}

extension JournalNote {
  fileprivate static let repeated = JournalNote("resent", "the target recognises repeated orders")
}

extension PlannedCall {
  /// To the letter what went out before.
  fileprivate func with(body: [UInt8]) -> PlannedCall {
    PlannedCall(operation, path: path, query: query, body: body, indices: indices, idempotencyKey: idempotencyKey)
  }
}

extension LedgerError {
  /// Whatever the ledger cannot write or read stops all sending; a change that it does not allow is a fault of one file's journey.
  var stopsSending: Bool { code != .illegalTransition && code != .notDecidable }
}
