import Documents
import Ledgers
import Sandbox
import Testing
import Translation

@testable import Journeys

/// `resolve --confirm` against what the target really has.
@Suite struct ConfirmationTests {
  /// One line from two warehouses, which the target splits into two orders; its answer got lost.
  private func stageWithSplit(_ facade: Facade) async throws -> (stage: Stage, ids: [String]) {
    let stage = try Stage()
    let row = "A-1;1;4711;19.90;"
    try stage.drop("orders.csv", OrderFile.header + row + "68;2\n" + row + "24;3\n")
    facade.server.misbehave(FaultRule(.dropAfter, number: "A-1"))
    #expect(try await stage.run(facade.gateway).counts == ["in_doubt": 1])
    return (stage, try #require(facade.server.record.first { $0.orderNumber == "A-1" }).externalIDs)
  }

  private func confirm(_ ids: [String], _ stage: Stage, _ facade: Facade, force: Bool = false) async throws -> DecisionRecord? {
    let ledger = try stage.ledger()
    let document = DocumentRecord.ID(interchange: 1, ordinal: 0)
    let externals = ids.map { Decision.ExternalID($0, date: "2018-01-16") }
    _ = try await ledger.propose(Decision(document: document, action: .confirm(externals, force: force), user: "anna"))
    try ledger.close()
    try await stage.run(facade.gateway)
    let after = try stage.ledger()
    defer { try? after.close() }
    return try await after.decisions(on: document).last
  }

  @Test func `a split order is confirmed by all its ids, and the update names each with its warehouse and quantity`() async throws {
    try await withFacade { facade in
      let (stage, ids) = try await stageWithSplit(facade)
      #expect(ids.count == 2)
      #expect(try await confirm(ids, stage, facade)?.state == .applied)
      let rows = try stage.text("outbox/orders.answer-update-1.csv").split(separator: "\n").dropFirst().map {
        $0.split(separator: ";", omittingEmptySubsequences: false)
      }
      #expect(rows.map { "\($0[3]) \($0[6]) \($0[9]) \($0[11])" } == ["accepted \(ids[0]) 68 2", "accepted \(ids[1]) 24 3"])
      #expect(facade.orders == ["A-1": 1])
    }
  }

  @Test func `an id that is another order's already is confirmed by force only`() async throws {
    try await withFacade { facade in
      let stage = try Stage()
      try stage.drop("orders.csv", OrderFile.text("A-1", "A-2"))
      // One was entered, the other was not; their lines are equal.
      facade.server.misbehave(FaultRule(.dropBefore, number: "A-1"), FaultRule(.dropAfter, number: "A-2"))
      #expect(try await stage.run(facade.gateway).counts == ["in_doubt": 2])
      let id = try #require(facade.server.record.first { $0.orderNumber == "A-2" }?.externalIDs.first)
      func decide(_ ordinal: Int, force: Bool) async throws -> DecisionRecord? {
        let ledger = try stage.ledger()
        let document = DocumentRecord.ID(interchange: 1, ordinal: ordinal)
        _ = try await ledger.propose(Decision(document: document, action: .confirm([.init(id)], force: force), user: "anna"))
        try ledger.close()
        try await stage.run(facade.gateway)
        let after = try stage.ledger()
        defer { try? after.close() }
        return try await after.decisions(on: document).last
      }
      #expect(try await decide(1, force: false)?.state == .applied)
      let second = try await decide(0, force: false)
      #expect(second?.state == .rejected)
      #expect(
        second?.message
          == "\(id) is that of the order A-2 of partner default already (accepted); look this one's up. "
          + "Decide again with --force if it is ours all the same")
      #expect(try await stage.record("A-1")?.state == .inDoubt)
      #expect(try await decide(0, force: true)?.state == .applied)
    }
  }

  @Test func `one id of two leaves a line that was sent and is not there`() async throws {
    try await withFacade { facade in
      let (stage, ids) = try await stageWithSplit(facade)
      let decision = try await confirm([ids[0]], stage, facade)
      #expect(decision?.state == .rejected)
      #expect(
        decision?.message
          == "\(ids[0]) differs from what was sent: line with quantity 3 at warehouse 24 was sent and is not there. "
          + "Decide again with --force if it is ours all the same")
      #expect(try await stage.record("A-1")?.state == .inDoubt)
      #expect(stage.all("outbox") == ["orders.answer.csv"])
    }
  }

  @Test func `an order from another warehouse is not ours`() async throws {
    try await withFacade { facade in
      let (stage, ids) = try await stageWithSplit(facade)
      try stage.drop("orders-b.csv", OrderFile.header + "B-1;1;4711;19.90;44;3\n")
      try await stage.run(facade.gateway)
      let other = try #require(facade.server.record.first { $0.orderNumber == "B-1" }?.externalIDs.first)
      let decision = try await confirm([ids[0], other], stage, facade)
      #expect(decision?.state == .rejected)
      #expect(
        decision?.message
          == "\(other) is that of the order B-1 of partner default already (accepted); look this one's up. "
          + "\(ids[0]), \(other) differs from what was sent: line 1 with quantity 3 is there and was not sent; "
          + "line with quantity 3 at warehouse 24 was sent and is not there. Decide again with --force if it is ours all the same")
    }
  }
}
