import Contracts
import Documents
import FoundationEssentials
import Ledgers
import Logging
import Mailboxes
import SystemPackage
import Translation

/// Decisions, replays and the answer updates that follow: written into the ledger by commands, acted upon here by whoever has the lock.
extension Holder {
  /// For a command without another holder: acts on what is pending, sends what is to be sent again.
  package func settleRequests() async throws(HolderError) -> RunReport {
    do {
      try await settleRequestsNow()
      return context.tally.report
    } catch let error as LedgerError {
      throw HolderError(.storage, error.message, cause: error)
    } catch let error as MailboxError {
      throw HolderError(.storage, error.message, cause: error)
    } catch {
      throw HolderError(.fault, "\(error)", cause: error)
    }
  }

  func settleRequestsNow() async throws {
    guard let desk else { return }
    for decision in try await desk.pendingDecisions() { try await settle(decision, desk) }
    for replay in try await desk.pendingReplays() { try await settle(replay, desk) }
    try await AnswerUpdates(context: context, desk: desk).publish()
  }

  private func settle(_ record: DecisionRecord, _ desk: SQLiteLedger) async throws {
    guard let document = try await desk.document(record.decision.document) else { return }
    guard let gate = context.gates[document.key.target] else {
      return try await desk.rejectDecision(record.id, "there is no target \(document.key.target) in the settings")
    }
    switch record.decision.action {
    case .abandon: try await desk.apply(record.id, abandoned(document, by: record.decision.user))
    case .resend: try await resend(document, gate, by: record.decision.user)
    case .confirm(let ids, let force):
      switch await Confirmation(document: document, gateway: gate.gateway).confirm(ids, force: force) {
      case .confirmed(let response):
        try await desk.apply(
          record.id,
          Conclusion(
            state: .accepted, status: document.status, response: response,
            note: JournalNote("confirmed", "\(ids.map(\.id).joined(separator: ", ")) by \(record.decision.user)")))
      case .rejected(let why):
        logger.warning("decision rejected", metadata: ["document": "\(document.key.number)", "message": "\(why)"])
        try await desk.rejectDecision(record.id, why)
      }
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

  /// The identical body once more, under the same Idempotency-Key.
  private func resend(_ document: DocumentRecord, _ gate: TargetGate, by user: String) async throws {
    let lines = LineNotes(document.lines)
    let indices = ((try? JSONReader.read(document.body))?["items"]?.elements ?? []).compactMap { $0["index"]?.text }
    let call = PlannedCall(
      document.key.kind == .orders ? .createOrder : .createReturn, path: document.key.kind == .orders ? "/orders" : "/returns",
      body: document.body, indices: indices, idempotencyKey: document.idempotencyKey)
    let plan = DocumentPlan(
      key: document.key, fingerprint: document.fingerprint ?? Fingerprint([]), call: call, lines: lines.bytes,
      sourceLine: document.sourceLine)
    try await DocumentRunner(
      gate: gate, numbers: context.numbers, ledger: context.ledger, logger: logger, file: "", deadline: .now + settings.holdPatience
    ).resend(plan, document.id, JournalNote("resent", "by \(user)"))
  }

  private func settle(_ request: ReplayRequest, _ desk: SQLiteLedger) async throws {
    guard let interchange = try await desk.interchange(request.interchange), let path = interchange.putAwayAt else { return }
    let name = FileName(text: interchange.admission.fileName)
    guard let name, let replayed = FilePath(printable: path) else { return }
    var number = 1
    while true {
      let newName = name.stem.appending(".replay\(number == 1 ? "" : "-\(number)")").appending(
        String(decoding: name.fileExtension, as: UTF8.self))
      do {
        let placed = try context.archive.replay(replayed, partner: interchange.admission.partner, as: newName)
        return try await desk.recordReplayed(request, JournalNote("replayed", "as \(placed.printable) by \(request.user)"))
      } catch let error as MailboxError where error.code == .nameTaken {
        number += 1
      } catch let error as MailboxError where error.code == .vanished {
        context.tally.change { $0.troubles.append("\(path) is not there any more; it cannot be replayed") }
        return try await desk.recordReplayed(request, JournalNote("replay_failed", "\(path) is not there any more"))
      }
    }
  }
}
