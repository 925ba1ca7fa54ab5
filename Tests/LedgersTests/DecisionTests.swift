import Documents
import Testing

@testable import Ledgers

/// What an operator decides, and the answers to it.
@Suite struct DecisionTests {
  let folder: TemporaryFolder
  let ledger: SQLiteLedger

  init() throws {
    folder = try TemporaryFolder()
    ledger = try SQLiteLedger.fresh(in: folder)
  }

  private func decision(_ action: Decision.Action, on document: DocumentRecord.ID = id(1, 0)) -> Decision {
    Decision(document: document, action: action, user: "anna")
  }

  @Test func `a number in doubt lists its candidates`() async throws {
    try await ledger.bring(id(1, 0), key("A-1"), to: .inDoubt)
    try await ledger.bring(id(1, 1), key("A-1", partner: "other"), to: .unconfirmed)
    try await ledger.bring(id(1, 2), key("A-1", kind: .returns), to: .inDoubt)
    try await ledger.bring(id(1, 3), key("A-1", target: "erp-test"), to: .accepted)
    #expect(try await ledger.decidable(number: "A-1").map(\.id) == [id(1, 0), id(1, 1), id(1, 2)])
    #expect(try await ledger.decidable(number: "A-1", partner: "acme").map(\.id) == [id(1, 0), id(1, 2)])
    #expect(try await ledger.decidable(number: "A-1", partner: "acme", kind: .orders).map(\.id) == [id(1, 0)])
    #expect(try await ledger.decidable(number: "A-2") == [])
  }

