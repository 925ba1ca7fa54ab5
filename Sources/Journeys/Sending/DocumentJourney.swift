import Contracts
import Documents
import Ledgers
import Translation

/// One document of an unsafe kind from its plan to its outcome, as a value: each method takes what just happened and returns what to do next.
/// The order of actions is the promise: `begin` or `beginResend` is durable before `send`, `conclude` before the slot is given back.
struct DocumentJourney {
  enum Action: Sendable, Hashable {
    /// Wait for a slot at the target.
    case enter(isSuspect: Bool)
    /// Claim the number and write `sending`.
    case begin
    /// Wait for a slot, then write `sending` once more for the same body.
    case resend(JournalNote)
    case beginResend(JournalNote)
    case send
    case putBack(JournalNote)
    case conclude(Conclusion)
    /// No row of it is in the ledger yet: record it as failed.
    case abandon(Conclusion)
    /// Give the slot back, with what came of it.
    case leaveSlot(Outcome?, then: Next)
    case finish(Ending)
  }

  enum Next: Sendable, Hashable { case enterAgain, enterAsSuspect, resend, finish(Ending) }

  enum Ending: Sendable, Hashable {
    case settled(DocumentState)
    /// Waiting in good order: the target is held and everybody leaves.
    case left
  }

  /// What the ledger holds of an attempt that may have arrived: only a valid 2xx takes its place.
  struct Doubt: Sendable, Hashable {
    /// In doubt, or unconfirmed.
    let state: DocumentState
    let response: [UInt8]
  }

  private static let maxResends = 2

  let plan: DocumentPlan
  let file: String
  private let kind: Kind
  private let recognisesRepeats: Bool
  private var last: Outcome?
  private var isRecorded = false
  private var resends = 0
  private var doubt: Doubt?
  /// The status with which it held its target, and how many others had succeeded then.
  private var suspicion: (status: Int?, successes: Int)?

  /// `doubt`: of a document that an operator has sent once more. `suspicion`: with which status it held its target when he did so before.
  init(plan: DocumentPlan, file: String, recognisesRepeats: Bool, doubt: Doubt? = nil, suspicion: Int? = nil) {
    self.plan = plan
    self.file = file
    kind = plan.key.kind
    self.recognisesRepeats = recognisesRepeats
    self.doubt = doubt
    self.suspicion = suspicion.map { ($0, 0) }
  }

  /// Nothing was sent: what was decided of it holds no more.
  private(set) var isPassedOver = false
  mutating func passedOver() { isPassedOver = true }

  /// By which the last attempt was held.
  var hold: Outcome.Hold? { if case .held(let hold) = last { hold } else { nil } }

  /// It has held its target before, by the same status: the next time would be no other.
  var isToBlame: Bool {
    guard let hold, hold.reason == .settings, let suspicion else { return false }
    return suspicion.status == hold.status
  }

  mutating func entered(_ grant: TargetState.Grant) -> Action {
    // The slot of the last attempt is long given back.
    last = nil
    switch grant {
    case .slot: return .begin
    case .leaving: return .finish(.left)
    case .gaveUp: return isRecorded ? .conclude(gaveUp) : .abandon(gaveUp)
    }
  }

  mutating func begun(_ claim: Claim) -> Action {
    isRecorded = true
    switch claim {
    case .begun: return .send
    case .duplicate: return .leaveSlot(nil, then: .finish(.settled(.duplicate)))
    case .conflict: return .leaveSlot(nil, then: .finish(.settled(.conflict)))
    case .settled(let state): return .leaveSlot(nil, then: .finish(.settled(state)))
    }
  }

  /// `successes`: how many calls of this kind the target has taken so far.
  mutating func answered(_ outcome: Outcome, successes: Int) -> Action {
    last = outcome
    switch outcome {
    case .success(let response): return .conclude(accepted(response))
    case .refused(let refusal): return .conclude(doubt.map { stillOpen($0, refusal) } ?? refused(refusal))
    case .inDoubt(let doubt): return .conclude(inDoubt(doubt))
    case .held(let hold):
      if hold.reason == .settings, doubt == nil {
        if let suspicion, suspicion.status == hold.status, successes > suspicion.successes { return .conclude(blamed(hold)) }
        suspicion = (hold.status, successes)
      }
      return .putBack(JournalNote("held", hold.message))
    }
  }

