import Contracts
import Documents
import Gateways
import Ledgers
import Sandbox
import Testing

@testable import Journeys

/// Wall clocks that are set while files are under way, and between runs.
@Suite struct ClockJumpTests {
  private static let noon = "2026-11-22T12:00:00.000Z"
  private static let hourAhead = "2026-11-22T13:00:00.000Z"
  private static let tenYearsAhead = "2036-11-22T12:00:00.000Z"
  private static let tenYearsBack = "2016-11-22T12:00:00.000Z"
  private static let epoch = "1970-01-01T00:00:00.000Z"

  private let stage: Stage
  private let clock = WallClock(noon)

  init() throws { stage = try Stage() }

  /// A process of its own, by the clock.
  @discardableResult
  private func run(_ gateway: any Gateway, _ change: (inout HolderSettings) -> Void = { _ in }) async throws -> RunReport {
    let ledger = try SQLiteLedger.open(
      path: "\(stage.root)/var/ledger.sqlite", mode: .openOrCreate(mayCreate: true), clock: clock.now)
    let holder = try Holder(
      settings: stage.settings(change), ledger: ledger, gateways: ["erp": gateway], logger: Stage.logger, clock: clock.now)
    let report = try await holder.run()
    try ledger.close()
    return report
  }

  @Test(arguments: [hourAhead, tenYearsAhead, tenYearsBack, epoch])
  func `what waits for its target is not given up because the clock is set`(_ time: String) async throws {
    try await withFacade { facade in
      try stage.drop("availability.csv", "request_number;line;part_number;quantity\nQ-1;1;P1;1\nQ-2;1;P2;1\nQ-3;1;P3;1\n")
      // The second call finds the target busy, and so do three probes.
      facade.server.misbehave(FaultRule(.status(503), path: "/test", times: 3), FaultRule(.status(503), after: 1))
      let report = try await run(Meddler(facade.gateway) { clock.set(time) }) {
        $0.handling["default"] = .sample(batchSize: 1)
        $0.targets["erp"]?.concurrency = 1
        $0.holdPatience = .seconds(60)
        $0.giveUpAfter = .seconds(1800)
      }
      #expect(report.counts == ["accepted": 3])
    }
  }

  @Test(arguments: [hourAhead, tenYearsBack, epoch])
  func `what waits from run to run is not given up because the clock is set between them`(_ time: String) async throws {
    try await withFacade { facade in
      try stage.drop("orders.csv", OrderFile.text("A-1", "A-2"))
      facade.server.misbehave(FaultRule(.status(503), times: nil))
      for now in [Self.noon, time, Self.noon] {
        clock.set(now)
        let report = try await run(facade.gateway) { $0.holdPatience = .milliseconds(50) }
        #expect((report.counts, report.waiting) == ([:], 1))
      }
      facade.server.behave()
      #expect(try await run(facade.gateway).counts == ["accepted": 2])
      #expect(facade.orders == ["A-1": 1, "A-2": 1])
      try stage.drop("orders-again.csv", OrderFile.text("A-1", "A-2"))
      clock.set(time)
      #expect(try await run(facade.gateway).counts == ["duplicate": 2])
      #expect(stage.archived == ["orders-again.csv", "orders.csv"])
    }
  }

  @Test func `a clock that jumps ahead makes nothing old enough for pruning, years that pass do`() async throws {
    try await withFacade { facade in
      try stage.drop("orders.csv", OrderFile.text("A-1"))
      try await run(facade.gateway)
      try stage.drop("orders-later.csv", OrderFile.text("A-2"))
      try await run(Meddler(facade.gateway) { clock.set(Self.tenYearsAhead) })
      #expect(try await stage.record("A-1")?.prunedAt == nil)
      try await run(facade.gateway)
      #expect(try await stage.record("A-1")?.prunedAt != nil)
      try stage.drop("orders-again.csv", OrderFile.text("A-1"))
      #expect(try await run(facade.gateway).counts == ["duplicate": 1], "numbers are never forgotten")
    }
  }

  @Test func `what was tracked while the clock was ahead is asked for when it is right again`() async throws {
    try await withFacade { facade in
      clock.set(Self.tenYearsAhead)
      try stage.drop("orders.csv", OrderFile.text("A-1", quantity: "5"))
      try await run(facade.gateway, TrackingTests.tracked)
      try await run(facade.gateway, TrackingTests.tracked)
      let looks = TrackingTests.looks(facade)
      #expect(looks > 0)
      clock.set(Self.noon)
      try await run(facade.gateway, TrackingTests.tracked)
      #expect(TrackingTests.looks(facade) == looks + 1)
    }
  }
}