  @Test(arguments: [DocumentState.inDoubt, .unconfirmed])
  func `a confirmation makes it accepted, with the response that was fetched`(_ state: DocumentState) async throws {
    try await ledger.bring(id(1, 0), key("A-1"), to: state)
    let confirm = decision(.confirm([.init("E-1", date: "2026-11-21"), .init("E-2")], force: true))
    let pending = try await ledger.propose(confirm)
    #expect(try await ledger.pendingDecisions().map(\.decision) == [confirm])
    #expect(try await ledger.document(id(1, 0))?.state == state, "nothing changes before the holder acts")

    try await ledger.apply(pending, conclusion(.accepted))
    #expect(try await ledger.document(id(1, 0))?.state == .accepted)
    #expect(try await ledger.document(id(1, 0))?.response == Array("response".utf8))
    #expect(try await ledger.pendingDecisions() == [])
    #expect(try await ledger.decisions(on: id(1, 0)).map(\.state) == [.applied])
    #expect(await ledgerError { try await ledger.apply(pending, conclusion(.accepted)) }?.code == .notDecidable)
    #expect(
      try await ledger.journal(of: id(1, 0)).map(\.note).suffix(2)
        == [JournalNote("decided", "confirm by anna"), JournalNote("accepted", "EXT-1")])
  }

  @Test func `an abandoned number is free`() async throws {
    try await ledger.bring(id(1, 0), key("A-1"), to: .inDoubt)
    let pending = try await ledger.propose(decision(.abandon))
    #expect(await ledgerError { try await ledger.apply(pending, conclusion(.accepted)) }?.code == .illegalTransition)
    #expect(try await ledger.pendingDecisions().count == 1, "a wrong conclusion leaves it pending")
    try await ledger.apply(pending, conclusion(.refused, status: nil))
    #expect(try await ledger.document(id(1, 0))?.state == .refused)
    #expect(try await ledger.begin(intent(id(2, 0), key("A-1"))) == .begun)
  }

  @Test func `a resend is applied when sending is written, and pending again when it is put back`() async throws {
    try await ledger.bring(id(1, 0), key("A-1"), to: .inDoubt)
    _ = try await ledger.propose(decision(.resend))
    _ = try await ledger.beginResend(id(1, 0), for: nil, JournalNote("sending", "resend"))
    #expect(try await ledger.pendingDecisions() == [])
    try await ledger.putBack(id(1, 0), waitNote)
    #expect(try await ledger.pendingDecisions().map(\.decision) == [decision(.resend)])

    _ = try await ledger.beginResend(id(1, 0), for: nil, JournalNote("sending", "resend"))
    try await ledger.conclude(id(1, 0), conclusion(.accepted))
    #expect(try await ledger.decisions(on: id(1, 0)).map(\.state) == [.applied])
  }

  @Test func `one decision sends once, whoever has it in hand`() async throws {
    try await ledger.bring(id(1, 0), key("A-1"), to: .inDoubt)
    let decision = try await ledger.propose(Decision(document: id(1, 0), action: .resend, user: "anna"))
    #expect(try await ledger.beginResend(id(1, 0), for: decision, JournalNote("resent")) != nil)
    try await ledger.conclude(id(1, 0), Conclusion(state: .inDoubt, status: 502, note: JournalNote("in_doubt")))
    #expect(try await ledger.beginResend(id(1, 0), for: decision, JournalNote("resent")) == nil)
    #expect(try await ledger.document(id(1, 0))?.state == .inDoubt)
    // Put back, it is pending again.
    let second = try await ledger.propose(Decision(document: id(1, 0), action: .resend, user: "anna"))
    #expect(try await ledger.beginResend(id(1, 0), for: second, JournalNote("resent")) != nil)
    try await ledger.putBack(id(1, 0), JournalNote("held"))
    #expect(try await ledger.beginResend(id(1, 0), for: second, JournalNote("resent")) != nil)
  }

  @Test func `a rejected decision says why and can be made again`() async throws {
    try await ledger.bring(id(1, 0), key("A-1"), to: .inDoubt)
    let pending = try await ledger.propose(decision(.confirm([.init("E-1")], force: false)))
    try await ledger.rejectDecision(pending, "line 2: 3 ordered, 2 there")
    #expect(try await ledger.decisions(on: id(1, 0)).first?.message == "line 2: 3 ordered, 2 there")
    #expect(try await ledger.document(id(1, 0))?.state == .inDoubt)
    _ = try await ledger.propose(decision(.abandon))
  }

  @Test(arguments: [DocumentState.waiting, .sending, .accepted, .refused, .failed])
  func `what is certain cannot be decided`(_ state: DocumentState) async throws {
    try await ledger.bring(id(1, 0), key("A-1"), to: state)
    let error = await ledgerError { _ = try await ledger.propose(decision(.resend)) }
    #expect(error?.code == .notDecidable)
    #expect(error?.message == "document 1/0 is \(state.rawValue): only what is in doubt or unconfirmed can be decided")
  }

  @Test func `a second decision waits for the first`() async throws {
    try await ledger.bring(id(1, 0), key("A-1"), to: .inDoubt)
    _ = try await ledger.propose(decision(.abandon))
    let error = await ledgerError { _ = try await ledger.propose(decision(.resend)) }
    #expect(error?.message == "document 1/0 is decided already (abandon by anna); ferry run or ferry watch acts on it")
  }

  @Test func `an update is owed from the decision until its file has its name, over every restart`() async throws {
    let number = try await ledger.admit(admission()).number
    let document = id(number, 0)
    try await ledger.bring(document, key("A-1"), to: .inDoubt)
    try await ledger.apply(ledger.propose(decision(.abandon, on: document)), conclusion(.refused))
    #expect(try await ledger.owedUpdates() == [], "its answer is not out yet")
    try await ledger.settle(number, as: Settlement(place: .archive, counts: ["in_doubt": 1]))
    #expect(try await ledger.owedUpdates() == [document])

    #expect(try await ledger.nextUpdateNumber(number) == 1)
    let update = AnswerUpdate(interchange: number, number: 1, file: answer, documents: [document])
    try await ledger.recordUpdatePublishing(update)
    #expect(try await ledger.owedUpdates() == [])
    #expect(try await ledger.openUpdates() == [update])

    let restarted = try SQLiteLedger.reopen(in: folder)
    #expect(try await restarted.openUpdates() == [update])
    try await restarted.recordUpdatePublished(number, number: 1)
    #expect(try await restarted.openUpdates() == [])
    #expect(try await restarted.nextUpdateNumber(number) == 2)
    #expect(await ledgerError { try await restarted.recordUpdatePublishing(update) }?.code == .illegalTransition)
  }

  @Test func `a document that is being resent owes its update after its outcome`() async throws {
    let number = try await ledger.admit(admission()).number
    try await ledger.bring(id(number, 0), key("A-1"), to: .inDoubt)
    try await ledger.settle(number, as: Settlement(place: .archive, counts: [:]))
    _ = try await ledger.propose(decision(.resend, on: id(number, 0)))
    #expect(try await ledger.beginResend(id(number, 0), for: nil, JournalNote("sending")) == nil, "it is being put away")
    try await ledger.recordPutAway(number, at: "archive/orders.csv")
    #expect(try await ledger.beginResend(id(number, 0), for: nil, JournalNote("sending")) != nil)
    #expect(try await ledger.owedUpdates() == [])
    #expect(try await ledger.recoverSending() == [id(number, 0)])
    #expect(try await ledger.owedUpdates() == [id(number, 0)])
  }

  @Test func `a replay is asked for once and done once`() async throws {
    let number = try await ledger.admit(admission()).number
    let first = try await ledger.requestReplay(number, user: "anna")
    #expect(try await ledger.requestReplay(number, user: "ben") == first)
    let request = try #require(try await ledger.pendingReplays().first)
    #expect(request.interchange == number)
    #expect(request.user == "anna")
    try await ledger.recordReplayed(request, JournalNote("replayed", "orders-2.csv"))
    #expect(try await ledger.pendingReplays() == [])
    #expect(try await ledger.requestReplay(number, user: "anna") != first)
    #expect(await ledgerError { _ = try await ledger.requestReplay(77, user: "anna") }?.code == .illegalTransition)
  }
}
