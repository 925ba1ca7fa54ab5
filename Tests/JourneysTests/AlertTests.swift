import Contracts
import Documents
import Ledgers
import Sandbox
import Testing
import Translation

@testable import Journeys

@Suite struct AlertTests {
  /// The alerts go out at its end alone, however long it takes.
  private func run(
    _ stage: Stage, _ facade: Facade, _ pager: Pager, _ change: (inout HolderSettings) -> Void = { _ in }
  ) async throws -> RunReport {
    let ledger = try stage.ledger()
    let settings = stage.settings {
      $0.alerts.pause = .seconds(600)
      change(&$0)
    }
    let report = try await Holder(
      settings: settings, ledger: ledger, gateways: ["erp": facade.gateway], alerts: [pager], logger: Stage.logger
    ).run()
    try ledger.close()
    return report
  }

  @Test func `a run tells at its end what is in doubt, once, without anything of the orders but their numbers`() async throws {
    try await withFacade { facade in
      let stage = try Stage()
      let pager = Pager()
      try stage.drop("orders.csv", OrderFile.text((1...30).map { "A-\($0)" }))
      facade.server.misbehave(FaultRule(.dropAfter, path: "/orders", times: 2))
      #expect(try await run(stage, facade, pager).count("in_doubt") == 2)
      #expect(pager.told == ["in_doubt default 2"])
      let alert = try #require(pager.alerts.first)
      #expect(alert["target"]?.text == "erp")
      #expect(alert["numbers"]?.elements?.count == 2)
      #expect(alert["files"]?.elements?.compactMap(\.text) == ["orders.csv"])
      #expect(alert["message"]?.text == "2 documents of partner default may have been taken by target erp or not")
      #expect(
        alert["remedy"]?.text
          == "look at the target, then decide each one: ferry resolve NUMBER --confirm ID[@DATE] | --resend | --abandon")
      #expect(!String(decoding: alert.bytes, as: UTF8.self).contains("example.com"))
      for _ in 0..<2 { _ = try await run(stage, facade, pager) }
      #expect(pager.told.count == 1)
    }
  }

  @Test func `what could not be told is told by the next process, and fails nothing`() async throws {
    try await withFacade { facade in
      let stage = try Stage()
      let pager = Pager()
      pager.fail("it answered 500")
      try stage.drop("orders.csv", OrderFile.text("A-1", quantity: "x"))
      let report = try await run(stage, facade, pager)
      #expect((report.faults, report.troubles) == ([], []))
      let ledger = try stage.ledger()
      #expect(try await ledger.summary().alertFailures.map(\.message) == ["it answered 500"])
      try ledger.close()
      pager.fail(nil)
      _ = try await run(stage, facade, pager)
      #expect(pager.told == ["error_folder default 1"])
      let again = try stage.ledger()
      #expect(try await again.summary().alertFailures == [])
      try again.close()
    }
  }

  @Test func `what is found under way after a crash is told`() async throws {
    try await withFacade { facade in
      let stage = try Stage()
      try stage.drop("orders.csv", OrderFile.text("A-1"))
      let ledger = try stage.ledger()
      _ = try await Holder(
        settings: stage.settings(), ledger: CrashingLedger(ledger, crashAt: 4, .before), gateways: ["erp": facade.gateway],
        logger: Stage.logger
      ).run()
      try ledger.close()
      let pager = Pager()
      #expect(try await run(stage, facade, pager).count("in_doubt") == 1)
      #expect(pager.told == ["in_doubt default 1"])
    }
  }

  @Test func `a run that leaves work for a held target says so`() async throws {
    try await withFacade { facade in
      let stage = try Stage()
      let pager = Pager()
      try stage.drop("orders.csv", OrderFile.text("A-1"))
      facade.server.misbehave(FaultRule(.status(503), times: nil))
      #expect(try await run(stage, facade, pager).waiting == 1)
      #expect(pager.told == ["held - 1"])
      #expect(pager.alerts.first?["target"]?.text == "erp")
    }
  }

  @Test func `a channel that hangs keeps a run no longer than its time-out, and no order back`() async throws {
    try await withFacade { facade in
      let stage = try Stage()
      let pager = Pager(timeout: .milliseconds(50))
      pager.hang()
      try stage.drop("orders.csv", OrderFile.header + OrderFile.row("A-1", quantity: "x") + OrderFile.row("A-2"))
      #expect(try await run(stage, facade, pager).counts == ["accepted": 1, "refused": 1])
    }
  }

  @Test func `a watch tells at once, storms together, and of a hold once while it lasts`() async throws {
    try await withFacade { facade in
      let stage = try Stage()
      let pager = Pager()
      let ledger = try stage.ledger()
      let settings = stage.settings {
        $0.alerts = AlertSettings(heldAfter: .milliseconds(1), pause: .milliseconds(1), gathering: .zero, rest: .milliseconds(1))
      }
      let holder = try Holder(settings: settings, ledger: ledger, gateways: ["erp": facade.gateway], alerts: [pager], logger: Stage.logger)
      async let report = holder.watch()
      try stage.drop("orders-1.csv", OrderFile.text("A-1", quantity: "x"))
      try await eventually("told of the error folder") { pager.told.contains("error_folder default 1") }
      facade.server.misbehave(FaultRule(.status(503), times: nil))
      try stage.drop("orders-2.csv", OrderFile.text("A-2"))
      try await eventually("told of the hold") { pager.told.contains("held - 1") }
      facade.server.behave()
      try await eventually("sent") { stage.exists("outbox/orders-2.answer.csv") }
      holder.stop()
      #expect(try await report.troubles == [])
      #expect(pager.told.count { $0.hasPrefix("held") } == 1)
      #expect(pager.told.count { $0.hasPrefix("error_folder") } == 1)
      try ledger.close()
    }
  }
}
