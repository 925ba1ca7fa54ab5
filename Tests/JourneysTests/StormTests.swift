import Ledgers
import Testing

@testable import Journeys

@Suite struct StormTests {
  @Test func `however often the bell rings, a watch looks no more often than its poll interval`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      let ledger = try stage.ledger()
      let holder = try stage.holder(["erp": facade.gateway], ledger) { $0.pollInterval = .seconds(3600) }
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
