import Ledgers
import Sandbox
import Testing
import Translation

@testable import Journeys

/// The machine goes down between any two steps of a round.
@Suite struct TrackingRestartTests {
  /// Two orders; closing, enrolling each, recording, published: a round has five writes.
  @Test(arguments: CrashingLedger.Moment.allCases)
  func `wherever the machine goes down, each change is told in one file, and none is lost`(_ moment: CrashingLedger.Moment) async throws {
    try await withFacade { facade in
      var crashes = 0
      for crashAt in 1...20 {
        facade.server.reset()
        let stage = try await TrackingTests.placed("A-1", "A-2", at: facade)
        for number in ["A-1", "A-2"] {
          #expect(facade.server.move(.cancel, #"{"orderNumber":"\#(number)","externalLineNumber":"1"}"#) == [])
        }
        let ledger = try stage.ledger()
        let crashing = CrashingLedger(ledger, crashAt: crashAt, moment)
        let report = try await stage.holder(["erp": facade.gateway], crashing, TrackingTests.tracked).run()
        try ledger.close()
        guard crashing.hasCrashed else { break }
        crashes += 1
        let context = Comment(rawValue: "crash \(moment) write \(crashAt)")
        #expect(report.troubles == ["the machine went down at write \(crashAt)"], context)

        for _ in 0..<2 { #expect(try await stage.run(facade.gateway, TrackingTests.tracked) == RunReport(), context) }
        #expect(
          try TrackingTests.news(stage) == ["A-1 1 quantity_cancelled 0>5  ", "A-2 1 quantity_cancelled 0>5  "], context)
        #expect(stage.all("outbox").count == 2, context)
      }
      #expect(crashes == 5)
    }
  }

  @Test func `a file that was fetched before the crash was noted is not written again`() async throws {
    try await withFacade { facade in
      let stage = try await TrackingTests.placed("A-1", at: facade)
      #expect(facade.server.move(.cancel, #"{"orderNumber":"A-1","externalLineNumber":"1"}"#) == [])
      let ledger = try stage.ledger()
      // Closed, enrolled, recorded; placed and not noted.
      _ = try await stage.holder(["erp": facade.gateway], CrashingLedger(ledger, crashAt: 4, .before), TrackingTests.tracked).run()
      try ledger.close()
      let name = try #require(stage.names("outbox").first { $0.hasPrefix("order-changes-") })
      try stage.remove("outbox/\(name)")
      try await stage.run(facade.gateway)
      #expect(stage.all("outbox") == ["orders.answer.csv"])
      let again = try stage.ledger()
      #expect(try await again.openChangeFiles() == [])
    }
  }

  @Test func `an outbox that cannot be written stops no file, and the news come when it can`() async throws {
    try await withFacade { facade in
      let stage = try await TrackingTests.placed("A-1", at: facade)
      #expect(facade.server.move(.cancel, #"{"orderNumber":"A-1","externalLineNumber":"1"}"#) == [])
      let ledger = try stage.ledger()
      let holder = try stage.holder(["erp": facade.gateway], ledger, TrackingTests.tracked)
      try stage.move("outbox", to: "elsewhere")
      #expect(try await TrackingRound(holder: holder, ledger: ledger).go())
      #expect(holder.context.tally.report.troubles.count == 1)
      #expect(holder.context.tally.report.troubles.first?.contains("\(stage.root)/outbox") == true)
      try ledger.close()
      try stage.move("elsewhere", to: "outbox")
      #expect(try await stage.run(facade.gateway, TrackingTests.tracked) == RunReport())
      #expect(try TrackingTests.news(stage).first == "A-1 1 quantity_cancelled 0>5  ")
    }
  }
}
