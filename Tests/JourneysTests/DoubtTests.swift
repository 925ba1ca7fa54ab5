import Documents
import Ledgers
import Sandbox
import Testing
import Translation

@testable import Journeys

@Suite struct DoubtTests {
  /// One order in doubt: the target has taken it, its answer got lost.
  private func stageWithDoubt(_ facade: Facade, _ fault: FaultAction = .dropAfter) async throws -> Stage {
    let stage = try Stage()
    try stage.drop("orders.csv", OrderFile.header + OrderFile.row("A-1") + OrderFile.row("A-2"))
    facade.server.misbehave(FaultRule(fault, number: "A-1"))
    let report = try await stage.run(facade.gateway)
    #expect(report.counts == ["accepted": 1, "in_doubt": 1])
    return stage
  }

  private func decide(_ stage: Stage, _ action: Decision.Action) async throws {
    let ledger = try stage.ledger()
    let document = try #require(try await ledger.decidable(number: "A-1").first)
    _ = try await ledger.propose(Decision(document: document.id, action: action, user: "me"))
    try ledger.close()
  }

  /// What the decision came to.
  private func verdict(_ stage: Stage) async throws -> DecisionRecord? {
    let ledger = try stage.ledger()
    defer { try? ledger.close() }
    return try await ledger.decisions(on: DocumentRecord.ID(interchange: 1, ordinal: 0)).last
  }

  /// The id under which the target has the first order A-1, as an operator finds it there.
  private func externalID(_ stage: Stage, _ facade: Facade) async throws -> String {
    try #require(facade.server.record.first { $0.orderNumber == "A-1" }?.externalIDs.first)
  }

  @Test func `what is in doubt is answered so, and dropped again it is answered so without a call`() async throws {
    try await withFacade { facade in
      let stage = try await stageWithDoubt(facade)
      #expect(try stage.rows("orders.answer.csv") == ["A-1 1 in_doubt", "A-2 1 accepted"])
      #expect(try stage.text("outbox/orders.answer.csv").contains("ferry resolve"))
      #expect((stage.archived, stage.all("error")) == (["orders.csv"], []))
      try stage.drop("orders-again.csv", OrderFile.text("A-1"))
      try await stage.run(facade.gateway)
      #expect(try stage.rows("orders-again.answer.csv") == ["A-1 1 in_doubt"])
      #expect(facade.calls.count { $0 == "A-1" } == 1)
    }
  }

  @Test func `confirmed, it is accepted, and the answer update tells it once`() async throws {
    try await withFacade { facade in
      let stage = try await stageWithDoubt(facade)
      let id = try await externalID(stage, facade)
      try await decide(stage, .confirm([.init(id, date: "2018-01-16")], force: false))
      for _ in 0..<2 { try await stage.run(facade.gateway) }
      #expect(try await verdict(stage)?.state == .applied)
      #expect(stage.all("outbox") == ["orders.answer-update-1.csv", "orders.answer.csv"])
      #expect(try stage.rows("orders.answer-update-1.csv") == ["A-1 1 accepted"])
      #expect(try stage.text("outbox/orders.answer-update-1.csv").contains(";\(id);"))
      #expect(facade.orders == ["A-1": 1, "A-2": 1])
    }
  }

  @Test func `what differs from what was sent is confirmed only by force`() async throws {
    try await withFacade { facade in
      let stage = try await stageWithDoubt(facade)
      // Another order of the same part, with another quantity.
      try stage.drop("orders-b.csv", OrderFile.text("B-1", quantity: "9"))
      try await stage.run(facade.gateway)
      let other = try #require(facade.server.record.first { $0.orderNumber == "B-1" }?.externalIDs.first)
      try await decide(stage, .confirm([.init(other)], force: false))
      try await stage.run(facade.gateway)
      let rejected = try #require(try await verdict(stage))
      #expect(rejected.state == .rejected)
      #expect(rejected.message?.contains("line 1 has quantity 9 there, and 2 was sent") == true)
      #expect(try await stage.record("A-1")?.state == .inDoubt)

      try await decide(stage, .confirm([.init(other)], force: true))
      try await stage.run(facade.gateway)
      #expect(try await stage.record("A-1")?.state == .accepted)
      #expect(try stage.rows("orders.answer-update-1.csv") == ["A-1 1 accepted"])
    }
  }

