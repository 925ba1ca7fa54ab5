import Contracts
import Documents
import KillPoints
import Ledgers
import Logging
import Mailboxes
import Synchronization
import SystemPackage
import Translation

/// Decisions, replays and the answer updates that follow: written into the ledger by commands, acted upon here by whoever has the lock.
/// What goes wrong with one of them stops no other; only a ledger that fails is thrown.
extension Holder {
  /// For a command without another holder: acts on what is pending, sends what is to be sent again.
  package func settleRequests() async throws(HolderError) -> RunReport {
    do throws(LedgerError) {
      try await settleReplays()
      try await settleDecisions()
      try await publishUpdates()
    } catch {
      throw HolderError(ledger: error)
    }
    return context.tally.report
  }

  // MARK: decisions

  func settleDecisions() async throws(LedgerError) {
    guard let desk else { return }
    for decision in try await desk.pendingDecisions() where !isStopping {
      do throws(LedgerError) { try await settle(decision, desk) } catch {
        if error.stopsSending { throw error }
        try await reject(decision, error.message, desk)
      }
    }
  }

  private func settle(_ record: DecisionRecord, _ desk: SQLiteLedger) async throws(LedgerError) {
    guard let document = try await desk.document(record.decision.document), document.state != .sending else { return }
    // What comes back of a file is made of its documents. While it is put away they stay as its answer told them, or, after a crash, it would come
    // back a second time with other content.
    guard try await desk.interchange(document.id.interchange)?.state != .settled else { return }
    guard document.state == .inDoubt || document.state == .unconfirmed else {
      return try await reject(record, "it is \(document.state.rawValue) by now; there is nothing to decide any more", desk)
    }
    guard let gate = context.gates[document.key.target] else {
      return try await reject(record, "there is no target \(document.key.target) in the settings", desk)
    }
    switch record.decision.action {
    case .abandon: try await apply(record, abandoned(document, by: record.decision.user), gate, desk)
    case .resend where document.body.isEmpty:
      try await reject(
        record,
        "what was sent is not known any more, since the ledger was restored; confirm it, or abandon it and drop its file again", desk)
    case .resend: try await resend(record, document, gate, desk)
    case .confirm(let ids, let force):
      let claims = try await desk.claims(ids, of: document.id)
      let verdict = await Confirmation(document: document, gateway: gate.gateway).confirm(ids, force: force, claims: claims)
      // Cut off while it was looked up: the next holder looks.
      if Task.isCancelled { return }
      switch verdict {
      case .confirmed(let response):
        let note = JournalNote("confirmed", "\(ids.map(\.id).joined(separator: ", ")) by \(record.decision.user)")
        try await apply(
          record, Conclusion(state: .accepted, status: document.status, response: response, note: note), gate, desk)
      case .rejected(let why): try await reject(record, why, desk)
      }
    }
  }

  /// What was true before the target was asked is looked at again by the ledger.
  private func apply(
    _ record: DecisionRecord, _ conclusion: Conclusion, _ gate: TargetGate, _ desk: SQLiteLedger
  ) async throws(LedgerError) {
    guard try await desk.apply(record.id, conclusion) else { return }
    KillPoint.after(.decision)
    resends.withLock { $0[record.id] = nil }
    context.tally.decided(record.decision.document, conclusion.state)
    gate.decided()
  }

  private func reject(_ record: DecisionRecord, _ why: String, _ desk: SQLiteLedger) async throws(LedgerError) {
    logger.warning("decision rejected", metadata: ["document": "\(record.decision.document)", "message": "\(why)"])
    do throws(LedgerError) { try await desk.rejectDecision(record.id, why) } catch {
      // Applied or rejected meanwhile.
      guard error.code == .notDecidable else { throw error }
    }
  }

  private func abandoned(_ document: DocumentRecord, by user: String) -> Conclusion {
    let finding = Finding(
      .abandoned, file: "", line: document.sourceLine, document: document.key.number,
      "abandoned by \(user): it is not at the target and was not sent again; drop it again to send it")
    return Conclusion(
      state: .refused, status: document.status, response: document.response, findings: Finding.bytes(of: [finding]),
      note: JournalNote("abandoned", "by \(user)"))
  }

  /// The identical body once more, under the same Idempotency-Key. Where the target is held the decision stays pending; a document that holds
  /// it a second time by the same status is not sent a third time.
  private func resend(
    _ record: DecisionRecord, _ document: DocumentRecord, _ gate: TargetGate, _ desk: SQLiteLedger
  ) async throws(LedgerError) {
    let before = resends.withLock { resends in resends.updateValue(resends[record.id] ?? Resend(), forKey: record.id) }
    // Somebody has looked at the other side.
    if before == nil { gate.decided() }
    let runner = DocumentRunner(
      gate: gate, numbers: context.numbers, ledger: context.ledger, logger: logger, file: "", deadline: .now, decision: record.id)
    let result = try await runner.resend(
      DocumentPlan(document), document, JournalNote("resent", "by \(record.decision.user)"), suspicion: before?.status)
    switch result {
    case .notNow: return
    case .held(let hold):
      resends.withLock { $0[record.id] = Resend(status: hold.reason == .settings ? hold.status : nil) }
      context.tally.resent(document.id, document.state)
    case .blamed(let hold):
      context.tally.resent(document.id, document.state)
      resends.withLock { $0[record.id] = nil }
      try await reject(
        record,
        "sent again, it held the target twice: \(hold.message). It is not sent a third time by itself; ask the target's people, then decide again",
        desk)
    case .concluded(let state):
      resends.withLock { $0[record.id] = nil }
      context.tally.resent(document.id, state)
    }
  }
}

/// What came of a resend so far, in this process.
struct Resend: Sendable {
  /// With which it held its target.
  var status: Int?
}
