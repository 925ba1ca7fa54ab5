import Contracts
import Documents
import FoundationEssentials
import Ledgers
import Sandbox
import Testing
import Translation

@testable import Journeys

@Suite struct PruningTests {
  /// Everything that is over is older than that.
  private func nothingKept(_ settings: inout HolderSettings) { settings.retention = .milliseconds(-10) }

  private static let remark = "\"done before; the recorded result follows, of which the external ids alone were kept (retention)\""

  /// How often the text stands in the ledger's files.
  private func count(_ text: String, _ stage: Stage) throws -> Int {
    var count = 0
    for name in ["ledger.sqlite", "ledger.sqlite-wal"] {
      // A ledger that was closed may have no log.
      guard stage.exists("var/\(name)") else { continue }
      var rest = try Data(contentsOf: URL(filePath: "\(stage.root)/var/\(name)"))[...]
      while let found = rest.firstRange(of: Array(text.utf8)) {
        count += 1
        rest = rest[found.upperBound...]
      }
    }
    return count
  }

  @Test func `after the retention nothing personal is left, and a duplicate has its external ids without a call`() async throws {
    try await withFacade { facade in
      let stage = try Stage()
      let text = OrderFile.text((1...300).map { "A-\($0)" })
      try stage.drop("orders.csv", text)
      try stage.drop("orders-bad.csv", OrderFile.text("B-1", quantity: "x@example.com"))
      try await stage.run(facade.gateway)
      #expect(try count("edi@example.com", stage) > 300)
      #expect(try count("x@example.com", stage) > 0)

      // A run prunes at its end, and has the file rewritten.
      try await stage.run(facade.gateway, nothingKept)
      #expect(try count("edi@example.com", stage) == 0)
      #expect(try count("x@example.com", stage) == 0)
      let record = try #require(try await stage.record("A-17"))
      #expect(record.prunedAt != nil)
      #expect(try JSONReader.read(record.body)["items"]?.elements?.map { $0.members?.map(\.name) } == [["index"]])

      let calls = facade.calls.count
      try stage.drop("orders-again.csv", text)
      #expect(try await stage.run(facade.gateway).counts == ["duplicate": 300])
      #expect(facade.calls.count == calls)
      let first = try stage.text("outbox/orders.answer.csv").split(separator: "\n")
      let again = try stage.text("outbox/orders-again.answer.csv").split(separator: "\n")
      for (row, repeated) in zip(first, again).dropFirst() {
        let cells = row.split(separator: ";", omittingEmptySubsequences: false)
        #expect(repeated.contains(Self.remark))
        let others = repeated.replacing(Self.remark, with: "").split(separator: ";", omittingEmptySubsequences: false)
        #expect(others[3] == "duplicate")
        #expect(cells[6...10] == others[6...10])
        #expect(cells[11] == "2" && others[11].isEmpty, "the quantity is not known any more")
      }
    }
  }

  @Test func `what is in doubt stays whole, and can be decided after any time`() async throws {
    try await withFacade { facade in
      let stage = try Stage()
      try stage.drop("orders.csv", OrderFile.header + OrderFile.row("A-1") + OrderFile.row("A-2"))
      facade.server.misbehave(FaultRule(.dropBefore, number: "A-1"))
      try await stage.run(facade.gateway)
      try await stage.run(facade.gateway, nothingKept)
      #expect(try await stage.record("A-2")?.prunedAt != nil)
      #expect(try await stage.record("A-1")?.prunedAt == nil)
      let ledger = try stage.ledger()
      _ = try await ledger.propose(Decision(document: .init(interchange: 1, ordinal: 0), action: .resend, user: "me"))
      try ledger.close()
      try await stage.run(facade.gateway)
      #expect(try stage.rows("orders.answer-update-1.csv") == ["A-1 1 accepted"])
      #expect(facade.orders == ["A-1": 1, "A-2": 1])
    }
  }

  @Test func `younger than the retention, all of it stays`() async throws {
    try await withFacade { facade in
      let stage = try Stage()
      try stage.drop("orders.csv", OrderFile.text("A-1"))
      for _ in 0..<2 { try await stage.run(facade.gateway) }
      #expect(try await stage.record("A-1")?.prunedAt == nil)
    }
  }

  @Test func `a watch prunes beside its files`() async throws {
    try await withFacade { facade in
      let stage = try Stage()
      try stage.drop("orders-1.csv", OrderFile.text((1...450).map { "A-\($0)" }))
      try await stage.run(facade.gateway)
      let ledger = try stage.ledger()
      let holder = try stage.holder(["erp": facade.gateway], ledger, nothingKept)
      async let report = holder.watch()
      try stage.drop("orders-2.csv", OrderFile.text("B-1"))
      try await eventually("pruned") { try await ledger.interchange(1)?.prunedAt != nil }
      try await eventually("answered") { stage.exists("outbox/orders-2.answer.csv") }
      holder.stop()
      #expect(try await report.troubles == [])
      #expect(try await ledger.pruningFigures(before: "9").files == 1, "the second file is for the next hour")
      try ledger.close()
    }
  }

  @Test func `stopped between two commits, the next round does the rest`() async throws {
    try await withFacade { facade in
      let stage = try Stage()
      try stage.drop("orders.csv", OrderFile.text((1...450).map { "A-\($0)" }))
      try await stage.run(facade.gateway)
      let ledger = try stage.ledger()
      let before = "9999"
      // 200 documents a commit; asked before each file and page.
      let asked = Counting()
      let first = try await PruningRound(ledger: ledger, isStopping: { asked.next() > 3 }).go(before: before)
      #expect(first == .init(files: 0, documents: 200))
      #expect(try await ledger.pruningFigures(before: before).documents == 250)
      #expect(try await PruningRound(ledger: ledger).go(before: before) == .init(files: 1, documents: 250))
      #expect(try await PruningRound(ledger: ledger).go(before: before) == .init())
      try ledger.close()
    }
  }

  @Test func `a return of a pruned order is completed where its order was not split, and says why not where it was`() {
    let one = #"{"items":[{"externalOrderId":"E-1","externalOrderDate":"2018-01-16","lines":[{"index":"1"}]}]}"#
    let whole = RecordedOrder(body: [], response: Array(one.utf8), isPruned: true)
    #expect(whole == RecordedOrder(body: [], response: Array(one.utf8), isPruned: true))
    let kept = ExternalIDs.ofResponse(
      Array(
        #"{"items":[{"externalOrderId":7,"name":"Ada","lines":[{"index":"1","externalLineNumber":"2","price":1}],"x":[1]}],"y":2}"#.utf8))
    #expect(
      String(decoding: kept, as: UTF8.self) == #"{"items":[{"externalOrderId":7,"lines":[{"index":"1","externalLineNumber":"2"}]}]}"#)
    #expect(ExternalIDs.ofResponse(Array("<html>".utf8)) == [])
  }
}
