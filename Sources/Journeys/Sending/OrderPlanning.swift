import Contracts
import Documents
import Ledgers
import Translation

/// The step before an order that lacks warehouses or prices: asks the target for a shipping plan, which may be repeated, and completes the
/// order from it. Nothing of the order is in the ledger before it is complete.
struct OrderPlanning: Sendable {
  let runner: DocumentRunner
  let completion: OrderCompletion
  let handling: Handling

  /// An order as the file gives it.
  struct Incomplete: Sendable {
    let document: Document
    /// Its number, fingerprint and lines; its body is not complete and never sent.
    let draft: DocumentPlan
    let questions: [SearchItem]
  }

  /// Leads one order through its plan and to its end. `first`: what its caller was granted.
  /// - Returns: nil: it waits, in good order.
  func run(_ order: Incomplete, _ id: DocumentRecord.ID, first: TargetState.Grant) async throws(LedgerError) -> DocumentState? {
    guard first == .slot else { return try await runner.run(order.draft, id, first: first) }
    // A repeated order is what it was, whatever the target could deliver today.
    let claim: Claim?
    do throws(LedgerError) { claim = try await runner.ledger.refer(runner.intent(order.draft, id)) } catch {
      runner.gate.leave(nil, of: .searchShippingPlans)
      throw error
    }
    if let state = claim?.state {
      runner.gate.leave(nil, of: .searchShippingPlans)
      return state
    }
    switch await ask(order) {
    case .leaving: return nil
    case .failed(let findings): return try await refuse(order, id, .failed, findings)
    case .refused(let findings): return try await refuse(order, id, .refused, findings)
    case .planned(let responses):
      let completed = completion.complete(order.document, order.questions, plans: responses)
      let note = JournalNote("planned", "POST /shipping-plans/search: \(completed.summary)")
      guard completed.findings.isEmpty else { return try await refuse(order, id, .refused, completed.findings, [note]) }
      var planner = DocumentPlanner(kind: .orders, handling: handling)
      guard let plan = planner.plan(completed.document, fingerprint: order.draft.fingerprint, notes: completed.lines) else {
        let limit = handling.limits.body
        return try await refuse(order, id, .refused, [.tooLarge(order.document, limit: limit, file: runner.file)], [note])
      }
      return try await runner.run(plan, id, first: await runner.gate.enter(deadline: runner.deadline), notes: [note])
    }
  }

  private enum Asked {
    case planned([[UInt8]])
    case refused([Finding])
    case failed([Finding])
    case leaving
  }

  /// Some lines a call, one call after the other. The caller's slot is used for the first.
  private func ask(_ order: Incomplete) async -> Asked {
    var responses: [[UInt8]] = []
    var grant = TargetState.Grant.slot
    for start in stride(from: 0, to: order.questions.count, by: handling.batchSize) {
      let items = Array(order.questions[start..<min(start + handling.batchSize, order.questions.count)])
      if start > 0 { grant = await runner.gate.enter(deadline: runner.deadline) }
      var asking = SearchAsking(gate: runner.gate, deadline: runner.deadline, items: items)
      guard await asking.ask(grant, page: { _ in }) else { return .leaving }
      responses += asking.batch.responses
      var refused: [Finding] = []
      var failed: [Finding] = []
      for (item, verdict) in zip(items, asking.batch.verdicts) {
        switch verdict {
        case .answered: break
        case .refused(let refusal):
          let text = Finding.shortened(refusal.messages.map(\.text).joined(separator: "; "))
          refused.append(finding(.refusedByTarget, "the target refused to plan it: \(text); nothing was ordered", item))
        case .failed(let message): failed.append(finding(.gaveUp, "\(message) (asked for a shipping plan; nothing was ordered)", item))
        case nil: failed.append(finding(.gaveUp, "no plan was asked for: a fault in Ferry, please report it", item))
        }
      }
      if !refused.isEmpty { return .refused(refused) }
      if !failed.isEmpty { return .failed(failed) }
    }
    return .planned(responses)
  }

  private func finding(_ code: Finding.Code, _ message: String, _ item: SearchItem) -> Finding {
    Finding(code, file: runner.file, line: item.sourceLine, document: item.document, documentLine: item.line, message)
  }

  private func refuse(
    _ order: Incomplete, _ id: DocumentRecord.ID, _ state: DocumentState, _ findings: [Finding], _ notes: [JournalNote] = []
  ) async throws(LedgerError) -> DocumentState {
    try await runner.ledger.refuse([
      Refusal(
        document: id, key: order.draft.key, lines: order.draft.lines, sourceLine: order.draft.sourceLine, state: state,
        findings: Finding.bytes(of: findings), notes: notes)
    ])
    return state
  }
}

extension Claim {
  /// What became of the document; nil where it is to be sent.
  fileprivate var state: DocumentState? {
    switch self {
    case .begun: nil
    case .duplicate: .duplicate
    case .conflict: .conflict
    case .settled(let state): state
    }
  }
}
