import FoundationEssentials
import Ledgers
import Mailboxes
import Testing

@testable import Journeys

@Suite struct StormTests {
  @Test func `a marker and a rename are seen at once, without waiting for a poll`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      let ledger = try stage.ledger()
      let holder = try stage.holder(["erp": facade.gateway], ledger) {
        $0.pollInterval = .seconds(3600)
        $0.scanRules["default"] = ScanRules(restPeriod: .seconds(3600))
      }
      async let report = holder.watch()
      try await eventually("the first look") { stage.exists("var/heartbeat") }
      try stage.drop("orders-2.csv.part", OrderFile.text("A-2"))
      try stage.drop("orders-1.csv", OrderFile.text("A-1"))
      try stage.drop("orders-1.csv.done", "")
      try await eventually("the marked file's call") { facade.calls == ["A-1"] }
      try stage.move("inbox/orders-2.csv.part", to: "inbox/orders-2.csv")
      try await eventually("the renamed file's call") { facade.calls == ["A-1", "A-2"] }
      holder.stop()
      _ = try await report
      try ledger.close()
    }
  }

  @Test func `however many notices come, the looks they ask for are apart, and a tenth of the time at most while there is work`() {
    let early = EarlyLook()
    func isDue(_ time: Int, cost: Int = 0, isRested: Bool = false) -> Bool {
      early.isDue(after: .milliseconds(time), cost: .milliseconds(cost), isRested: isRested, pollInterval: .seconds(1))
    }
    #expect([isDue(999), isDue(1_000), isDue(1_000, cost: 101)] == [false, true, false])
    for _ in 0..<1_000 { early.ask() }
    #expect([isDue(19), isDue(20), isDue(100, cost: 11), isDue(110, cost: 11)] == [false, true, false, true])
    // Of very many files, those that were seen for the first time are looked at once more when they have rested.
    #expect([isDue(24, cost: 20, isRested: true), isDue(25, cost: 20, isRested: true)] == [false, true])
    #expect([isDue(629_999, cost: 600_000), isDue(630_000, cost: 600_000)] == [false, true], "a look that hung holds up no others")
    early.begin()
    #expect(!isDue(20), "one look answers them all")
  }

  @Test func `a watch finds a claimed file that it does not know of`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      let ledger = try stage.ledger()
      let holder = try stage.holder(["erp": facade.gateway], ledger) { $0.claimsInterval = .zero }
      async let report = holder.watch()
      try await eventually("the first look") { stage.exists("var/heartbeat") }
      // A rename over a network that was done, and told as failed.
      for folder in ["inbox/.ferry/claimed/default", "var/lost"] {
        try FileManager.default.createDirectory(atPath: "\(stage.root)/\(folder)", withIntermediateDirectories: true)
      }
      try stage.drop("orders.csv", OrderFile.text("A-1"), to: "var/lost")
      try stage.move("var/lost", to: "inbox/.ferry/claimed/default/lost")
      try await eventually("its answer and its end") { stage.names("outbox") == ["orders.answer.csv"] && stage.archived == ["orders.csv"] }
      holder.stop()
      #expect(try await report.files == 1)
      try ledger.close()
      #expect((facade.calls, stage.claimed) == (["A-1"], []))
    }
  }

  @Test func `however often the bell rings, a watch looks no more often than its poll interval`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      let ledger = try stage.ledger()
      let holder = try stage.holder(["erp": facade.gateway], ledger) {
        $0.pollInterval = .seconds(3600)
        $0.heedsNotices = false
      }
      // All of them wait as one.
      for _ in 0..<100_000 { holder.bell.yield() }
      var rings = holder.events.makeAsyncIterator()
      #expect(await rings.next() != nil)
      holder.bell.yield()
      holder.bell.yield()
      #expect(await rings.next() != nil)

      // The first look has been; what comes later waits for the next one, whatever else happens.
      async let report = holder.watch()
      let heartbeat = { try? stage.text("var/heartbeat") }
      while heartbeat() == nil { await Task.yield() }
      try stage.drop("orders.csv", OrderFile.text("A-1"))
      for _ in 0..<1_000 {
        holder.bell.yield()
        await Task.yield()
      }
      #expect(stage.names("inbox") == ["orders.csv"])
      holder.stop()
      _ = try await report
      try ledger.close()
    }
  }
}