  @Test func `an id that the target does not know changes nothing`() async throws {
    try await withFacade { facade in
      let stage = try await stageWithDoubt(facade)
      try await decide(stage, .confirm([.init("nowhere")], force: true))
      try await stage.run(facade.gateway)
      #expect(try await verdict(stage)?.state == .rejected)
      #expect(try await stage.record("A-1")?.state == .inDoubt)
      #expect(stage.all("outbox") == ["orders.answer.csv"])
    }
  }

  @Test func `abandoned, its number is free, and dropped again it is sent`() async throws {
    try await withFacade { facade in
      let stage = try await stageWithDoubt(facade, .dropBefore)
      try await decide(stage, .abandon)
      try await stage.run(facade.gateway)
      #expect(try stage.rows("orders.answer-update-1.csv") == ["A-1 1 refused"])
      #expect(try stage.text("outbox/orders.answer-update-1.csv").contains(";abandoned;"))
      try stage.drop("orders-again.csv", OrderFile.text("A-1"))
      #expect(try await stage.run(facade.gateway).counts == ["accepted": 1])
      #expect(facade.orders == ["A-1": 1, "A-2": 1])
    }
  }

  @Test func `resent, the identical body goes out once more under the same key`() async throws {
    try await withFacade { facade in
      let stage = try await stageWithDoubt(facade, .dropBefore)
      try await decide(stage, .resend)
      let report = try await stage.run(facade.gateway)
      #expect((report.counts, report.resent, report.undecided) == ([:], ["accepted": 1], 0))
      let sent = facade.server.record.filter { $0.orderNumber == "A-1" }
      #expect(sent.count == 2)
      #expect(sent[0].body == sent[1].body)
      #expect(sent[0].idempotencyKey == sent[1].idempotencyKey)
      #expect(sent[0].idempotencyKey != nil)
      #expect(try stage.rows("orders.answer-update-1.csv") == ["A-1 1 accepted"])
      #expect(facade.orders == ["A-1": 1, "A-2": 1])
    }
  }

  @Test func `resent to a held target it stays in doubt, the run goes on, and the next one resends it`() async throws {
    try await withFacade { facade in
      let stage = try await stageWithDoubt(facade, .dropBefore)
      try await decide(stage, .resend)
      facade.server.misbehave(FaultRule(.status(503), times: nil))
      let ledger = try stage.ledger()
      _ = try await stage.holder(["erp": facade.gateway], ledger).settleRequests()
      try ledger.close()
      let report = try await stage.run(facade.gateway)
      #expect((report.resent, report.undecided) == (["in_doubt": 1], 1))
      #expect(try await stage.record("A-1")?.state == .inDoubt)
      #expect(try await verdict(stage)?.state == .pending)
      facade.server.behave()
      try await stage.run(facade.gateway)
      #expect(try await stage.record("A-1")?.state == .accepted)
      #expect(stage.names("outbox") == ["orders.answer-update-1.csv", "orders.answer.csv"])
    }
  }

