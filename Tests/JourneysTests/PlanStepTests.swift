import Contracts
import Documents
import Ledgers
import Sandbox
import Testing
import Translation

@testable import Journeys

/// Orders that say only part and quantity. The stand-in's 1234WALKER: 10 in 68 (primary), 3 in 24, 2 in 44.
@Suite struct PlanStepTests {
  private static let header = "order_number;line;part_number;quantity\n"
  private static let plans = "/v1/shipping-plans/search"

  private func plan(_ backOrder: PlanStep.BackOrder = .refuse, force: Bool = false) -> (inout HolderSettings) -> Void {
    {
      $0.handling["default"]?.planStep = PlanStep(isOn: true, backOrder: backOrder, forcePrimaryWarehouse: force)
      $0.handling["default"]?.batchSize = 3
    }
  }

  /// Message and state of a document.
  private func journal(_ stage: Stage, _ number: String) async throws -> [String] {
    let ledger = try stage.ledger()
    defer { try? ledger.close() }
    let record = try #require(try await ledger.taken(Handling.sample().key(kind: .orders, number: number)))
    return try await ledger.journal(of: record.id).map { "\($0.note.event): \($0.note.detail)" }
  }

  /// Order number and what was sent of each line: `68×10 24×3 at 204.25 EUR`.
  private func ordered(_ facade: Facade) throws -> [String] {
    try facade.server.record.filter { $0.orderNumber != nil }.map { request in
      let body = try JSONReader.read(try #require(request.body))
      let lines = (body["items"]?.elements ?? []).map { item in
        let warehouses = (item["warehouses"]?.elements ?? []).map {
          "\($0["externalId"]?.text ?? "")×\($0["orderedQuantity"]?.text ?? "")"
        }
        return
          "\(warehouses.joined(separator: " ")) at \(item["pricing"]?["netPrice"]?.text ?? "") \(item["pricing"]?["currency"]?.text ?? "")"
      }
      return "\(request.orderNumber ?? ""): \(lines.joined(separator: ", "))"
    }
  }

  @Test func `two calls for one order, both in its journal, and the answer says what was planned`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders.csv", Self.header + "A-1;1;1234WALKER;15\n")
      let report = try await stage.run(facade.gateway, plan())
      #expect(report.counts == ["accepted": 1])
      #expect(facade.calls == [Self.plans, "A-1"])
      #expect(try ordered(facade) == ["A-1: 68×10 24×3 44×2 at 204.25 EUR"])
      let planned = "planned: 10 from 68, 3 from 24, 2 from 44; price 204.25 EUR"
      #expect(try stage.text("outbox/orders.answer.csv").split(separator: "\n").count { $0.contains("\"\(planned)\"") } == 3)
      let journal = try await journal(stage, "A-1")
      #expect(journal[0] == "planned: POST /shipping-plans/search: line 1 \(planned)")
      #expect(journal.map { $0.prefix { $0 != ":" } } == ["planned", "sending", "accepted"])
    }
  }

  @Test func `a back order is refused, ordered as far as it goes, or ordered from the primary warehouse`() async throws {
    for (policy, expected) in [
      (PlanStep.BackOrder.refuse, []), (.available, ["A-1: 68×10 24×3 44×2 at 204.25 EUR"]), (.primary, ["A-1: 68×17 at 204.25 EUR"]),
    ] {
      let stage = try Stage()
      try await withFacade { facade in
        try stage.drop("orders.csv", Self.header + "A-1;1;1234WALKER;17\n")
        try await stage.run(facade.gateway, plan(policy))
        #expect(try ordered(facade) == expected)
        let answer = try stage.text("outbox/orders.answer.csv")
        switch policy {
        case .refuse:
          #expect(
            answer.contains("2;A-1;1;refused;back_order;\"2 of 17 are on back order (there: 10 from 68, 3 from 24, 2 from 44); nothing"))
          #expect(stage.names("error").contains("orders.csv"))
        case .available: #expect(answer.contains("2 of 17 on back order, not ordered"))
        case .primary: #expect(answer.contains("planned: all 17 from the primary warehouse 68; 2 of them on back order"))
        }
      }
    }
  }

  @Test func `a line of which there is nothing is left out, the others are ordered`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders.csv", Self.header + "A-1;1;NOWHERE-1;2\nA-1;2;1234WALKER;1\n")
      let report = try await stage.run(facade.gateway, plan(.available))
      #expect(report.counts == ["accepted": 1])
      #expect(try ordered(facade) == ["A-1: 68×1 at 204.25 EUR"])
      #expect(try stage.rows("orders.answer.csv") == ["A-1 1 refused", "A-1 2 accepted"])
    }
  }

  @Test func `the plan is asked with forcePrimaryWarehouse where the settings say so`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders.csv", Self.header + "A-1;1;1234WALKER;12\n")
      try await stage.run(facade.gateway, plan(.available, force: true))
      #expect(try ordered(facade) == ["A-1: 68×10 at 204.25 EUR"])
      let request = try #require(facade.server.record.first?.body)
      #expect(try JSONReader.read(request)["forcePrimaryWarehouse"] == .boolean(true))
    }
  }

  @Test func `many lines are planned some at a time, and complete orders are not planned at all`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      let rows = (1...7).map { "A-1;\($0);1234WALKER;1;;;\n" }.joined()
      try stage.drop(
        "orders.csv", "order_number;line;part_number;quantity;net_price;warehouse_id;currency\n" + rows + "A-2;1;1234WALKER;1;5.00;24;EUR\n"
      )
      try await stage.run(facade.gateway, plan())
      #expect(facade.calls.count { $0 == Self.plans } == 3)
      #expect(try ordered(facade).contains("A-2: 24×1 at 5.00 EUR"))
      #expect(facade.orders == ["A-1": 1, "A-2": 1])
    }
  }

  @Test func `what the sender has written stays`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop(
        "orders.csv",
        "order_number;line;part_number;quantity;net_price;warehouse_id\nA-1;1;1234WALKER;4;;24\nA-1;2;1234WALKER;11;9.90;\n")
      try await stage.run(facade.gateway, plan())
      #expect(try ordered(facade) == ["A-1: 24×4 at 204.25 EUR, 68×10 24×1 at 9.90 EUR"])
    }
  }

  @Test func `an order dropped again is a duplicate without a plan, though there is nothing left to plan`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders.csv", Self.header + "A-1;1;1234WALKER;15\n")
      try await stage.run(facade.gateway, plan())
      try stage.drop("orders-2.csv", Self.header + "A-1;1;1234WALKER;15\n")
      try stage.drop("orders-3.csv", Self.header + "A-1;1;1234WALKER;17\n")
      let report = try await stage.run(facade.gateway, plan())
      #expect(report.counts == ["duplicate": 1, "conflict": 1])
      #expect(facade.calls == [Self.plans, "A-1"])
      #expect(try stage.rows("orders-2.answer.csv") == ["A-1 1 duplicate", "A-1 1 duplicate", "A-1 1 duplicate"])
    }
  }

  @Test func `a plan that the target refuses or cannot make keeps the order from being sent`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders-1.csv", Self.header + "A-1;1;UNKNOWN-1;1\n")
      try stage.drop("orders-2.csv", Self.header + "A-2;1;TOOMUCH-1;1\nA-3;1;4711;1\n")
      let report = try await stage.run(facade.gateway, plan(.available))
      #expect(report.counts["refused"] == 2)
      #expect(facade.orders["A-1"] == nil && facade.orders["A-2"] == nil)
      #expect(
        try stage.text("outbox/orders-1.answer.csv").contains(
          "the target refused to plan it: items[0].part is unknown; nothing was ordered"))
      #expect(
        try stage.text("outbox/orders-2.answer.csv").contains("A-2;1;refused;unusable_plan;\"the target's shipping plan does not add up"))
    }
  }

  @Test func `a plan is repeated after a break, the order is not`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders.csv", Self.header + "A-1;1;1234WALKER;15\n")
      facade.server.misbehave(FaultRule(.status(502), path: "/shipping-plans/search", times: 1))
      facade.server.misbehave(FaultRule(.statusAfterCommit(502), path: "/orders", times: 1))
      try await stage.run(facade.gateway) {
        plan()(&$0)
        $0.holdPatience = .seconds(60)
      }
      #expect(facade.calls == [Self.plans, Self.plans, "A-1"])
      #expect(facade.orders == ["A-1": 1])
      #expect(try await stage.record("A-1")?.state == .inDoubt)
    }
  }
}
