import Contracts
import Gateways
import Ledgers
import Sandbox
import Testing
import Translation

@testable import Journeys

@Suite struct HeldTests {
  /// Probes succeed or not, as told; the rest as the rules say.
  private static let busy = FaultRule(.status(503), times: nil)

  @Test func `a held target leaves the work waiting, and the next run finishes it, nothing twice`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders.csv", OrderFile.text("A-1", "A-2", "A-3"))
      facade.server.misbehave(
        FaultRule(.status(503), path: "/orders", after: 1, times: nil), FaultRule(.status(503), path: "/test", times: nil))
      let report = try await stage.run(facade.gateway) { $0.targets["erp"]?.concurrency = 1 }
      #expect((report.files, report.waiting) == (0, 1))
      #expect(report.held["erp"]?.contains("503") == true)
      #expect(stage.all("outbox") == [])
      #expect(stage.claimed.count == 1)
      facade.server.behave()
      let second = try await stage.run(facade.gateway)
      #expect((second.files, second.waiting, second.held) == (1, 0, [:]))
      #expect(facade.orders == ["A-1": 1, "A-2": 1, "A-3": 1])
      #expect(try stage.rows("orders.answer.csv") == ["A-1 1 accepted", "A-2 1 accepted", "A-3 1 accepted"])
    }
  }

  @Test func `what waited is handled as it was admitted, what comes later as the settings say now`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders.csv", OrderFile.text("A-1"))
      facade.server.misbehave(Self.busy)
      try await stage.run(facade.gateway)
      facade.server.behave()
      try stage.drop("orders-later.csv", OrderFile.text("B-1"))
      try await stage.run(facade.gateway) { $0.handling["default"]?.defaults["currency"] = "CHF" }
      #expect(facade.orders == ["A-1": 1, "B-1": 1])
      let bodies = facade.server.record.filter { $0.method == "POST" && $0.committed }.map {
        String(decoding: $0.body ?? [], as: UTF8.self)
      }
      #expect(bodies.map { $0.contains("CHF") } == bodies.map { $0.contains("B-1") })
    }
  }

  @Test func `status is told of the hold, and no longer of one that is over`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders.csv", OrderFile.text("A-1"))
      facade.server.misbehave(Self.busy)
      try await stage.run(facade.gateway)
      var ledger = try stage.ledger()
      #expect(try await ledger.holds()["erp"]?.reason == "busy")
      try ledger.close()
      facade.server.behave()
      try await stage.run(facade.gateway)
      ledger = try stage.ledger()
      #expect(try await ledger.holds() == [:])
    }
  }

  @Test func `held since stays over holds and starts until a document got through`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders.csv", OrderFile.text("A-1"))
      func since() async throws -> String? {
        let ledger = try stage.ledger()
        defer { try? ledger.close() }
        return try await ledger.holds()["erp"]?.since
      }
      facade.server.misbehave(Self.busy)
      try await stage.run(facade.gateway)
      let first = try #require(try await since())
      // The probes succeed, the orders do not.
      facade.server.behave()
      facade.server.misbehave(FaultRule(.status(503), path: "/orders", times: 3), FaultRule(.status(503), path: "/orders", times: nil))
      try await stage.run(facade.gateway) { $0.holdPatience = .milliseconds(50) }
      #expect(facade.calls.count { $0 == "A-1" } > 2)
      #expect(try await since() == first)
      facade.server.behave()
      try await stage.run(facade.gateway)
      #expect(try await since() == nil)
      try stage.drop("orders-2.csv", OrderFile.text("A-2"))
      facade.server.misbehave(Self.busy)
      try await stage.run(facade.gateway)
      #expect(try #require(try await since()) > first)
    }
  }

  @Test func `503 once delays, and the order is sent once`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders.csv", OrderFile.text("A-1", "A-2"))
      facade.server.misbehave(FaultRule(.status(503), path: "/orders"))
      let report = try await stage.run(facade.gateway) { $0.holdPatience = .seconds(60) }
      #expect((report.files, report.counts, report.held) == (1, ["accepted": 2], [:]))
      #expect(facade.orders == ["A-1": 1, "A-2": 1])
    }
  }

  @Test func `what has waited too long is given up, and the file can be replayed`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders.csv", OrderFile.text((1...50).map { "A-\($0)" }))
      facade.server.misbehave(Self.busy)
      let report = try await stage.run(facade.gateway) {
        $0.holdPatience = .seconds(60)
        $0.giveUpAfter = .zero
      }
      #expect((report.counts, report.quarantined) == (["failed": 50], ["orders.csv": "undeliverable"]))
      #expect(try stage.rows("orders.answer.csv").allSatisfy { $0.hasSuffix("failed") })
      #expect(facade.orders == [:])
      facade.server.behave()
      let ledger = try stage.ledger()
      _ = try await ledger.requestReplay(1, user: "me")
      try ledger.close()
      let second = try await stage.run(facade.gateway)
      #expect(second.counts == ["accepted": 50])
      #expect(stage.names("outbox") == ["orders.answer.csv", "orders.replay.answer.csv"])
      #expect(stage.names("error").contains("orders.csv"))
    }
  }

  @Test func `a held target delays no other target's files, however many wait for it`() async throws {
    let stage = try Stage()
    try await withFacade { held in
      try await withFacade { working in
        held.server.misbehave(Self.busy)
        let ledger = try stage.ledger()
        let settings = { (settings: inout HolderSettings) in
          settings.handling["zeta"] = .sample(partner: "zeta", target: "other")
          settings.scanRules["zeta"] = settings.scanRules["default"]
          settings.targets["other"] = settings.targets["erp"]
          settings.journeysAtOnce = 2
        }
        _ = try await stage.holder(["erp": held.gateway, "other": working.gateway], ledger, settings).run()
        for number in 1...20 { try stage.drop("orders-\(number).csv", OrderFile.text("A-\(number)")) }
        for number in 1...5 { try stage.drop("orders-\(number).csv", OrderFile.text("Z-\(number)"), to: "inbox/zeta") }
        let report = try await stage.holder(["erp": held.gateway, "other": working.gateway], ledger, settings).run()
        #expect(report.counts == ["accepted": 5])
        #expect(report.waiting == 20)
        #expect(report.held.keys.sorted() == ["erp"])
        // What was not begun stays where it was dropped.
        #expect(stage.names("inbox").count { $0.hasPrefix("orders") } >= 18)
        #expect(held.orders == [:])
      }
    }
  }

  @Test func `two files with one number at a held target with one slot: no deadlock, one order`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders-1.csv", OrderFile.text("A-1"))
      try stage.drop("orders-2.csv", OrderFile.text("A-1"))
      facade.server.misbehave(FaultRule(.status(503), times: 5))
      let report = try await stage.run(facade.gateway) {
        $0.targets["erp"]?.concurrency = 1
        $0.holdPatience = .seconds(60)
      }
      #expect(report.counts == ["accepted": 1, "duplicate": 1])
      #expect(try stage.rows("orders-1.answer.csv") == ["A-1 1 accepted"])
      #expect(facade.orders == ["A-1": 1])
    }
  }

  @Test func `a document that gets 404 where others succeed is refused, and stops nobody`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders.csv", OrderFile.text("A-1", "A-2", "A-3"))
      facade.server.misbehave(FaultRule(.status(404), number: "A-1", times: nil))
      let report = try await stage.run(facade.gateway) { $0.holdPatience = .seconds(60) }
      #expect(report.counts == ["accepted": 2, "refused": 1])
      #expect(try stage.rows("orders.answer.csv").first == "A-1 1 refused")
      #expect(facade.orders == ["A-2": 1, "A-3": 1])
    }
  }

  @Test func `a refused credential holds the target, and no file suffers`() async throws {
    let stage = try Stage()
    try await withFacade(settings: { $0.credentials = .bearer(Secret(utf8: "wrong-token")) }) { facade in
      try stage.drop("orders.csv", OrderFile.text("A-1"))
      let report = try await stage.run(facade.gateway)
      #expect((report.files, report.waiting) == (0, 1))
      #expect(report.held["erp"]?.contains("401") == true)
      #expect(stage.all("error") == [])
    }
  }

  @Test func `an outage poisons no file, however many runs it takes`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders.csv", OrderFile.text("A-1"))
      facade.server.misbehave(Self.busy)
      for _ in 0..<6 { try await stage.run(facade.gateway) { $0.maxAttempts = 2 } }
      facade.server.behave()
      #expect(try await stage.run(facade.gateway) { $0.maxAttempts = 2 }.counts == ["accepted": 1])
    }
  }

  @Test func `a watch that is stopped while documents wait leaves in good order`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders-1.csv", OrderFile.text((1...30).map { "A-\($0)" }))
      try stage.drop("orders-2.csv", OrderFile.text("A-1", "B-1"))
      facade.server.misbehave(
        FaultRule(.status(503), path: "/orders", after: 3, times: nil), FaultRule(.status(503), path: "/test", times: nil))
      let ledger = try stage.ledger()
      let holder = try stage.holder(["erp": facade.gateway], ledger)
      async let report = holder.watch()
      while !facade.server.record.contains(where: { $0.path.hasSuffix("/test-connection") }) { await Task.yield() }
      holder.stop()
      #expect(try await report.waiting == 2)
      try ledger.close()
      facade.server.behave()
      let second = try await stage.run(facade.gateway)
      #expect(second.counts == ["accepted": 31, "duplicate": 1])
      #expect(facade.orders.values.allSatisfy { $0 == 1 })
    }
  }

  @Test func `a watch takes what comes, and ends when it is stopped`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      let ledger = try stage.ledger()
      let holder = try stage.holder(["erp": facade.gateway], ledger)
      async let report = holder.watch()
      for number in 1...3 {
        try stage.drop("orders-\(number).csv", OrderFile.text("A-\(number)"))
        while !stage.exists("outbox/orders-\(number).answer.csv") { await Task.yield() }
      }
      while stage.archived.count < 3 { await Task.yield() }
      holder.stop()
      #expect(try await report.counts == ["accepted": 3])
      #expect(try stage.text("var/heartbeat").contains(" waiting="))
    }
  }

  @Test func `stopped before it began, it leaves at once and takes nothing`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders.csv", OrderFile.text("A-1"))
      let holder = try stage.holder(["erp": facade.gateway], try stage.ledger())
      holder.stop()
      #expect(try await holder.run() == RunReport())
      #expect(stage.names("inbox") == ["orders.csv"])
      #expect(facade.calls == [])
    }
  }
}