  /// A conclusion is durable.
  mutating func concluded(_ conclusion: Conclusion) -> Action {
    guard let last else { return .finish(.settled(conclusion.state)) }
    if case .inDoubt = last, recognisesRepeats, resends < Self.maxResends {
      resends += 1
      doubt = Doubt(state: conclusion.state, response: conclusion.response)
      return .leaveSlot(last, then: .resend)
    }
    // A document that is blamed for its own hold says nothing against the target.
    let outcome: Outcome? = if case .held = last { nil } else { last }
    return .leaveSlot(outcome, then: .finish(.settled(conclusion.state)))
  }

  /// It is as it was before the attempt, durably.
  func gotBack() -> Action {
    guard let doubt else { return .leaveSlot(last, then: suspicion == nil ? .enterAgain : .enterAsSuspect) }
    // One that may itself be the cause of the hold does not come back again and again.
    if recognisesRepeats, case .held(let hold) = last, hold.reason != .settings { return .leaveSlot(last, then: .resend) }
    return .leaveSlot(isToBlame ? nil : last, then: .finish(.settled(doubt.state)))
  }

  // MARK: conclusions

  private func accepted(_ response: Outcome.Response) -> Conclusion {
    let rows = (try? JSONReader.read(response.body)).map { ResponseRows.of(kind).rows(of: $0) } ?? [:]
    let unmentioned = plan.call.indices.filter { rows[$0] == nil }.count
    let ids = Set(rows.values.joined().compactMap(\.first)).sorted().joined(separator: ", ")
    if unmentioned == 0 {
      return Conclusion(state: .accepted, status: response.status, response: response.body, note: JournalNote("accepted", ids))
    }
    return Conclusion(
      state: .unconfirmed, status: response.status, response: response.body,
      note: JournalNote("unconfirmed", "\(unmentioned) of \(plan.call.indices.count) lines were not mentioned; \(ids)"))
  }

  private func refused(_ refusal: Outcome.Refusal) -> Conclusion {
    let findings = TargetFindings(file: file, document: plan.key.number, lines: LineNotes(plan.lines).lines, sourceLine: plan.sourceLine)
      .findings(of: refusal)
    return Conclusion(
      state: .refused, status: refusal.status, findings: Finding.bytes(of: findings),
      note: JournalNote("refused", "HTTP \(refusal.status): " + refusal.messages.map(\.text).joined(separator: "; ")))
  }

  private func inDoubt(_ doubt: Outcome.Doubt) -> Conclusion {
    // The gateway's sentence ends with the remedy: ferry resolve.
    let finding = Finding(
      .inDoubt, file: file, line: plan.sourceLine, document: plan.key.number, "\(doubt.message) \(Finding.shortened(plan.key.number))")
    // What an earlier attempt was answered names external ids; it is worth more than what is left of this one.
    let earlier = self.doubt?.state == .unconfirmed ? self.doubt?.response : nil
    return Conclusion(
      state: .inDoubt, status: doubt.status, response: earlier ?? doubt.body, findings: Finding.bytes(of: [finding]),
      note: JournalNote("in_doubt", doubt.message))
  }

  /// Sent once more and refused: that does not settle what became of the first attempt.
  private func stillOpen(_ doubt: Doubt, _ refusal: Outcome.Refusal) -> Conclusion {
    let messages = refusal.messages.map(\.text).joined(separator: "; ")
    let finding = Finding(
      .inDoubt, file: file, line: plan.sourceLine, document: plan.key.number,
      "sent once more, it was refused (HTTP \(refusal.status): \(Finding.shortened(messages))), but an earlier attempt may have been taken: look it up in the ERP, then decide with ferry resolve \(Finding.shortened(plan.key.number))"
    )
    return Conclusion(
      state: doubt.state, status: refusal.status, response: doubt.response, findings: Finding.bytes(of: [finding]),
      note: JournalNote(doubt.state.rawValue, "sent once more and refused, HTTP \(refusal.status): \(messages)"))
  }

  /// Others got through where this one twice did not: the fault is its own.
  private func blamed(_ hold: Outcome.Hold) -> Conclusion {
    let finding = Finding(
      .refusedByTarget, file: file, line: plan.sourceLine, document: plan.key.number,
      "\(hold.message); others were taken meanwhile, so the fault is in this document: ask the target's people")
    return Conclusion(
      state: .refused, status: hold.status, findings: Finding.bytes(of: [finding]), note: JournalNote("refused", hold.message))
  }

  private var gaveUp: Conclusion {
    let finding = Finding(
      .gaveUp, file: file, line: plan.sourceLine, document: plan.key.number,
      "the target was held for too long (give_up_after); nothing was sent: replay the file when the target is back")
    return Conclusion(state: .failed, status: nil, findings: Finding.bytes(of: [finding]), note: JournalNote("failed", "gave up waiting"))
  }
}