  @Test func `resent and refused, it is as open as before`() async throws {
    try await withFacade { facade in
      let stage = try await stageWithDoubt(facade)
      facade.server.misbehave(FaultRule(.status(400, body: #"{"messages":["orderNumber exists"]}"#), number: "A-1"))
      try await decide(stage, .resend)
      let report = try await stage.run(facade.gateway)
      #expect((report.counts, report.resent, report.undecided) == ([:], ["in_doubt": 1], 1))
      #expect(try await stage.record("A-1")?.state == .inDoubt)
      #expect(try await verdict(stage)?.state == .applied)
      #expect(try stage.rows("orders.answer-update-1.csv") == ["A-1 1 in_doubt"])
      #expect(try stage.text("outbox/orders.answer-update-1.csv").contains("orderNumber exists"))
    }
  }

  @Test func `where repeats are recognised it is settled without a person`() async throws {
    try await withFacade(recognisesRepeats: true) { facade in
      let stage = try Stage()
      try stage.drop("orders.csv", OrderFile.text("A-1"))
      facade.server.misbehave(FaultRule(.dropAfter, number: "A-1"))
      let report = try await stage.run(facade.gateway) { $0.targets["erp"]?.repeatedOrdersAreRecognised = true }
      #expect(report.counts == ["accepted": 1])
      #expect(facade.orders == ["A-1": 1])
      #expect(facade.calls == ["A-1", "A-1"])
    }
  }

  @Test func `where repeats are recognised, a machine that goes down on one again and again does not send it for ever`() async throws {
    try await withFacade(recognisesRepeats: true) { facade in
      let stage = try Stage()
      try stage.drop("orders.csv", OrderFile.text("A-1"))
      let recognised: (inout HolderSettings) -> Void = { $0.targets["erp"]?.repeatedOrdersAreRecognised = true }
      for _ in 0..<12 {
        let ledger = try stage.ledger()
        // Admitted, surveyed, begun; what came of it is not stored any more.
        let crashing = CrashingLedger(ledger, crashAt: 4, .before)
        _ = try await stage.holder(["erp": facade.gateway], crashing, recognised).run()
        try ledger.close()
      }
      #expect(facade.calls == Array(repeating: "A-1", count: 5))
      try await stage.run(facade.gateway, recognised)
      #expect(facade.calls.count == 5)
      #expect(facade.orders == ["A-1": 1])
      #expect(try stage.rows("orders.answer.csv") == ["A-1 1 in_doubt"])
    }
  }

  @Test func `what was decided while its file was on its way is not sent again`() async throws {
    try await withFacade(recognisesRepeats: true) { facade in
      let stage = try Stage()
      try stage.drop("orders.csv", OrderFile.text("A-1"))
      facade.server.misbehave(FaultRule(.dropBefore, number: "A-1", times: nil))
      let recognised: (inout HolderSettings) -> Void = { $0.targets["erp"]?.repeatedOrdersAreRecognised = true }
      var ledger = try stage.ledger()
      _ = try await stage.holder(["erp": facade.gateway], CrashingLedger(ledger, crashAt: 4, .after), recognised).run()
      let document = DocumentRecord.ID(interchange: 1, ordinal: 0)
      #expect(try await ledger.document(document)?.state == .inDoubt)
      let sent = facade.calls.count
      _ = try await ledger.propose(Decision(document: document, action: .abandon, user: "me"))
      _ = try await stage.holder(["erp": facade.gateway], ledger, recognised).settleRequests()
      try ledger.close()
      let report = try await stage.run(facade.gateway, recognised)
      #expect((report.counts, report.faults) == (["refused": 1], []))
      #expect(facade.calls.count == sent)
      ledger = try stage.ledger()
      #expect(try await ledger.document(document)?.state == .refused)
    }
  }

  @Test func `a resend that holds its target twice by the same status is rejected, and holds it no more`() async throws {
    try await withFacade { facade in
      let stage = try await stageWithDoubt(facade, .dropBefore)
      try await decide(stage, .resend)
      facade.server.misbehave(FaultRule(.status(403), number: "A-1", times: nil))
      let ledger = try stage.ledger()
      let holder = try stage.holder(["erp": facade.gateway], ledger)
      async let report = holder.watch()
      let document = DocumentRecord.ID(interchange: 1, ordinal: 0)
      while try await ledger.decisions(on: document).last?.state != .rejected { await Task.yield() }
      let calls = facade.calls.count { $0 == "A-1" }
      try stage.drop("orders-b.csv", OrderFile.text("B-1"))
      while !stage.exists("outbox/orders-b.answer.csv") { await Task.yield() }
      holder.stop()
      _ = try await report
      #expect(calls == 3, "the first, and two more")
      #expect(facade.calls.count { $0 == "A-1" } == 3)
      let verdict = try await ledger.decisions(on: document).last
      #expect(verdict?.state == .rejected)
      #expect(
        verdict?.message?.hasPrefix("sent again, it held the target twice: erp: POST ") == true)
      #expect(try await ledger.document(document)?.state == .inDoubt)
      try ledger.close()
    }
  }

  @Test func `held for doubts, a watch sends three more at most until one is decided`() async throws {
    try await withFacade { facade in
      let stage = try Stage()
      try stage.drop("orders.csv", OrderFile.text((1...20).map { "A-\($0)" }))
      facade.server.misbehave(FaultRule(.dropAfter, path: "/orders", times: nil))
      let ledger = try stage.ledger()
      let holder = try stage.holder(["erp": facade.gateway], ledger) { $0.targets["erp"]?.concurrency = 1 }
      async let report = holder.watch()
      while try await ledger.holds()["erp"]?.message.hasSuffix("look at the other side first") != true { await Task.yield() }
      #expect(facade.orders.count == 6)
      facade.server.behave()
      let document = try #require(try await ledger.decidable(number: "A-1").first).id
      _ = try await ledger.propose(Decision(document: document, action: .abandon, user: "me"))
      while !stage.exists("outbox/orders.answer.csv") { await Task.yield() }
      holder.stop()
      _ = try await report
      #expect(facade.orders.count == 20)
      #expect(try await ledger.holds() == [:])
      try ledger.close()
    }
  }

  @Test func `a decision that is written while a run is at work is carried out by it`() async throws {
    try await withFacade { facade in
      let stage = try await stageWithDoubt(facade, .dropBefore)
      try stage.drop("orders-b.csv", OrderFile.text("B-1"))
      facade.server.misbehave(FaultRule(.hangAfterCommit, number: "B-1"))
      let ledger = try stage.ledger()
      let holder = try stage.holder(["erp": facade.gateway], ledger)
      let run = Task { try await holder.run() }
      while facade.orders["B-1"] == nil { await Task.yield() }
      let document = try #require(try await ledger.decidable(number: "A-1").first).id
      _ = try await ledger.propose(Decision(document: document, action: .resend, user: "me"))
      while try await ledger.document(document)?.state != .accepted { await Task.yield() }
      run.cancel()
      _ = try await run.value
      try ledger.close()
      #expect(facade.orders == ["A-1": 1, "A-2": 1, "B-1": 1])
    }
  }

  @Test func `lines that the target does not mention are unconfirmed`() async throws {
    try await withFacade { facade in
      let stage = try Stage()
      try stage.drop("orders.csv", OrderFile.header + OrderFile.row("A-1") + OrderFile.row("A-1", line: 2))
      facade.server.misbehave(FaultRule(.partial))
      #expect(try await stage.run(facade.gateway).counts == ["unconfirmed": 1])
      #expect(try stage.rows("orders.answer.csv") == ["A-1 1 accepted", "A-1 2 unconfirmed"])
    }
  }

  @Test func `three in doubt in a row stop the rest`() async throws {
    try await withFacade { facade in
      let stage = try Stage()
      try stage.drop("orders.csv", OrderFile.text((1...20).map { "A-\($0)" }))
      facade.server.misbehave(FaultRule(.dropAfter, path: "/orders", times: nil), FaultRule(.status(503), path: "/test", times: nil))
      let report = try await stage.run(facade.gateway) { $0.targets["erp"]?.concurrency = 1 }
      #expect(report.waiting == 1)
      #expect(report.held["erp"]?.hasPrefix("3 documents in doubt in a row") == true)
      #expect(facade.orders.count == 3)
    }
  }

  @Test func `a decision about what is settled meanwhile is rejected, and stops nothing`() async throws {
    try await withFacade { facade in
      let stage = try await stageWithDoubt(facade)
      try await decide(stage, .resend)
      let ledger = try stage.ledger()
      let id = DocumentRecord.ID(interchange: 1, ordinal: 0)
      // As if a process had stopped between the two.
      let pending = try #require(try await ledger.pendingDecisions().first)
      #expect(pending.decision.document == id)
      try await ledger.apply(
        try await replaced(pending, by: .abandon, in: ledger),
        Conclusion(state: .refused, status: nil, note: JournalNote("abandoned")))
      try ledger.close()
      try stage.drop("orders-c.csv", OrderFile.text("C-1"))
      #expect(try await stage.run(facade.gateway).counts == ["accepted": 1])
    }
  }

  private func replaced(_ pending: DecisionRecord, by action: Decision.Action, in ledger: SQLiteLedger) async throws -> Decision.ID {
    try await ledger.rejectDecision(pending.id, "replaced")
    return try await ledger.propose(Decision(document: pending.decision.document, action: action, user: "me"))
  }
}
