import FoundationEssentials
import Ledgers
import Mailboxes
import Sandbox
import SystemPackage
import Testing

@testable import Journeys

@Suite struct FolderTroubleTests {
  @Test func `where the archive cannot take a file, only the move is tried again, and it is reported`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("blocked", "a file where a folder should be", to: "archive")
      try stage.drop("orders.csv", OrderFile.text("A-1"))
      for _ in 0..<3 {
        let report = try await stage.run(facade.gateway) {
          $0.dateFolder = { _ in "blocked" }
          $0.maxAttempts = 1
        }
        #expect((report.files, report.waiting) == (0, 1))
        #expect(report.troubles.count == 1)
        #expect(report.troubles[0].contains("archive/blocked is not a folder"))
        #expect(stage.all("outbox") == ["orders.answer.csv"])
      }
      let report = try await stage.run(facade.gateway)
      #expect((report.counts, report.troubles) == (["accepted": 1], []))
      #expect(stage.archived == ["blocked", "orders.csv"])
      #expect(facade.calls == ["A-1"])
      #expect(stage.all("outbox") == ["orders.answer.csv"])
    }
  }

  @Test func `an original that is in its place already, though the move was said to have failed, is only entered in the ledger`()
    async throws
  {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("blocked", "a file where a folder should be", to: "archive")
      try stage.drop("orders.csv", OrderFile.text("A-1"))
      try await stage.run(facade.gateway) { $0.dateFolder = { _ in "blocked" } }
      let ledger = try stage.ledger()
      let holder = try stage.holder(["erp": facade.gateway], ledger) { $0.dateFolder = { _ in "day" } }
      let claimed = try #require(try holder.context.claims.pending().first)
      let record = try #require(try await ledger.openInterchanges().first)
      try FileManager.default.createDirectory(atPath: stage.root + "/archive/day", withIntermediateDirectories: true)
      try stage.move(try #require(stage.claimed.first), to: "archive/day/orders.csv")
      let interchange = ClaimedInterchange(
        file: claimed, record: record, handling: .sample(), place: holder.context.order.join(partner: "default"))
      #expect(try await InterchangeRunner(context: holder.context, interchange: interchange).run())
      #expect(try await ledger.openInterchanges() == [])
      #expect(stage.archived == ["blocked", "orders.csv"])
      #expect(facade.calls == ["A-1"])
    }
  }

  @Test func `where the outbox goes away the answer is published when it is back, and no attempt is counted`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      let root = stage.root
      try stage.drop("orders.csv", OrderFile.text("A-1"))
      let meddler = Meddler(facade.gateway) { try? FileManager.default.moveItem(atPath: root + "/outbox", toPath: root + "/elsewhere") }
      let report = try await stage.run(meddler) { $0.maxAttempts = 1 }
      #expect(report.troubles.count == 1)
      #expect(report.troubles.first?.contains("outbox is missing") == true)
      await #expect(throws: HolderError.self) { try await stage.run(facade.gateway) }
      try FileManager.default.moveItem(atPath: root + "/elsewhere", toPath: root + "/outbox")
      let second = try await stage.run(facade.gateway) { $0.maxAttempts = 1 }
      #expect((second.counts, second.quarantined) == (["accepted": 1], [:]))
      #expect(stage.all("outbox") == ["orders.answer.csv"])
      #expect(facade.calls == ["A-1"])
    }
  }

  @Test func `an inbox that is away is trouble for a run, and no reason to leave for a watch`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      let root = stage.root
      let ledger = try stage.ledger()
      let holder = try stage.holder(["erp": facade.gateway], ledger)
      async let watched = holder.watch()
      while !stage.exists("var/heartbeat") { await Task.yield() }
      try FileManager.default.moveItem(atPath: root + "/inbox", toPath: root + "/elsewhere")
      while holder.context.tally.report.troubles.isEmpty { await Task.yield() }
      try FileManager.default.moveItem(atPath: root + "/elsewhere", toPath: root + "/inbox")
      try stage.drop("orders.csv", OrderFile.text("A-1"))
      while stage.archived.isEmpty { await Task.yield() }
      holder.stop()
      let report = try await watched
      #expect(report.counts == ["accepted": 1])
      #expect(report.troubles.count == 1)
      #expect(report.troubles[0].contains("inbox is missing"))
    }
  }

  @Test func `a file that grew after it was taken, before anything was sent, sends nothing`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders.csv", OrderFile.text("A-1"))
      let mailbox = try Mailbox(partner: "default", folders: stage.folders)
      var scanner = Scanner(mailboxes: [mailbox], rules: ScanRules(restPeriod: .zero))
      let sighting = try #require(try scanner.scan(now: .now).ready.first)
      let claimed = try #require(try Claims(mailboxes: [mailbox]).claim(sighting, as: "0001"))
      try append(OrderFile.row("A-2"), to: claimed.path)
      let ledger = try stage.ledger()
      let holder = try stage.holder(["erp": facade.gateway], ledger)
      let record = try await ledger.admit(Admission(id: "0001", partner: "default", fileName: "orders.csv", profile: "{}"))
      let interchange = ClaimedInterchange(
        file: claimed, record: record, handling: .sample(), place: holder.context.order.join(partner: "default"))
      #expect(try await InterchangeRunner(context: holder.context, interchange: interchange).run())
      #expect(facade.calls == [])
      #expect(holder.context.tally.report.quarantined == ["orders.csv": "grew"])
      #expect(try stage.rows("orders.answer.csv") == ["A-1 1 refused", "A-2 1 refused"])
      #expect(try stage.text("error/orders.csv") == OrderFile.text("A-1", "A-2"))
    }
  }

  @Test func `what is written into a file while it is being sent is not passed over in silence`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders.csv", OrderFile.text("A-1"))
      let meddler = Meddler(facade.gateway) {
        guard let claimed = stage.claimed.first else { return }
        try? append(OrderFile.row("A-2"), to: FilePath(stage.root + "/" + claimed))
      }
      let report = try await stage.run(meddler)
      #expect((report.counts, report.quarantined) == (["accepted": 1], ["orders.csv": "grew"]))
      try stage.drop("orders-again.csv", try stage.text("error/orders.csv"))
      #expect(try await stage.run(facade.gateway).counts == ["duplicate": 1, "accepted": 1])
      #expect(facade.orders == ["A-1": 1, "A-2": 1])
    }
  }

  @Test func `a file that cannot be claimed any more when its turn comes waits in the inbox, and is reported`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      let two = { (settings: inout HolderSettings) in
        settings.handling["acme"] = .sample(partner: "acme")
        settings.scanRules["acme"] = settings.scanRules["default"]
        settings.journeysAtOnce = 1
      }
      try await stage.run(facade.gateway, two)
      try stage.drop("orders-1.csv", OrderFile.text("A-1"))
      try stage.drop("orders-2.csv", OrderFile.text("A-2"), to: "inbox/acme")
      let root = stage.root
      // Whichever comes first: of the other partner nothing can be claimed any more.
      let meddler = Meddler(facade.gateway) {
        for partner in ["default", "acme"] {
          let claims = root + "/inbox/.ferry/claimed/" + partner
          guard (try? FileManager.default.contentsOfDirectory(atPath: claims))?.isEmpty ?? true else { continue }
          try? FileManager.default.removeItem(atPath: claims)
          _ = FileManager.default.createFile(atPath: claims, contents: nil)
        }
      }
      let report = try await stage.run(meddler, two)
      #expect((report.files, report.waiting, report.counts) == (1, 1, ["accepted": 1]))
      #expect(report.troubles.count == 1 && report.troubles[0].contains(" is not a folder"), "\(report.troubles)")
      for partner in ["default", "acme"] where stage.exists("inbox/.ferry/claimed/" + partner) {
        try? FileManager.default.removeItem(atPath: root + "/inbox/.ferry/claimed/" + partner)
      }
      #expect(try await stage.run(facade.gateway, two).counts == ["accepted": 1])
      #expect(facade.orders == ["A-1": 1, "A-2": 1])
    }
  }

  @Test func `what stood in the way of an earlier process and does so no more is no trouble any more`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      let earlier = try stage.ledger()
      try await earlier.recordTroubles([Trouble(source: "inbox", message: "it was away", since: Timestamp.now())])
      try earlier.close()
      try await stage.run(facade.gateway)
      let ledger = try stage.ledger()
      #expect(try await ledger.summary().troubles == [])
      try ledger.close()
    }
  }

  @Test func `a file of a partner who is no longer in the settings is kept, and reported`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      let acme = { (settings: inout HolderSettings) in
        settings.handling["acme"] = .sample(partner: "acme")
        settings.scanRules["acme"] = settings.scanRules["default"]
      }
      try await stage.run(facade.gateway, acme)
      try stage.drop("orders.csv", OrderFile.text("A-1"), to: "inbox/acme")
      facade.server.misbehave(FaultRule(.status(503), times: nil))
      try await stage.run(facade.gateway, acme)
      facade.server.behave()
      let report = try await stage.run(facade.gateway)
      #expect(report.files == 0)
      #expect(report.troubles.count == 1)
      #expect(report.troubles[0].hasSuffix("was taken for the partner acme, who is no longer in the settings; add it again"))
      #expect(try await stage.run(facade.gateway, acme).counts == ["accepted": 1])
    }
  }
}

private func append(_ text: String, to path: FilePath) throws {
  let file = try FileDescriptor.open(path, .writeOnly, options: .append)
  try file.closeAfter { _ = try file.writeAll(text.utf8) }
}
