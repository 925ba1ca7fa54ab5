import Contracts
import Documents
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

  /// Leads one document to its end. The caller has a slot for it already.
  /// - Returns: nil: it waits, in good order.
  /// - Throws: `LedgerError`; the outcome that could not be stored is logged.
  func run(_ plan: DocumentPlan, _ id: DocumentRecord.ID) async throws -> DocumentState? {
    var journey = DocumentJourney(plan: plan, file: file, recognisesRepeats: gate.settings.repeatedOrdersAreRecognised)
    var grant = TargetState.Grant.slot
    if !numbers.tryEnter(plan.key) {
      // Whoever has the number may need a slot: never wait for it while holding one.
      gate.leave(nil)
      await numbers.enter(plan.key)
      grant = await gate.enter(deadline: deadline)
    }
    defer { numbers.leave(plan.key) }
    return try await obeyOrClose(&journey, from: journey.entered(grant), plan, id)
  }

  /// Sends a document in doubt or unconfirmed once more, since the operator says so.
  /// - Returns: nil: the target is held; the document is as it was.
  @discardableResult
  func resend(_ plan: DocumentPlan, _ id: DocumentRecord.ID, _ note: JournalNote) async throws -> DocumentState? {
    var journey = DocumentJourney(plan: plan, file: file, recognisesRepeats: false, isResend: true)
    await numbers.enter(plan.key)
    defer { numbers.leave(plan.key) }
    return try await obeyOrClose(&journey, from: .resend(note), plan, id)
  }

  /// A ledger that fails stops all sending at this target at once.
  private func obeyOrClose(
    _ journey: inout DocumentJourney, from first: DocumentJourney.Action, _ plan: DocumentPlan, _ id: DocumentRecord.ID
  ) async throws -> DocumentState? {
    do {
      return try await obey(&journey, from: first, plan, id)
    } catch {
      gate.close()
      throw error
    }
  }

  private func obey(
    _ journey: inout DocumentJourney, from first: DocumentJourney.Action, _ plan: DocumentPlan, _ id: DocumentRecord.ID
  ) async throws -> DocumentState? {
    var action = first
    while true {
      switch action {
      case .enter(let isSuspect): action = journey.entered(await gate.enter(isSuspect: isSuspect, deadline: deadline))
      case .begin: action = journey.begun(try await ledger.begin(intent(plan, id)))
      case .resend(let note):
        guard await gate.enter(deadline: deadline) == .slot else { return .inDoubt }
        _ = try await ledger.beginResend(id, note)
        action = .send
      case .send: action = journey.answered(await gate.gateway.perform(plan.call), successes: gate.successes)
      case .putBack(let note):
        try await ledger.putBack(id, note)
        action = journey.gotBack()
      case .conclude(let conclusion):
        try await store(conclusion, of: plan, id)
        action = journey.concluded(conclusion)
      case .abandon(let conclusion):
        try await ledger.refuse([
          Refusal(
            document: id, key: plan.key, lines: plan.lines, sourceLine: plan.sourceLine, state: conclusion.state,
            findings: conclusion.findings)
        ])
        return conclusion.state
      case .leaveSlot(let outcome, let next):
        gate.leave(outcome)
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
    case .resend: .resend(JournalNote("resent", "the target recognises repeated orders"))
    case .finish(let ending): .finish(ending)
    }
  }

  private func intent(_ plan: DocumentPlan, _ id: DocumentRecord.ID) -> Intent {
    Intent(
      document: id, key: plan.key, fingerprint: plan.fingerprint, body: plan.call.body, idempotencyKey: plan.call.idempotencyKey ?? "",
      lines: plan.lines, sourceLine: plan.sourceLine)
  }

  private func store(_ conclusion: Conclusion, of plan: DocumentPlan, _ id: DocumentRecord.ID) async throws {
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
