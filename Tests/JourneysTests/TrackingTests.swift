import Contracts
import Documents
import Gateways
import Ledgers
import Sandbox
import Testing
import Translation

@testable import Journeys

/// News of what was placed, without asking.
@Suite struct TrackingTests {
  static func tracked(_ settings: inout HolderSettings) { settings.handling["default"]?.isTracked = true }

  /// Orders that were placed by a run before.
  static func placed(_ numbers: String..., at facade: Facade, quantity: String = "5") async throws -> Stage {
    let stage = try Stage()
    try stage.drop("orders.csv", OrderFile.text(numbers, quantity: quantity))
    #expect(try await stage.run(facade.gateway, tracked).counts == ["accepted": numbers.count])
    return stage
  }

  /// `document line change before after parcel quantity` of each row of each change file, in their order.
  static func news(_ stage: Stage, folder: String = "outbox") throws -> [String] {
    try stage.names(folder).filter { $0.hasPrefix("order-changes-") }.flatMap { name in
      try stage.text("\(folder)/\(name)").split(separator: "\n").dropFirst().map { row in
        let cells = row.split(separator: ";", omittingEmptySubsequences: false)
        return "\(cells[1]) \(cells[2]) \(cells[6]) \(cells[7])>\(cells[8]) \(cells[9]) \(cells[10])"
      }
    }
  }

  static func looks(_ facade: Facade) -> Int { facade.server.record.count { $0.method == "GET" && $0.path.contains("/orders/") } }

  private func open(_ stage: Stage) async throws -> Int {
    let ledger = try stage.ledger()
    defer { try? ledger.close() }
    return try await ledger.summary().tracked
  }

  private static func ship(_ number: String, _ parcel: String, quantity: Int) -> String {
    #"{"orderNumber":"\#(number)","externalLineNumber":"1","quantity":\#(quantity),"parcel":"\#(parcel)","shipper":"=post"}"#
  }

  private static func all(_ number: String) -> String { #"{"orderNumber":"\#(number)","externalLineNumber":"1"}"# }

  @Test func `what is shipped and cancelled is told once each, and nothing more when nothing can come`() async throws {
    try await withFacade { facade in
      let stage = try await Self.placed("A-1", at: facade)
      try await stage.run(facade.gateway, Self.tracked)
      #expect(stage.names("outbox") == ["orders.answer.csv"], "nothing has happened yet")

      #expect(facade.server.move(.ship, Self.ship("A-1", "P-1", quantity: 2)) == [])
      try await stage.run(facade.gateway, Self.tracked)
      #expect(
        try Self.news(stage) == ["A-1 1 parcel_shipped > P-1 2", "A-1 1 status_changed received>partially_shipped  "])
      #expect(try stage.text("outbox/\(stage.names("outbox")[0])").contains(";P-1;2;'=post;"))
      try await stage.run(facade.gateway, Self.tracked)
      #expect(stage.names("outbox").count == 2, "nothing changed")

      #expect(facade.server.move(.ship, Self.ship("A-1", "P-2", quantity: 1)) == [])
      #expect(facade.server.move(.cancel, Self.all("A-1")) == [])
      let looks = Self.looks(facade)
      let report = try await stage.run(facade.gateway, Self.tracked)
      #expect(report == RunReport(), "news are no files of the run")
      #expect(Self.looks(facade) == looks + 1)
      #expect(try Self.news(stage).dropFirst(2) == ["A-1 1 parcel_shipped > P-2 1", "A-1 1 quantity_cancelled 0>2  "])

      #expect(try await open(stage) == 0)
      try await stage.run(facade.gateway, Self.tracked)
      #expect(Self.looks(facade) == looks + 1, "it is complete")
      #expect(stage.names("outbox").count == 3)
      #expect(stage.all("outbox").count == 3, "no temporary file is left")
    }
  }

  @Test func `change files are counted from one for each day, by the time zone of the folders`() async throws {
    try await withFacade { facade in
      let stage = try await Self.placed("A-1", "A-2", at: facade)
      for (number, parcel) in [("A-1", "P-1"), ("A-2", "P-2")] {
        #expect(facade.server.move(.ship, Self.ship(number, parcel, quantity: 1)) == [])
        try await stage.run(facade.gateway) {
          Self.tracked(&$0)
          $0.dateFolder = { _ in "2026/11/21" }
        }
      }
      #expect(
        stage.names("outbox") == ["order-changes-2026-11-21-1.csv", "order-changes-2026-11-21-2.csv", "orders.answer.csv"])
    }
  }

  @Test func `one round has one file, its documents in their order, whichever answered first`() async throws {
    try await withFacade { facade in
      let stage = try await Self.placed("A-3", "A-1", "A-2", at: facade)
      for number in ["A-2", "A-1", "A-3"] { #expect(facade.server.move(.cancel, Self.all(number)) == []) }
      try await stage.run(facade.gateway, Self.tracked)
      #expect(try Self.news(stage).map { $0.prefix(3) } == ["A-3", "A-1", "A-2"])
      #expect(stage.names("outbox").count == 2)
      let ledger = try stage.ledger()
      let note = try await ledger.journal(of: DocumentRecord.ID(interchange: 1, ordinal: 0)).last?.note
      #expect(note?.event == "changed")
      #expect(note?.detail.hasSuffix(": quantity_cancelled 0 to 5; complete, not asked for again") == true)
    }
  }

  @Test func `a refused return and one with its credit note are told`() async throws {
    try await withFacade { facade in
      let stage = try await Self.placed("A-1", at: facade)
      try stage.drop(
        "returns.csv",
        """
        return_number;order_number;return_date;line;part_number;quantity;reason
        R-1;A-1;2026-11-21;10;4711;1;DAMAGED
        R-2;A-1;2026-11-21;20;4711;1;DAMAGED

        """)
      #expect(try await stage.run(facade.gateway, Self.tracked).counts == ["accepted": 2])
      let refused = #"""
        {"returnNumber":"R-1","externalReturnLineNumber":"1","status":"REFUSED","refusalType":"OTHER","refusalReason":"too late"}
        """#
      let paid = #"""
        {"returnNumber":"R-2","externalReturnLineNumber":"1","status":"ACCEPTED","recoveryValue":"12.50","creditNoteNumber":"CN-1"}
        """#
      #expect(facade.server.move(.judge, refused) + facade.server.move(.judge, paid) == [])
      try await stage.run(facade.gateway, Self.tracked)
      #expect(
        try Self.news(stage) == [
          "R-1 10 return_refused SUBMITTED>REFUSED  ", "R-2 20 return_accepted SUBMITTED>ACCEPTED  ", "R-2 20 credit_note >CN-1  ",
        ])
      let text = try stage.text("outbox/\(stage.names("outbox")[0])")
      #expect(text.contains(";OTHER;too late;;\n"))
      #expect(text.contains(";12.50;CN-1\n"))
      #expect(try await open(stage) == 1, "the order is still waited for")
    }
  }

  @Test func `switched off it asks nothing, and switched on again it goes on`() async throws {
    try await withFacade { facade in
      let stage = try await Self.placed("A-1", at: facade)
      try await stage.run(facade.gateway, Self.tracked)
      #expect(facade.server.move(.cancel, Self.all("A-1")) == [])
      let looks = Self.looks(facade)
      try await stage.run(facade.gateway)
      #expect((Self.looks(facade), stage.names("outbox")) == (looks, ["orders.answer.csv"]))
      try await stage.run(facade.gateway, Self.tracked)
      #expect(try Self.news(stage) == ["A-1 1 quantity_cancelled 0>5  ", "A-1 1 status_changed received>cancelled  "])
    }
  }

  @Test func `orders of a run are asked for by the next one`() async throws {
    try await withFacade { facade in
      let stage = try await Self.placed("A-1", at: facade)
      #expect(Self.looks(facade) == 0)
      try await stage.run(facade.gateway, Self.tracked)
      #expect(Self.looks(facade) == 1)
    }
  }

  @Test func `a round makes no more calls than it may, and comes to all in turn`() async throws {
    try await withFacade { facade in
      let stage = try await Self.placed("A-1", "A-2", "A-3", "A-4", "A-5", at: facade)
      let few = { (settings: inout HolderSettings) in
        Self.tracked(&settings)
        settings.tracking.callsPerRound = 2
      }
      for round in 1...3 {
        try await stage.run(facade.gateway, few)
        #expect(Self.looks(facade) == 2 * round)
      }
      let asked = facade.server.record.filter { $0.method == "GET" }.map(\.path)
      #expect(Set(asked).count == 5, "the longest not asked comes first")
    }
  }

  @Test func `what was placed too long ago is not asked for`() async throws {
    try await withFacade { facade in
      let stage = try await Self.placed("A-1", at: facade)
      try await stage.run(facade.gateway, Self.tracked)
      let looks = Self.looks(facade)
      #expect(try await open(stage) == 1)
      for _ in 0..<2 {
        try await stage.run(facade.gateway) {
          Self.tracked(&$0)
          $0.tracking.age = .zero
        }
      }
      #expect(try await open(stage) == 0)
      #expect(Self.looks(facade) == looks)
      let ledger = try stage.ledger()
      #expect(
        try await ledger.journal(of: DocumentRecord.ID(interchange: 1, ordinal: 0)).map(\.note.event).last == "tracking_ended")
    }
  }

  @Test func `what the target does not know is no news, and asked again`() async throws {
    try await withFacade { facade in
      let stage = try await Self.placed("A-1", at: facade)
      facade.server.misbehave(FaultRule(.status(404), path: "/orders/"))
      #expect(try await stage.run(facade.gateway, Self.tracked).held == [:])
      #expect(facade.server.move(.ship, Self.ship("A-1", "P-1", quantity: 1)) == [])
      try await stage.run(facade.gateway, Self.tracked)
      #expect(try Self.news(stage).first == "A-1 1 parcel_shipped > P-1 1")
    }
  }

  @Test(arguments: [503, 500, 405])
  func `a target in trouble leaves it for later, and holds up no file`(_ status: Int) async throws {
    try await withFacade { facade in
      let numbers = (1...20).map { "A-\($0)" }
      let stage = try Stage()
      try stage.drop("orders.csv", OrderFile.text(numbers))
      try await stage.run(facade.gateway, Self.tracked)
      #expect(facade.server.move(.cancel, Self.all("A-20")) == [])
      facade.server.misbehave(FaultRule(.status(status), path: "/orders/", times: nil))
      try stage.drop("orders-b.csv", OrderFile.text("B-1"))
      let report = try await stage.run(facade.gateway, Self.tracked)
      #expect((report.counts, report.held, report.waiting) == (["accepted": 1], [:], 0))
      // Two at once, three failures end it.
      #expect((1...4).contains(Self.looks(facade)))
      #expect(try Self.news(stage) == [])
      facade.server.behave()
      try await stage.run(facade.gateway, Self.tracked)
      #expect(try Self.news(stage) == ["A-20 1 quantity_cancelled 0>2  "])
    }
  }

  @Test func `one that always fails keeps no other from being asked`() async throws {
    try await withFacade { facade in
      let stage = try await Self.placed("A-1", "A-2", "A-3", at: facade)
      let bad = try #require(facade.server.record.first { $0.orderNumber == "A-1" }?.externalIDs.first)
      facade.server.misbehave(FaultRule(.status(500), path: "/orders/\(bad)", times: nil))
      for number in ["A-2", "A-3"] { #expect(facade.server.move(.cancel, Self.all(number)) == []) }
      for _ in 0..<3 {
        try await stage.run(facade.gateway) {
          Self.tracked(&$0)
          $0.tracking.callsPerRound = 1
        }
      }
      #expect(try Self.news(stage) == ["A-2 1 quantity_cancelled 0>5  ", "A-3 1 quantity_cancelled 0>5  "])
    }
  }

  @Test func `of a target that is held nothing is asked`() async throws {
    try await withFacade { facade in
      let stage = try await Self.placed("A-1", at: facade)
      let ledger = try stage.ledger()
      let holder = try stage.holder(["erp": facade.gateway], ledger, Self.tracked)
      let gate = try #require(holder.context.gates["erp"])
      #expect(await gate.enter(deadline: nil) == .slot)
      gate.leave(.held(.busy), of: .createOrder)
      #expect(try await TrackingRound(holder: holder, ledger: ledger).go())
      #expect(Self.looks(facade) == 0)
      let due = try await ledger.dueForTracking(partners: ["default"], placedAfter: "", limit: 9)
      #expect(due.map(\.askedAt) == [nil])
    }
  }

  @Test func `calls leave half of the slots to files`() async throws {
    try await withFacade { facade in
      let stage = try Stage()
      try stage.drop("orders.csv", OrderFile.text((1...40).map { "A-\($0)" }))
      try await stage.run(facade.gateway, Self.tracked)
      let crowd = Crowd(facade.gateway)
      try await stage.run(crowd, Self.tracked)
      #expect(Self.looks(facade) == 40)
      #expect((1...2).contains(crowd.most), "of four slots")
    }
  }

  @Test func `the name of a change file that somebody has taken gets a number`() async throws {
    try await withFacade { facade in
      let stage = try await Self.placed("A-1", at: facade)
      try stage.drop("order-changes-2026-11-21-1.csv", "mine", to: "outbox")
      #expect(facade.server.move(.cancel, Self.all("A-1")) == [])
      for _ in 0..<2 {
        try await stage.run(facade.gateway) {
          Self.tracked(&$0)
          $0.dateFolder = { _ in "2026/11/21" }
        }
      }
      #expect(
        stage.all("outbox") == ["order-changes-2026-11-21-1-2.csv", "order-changes-2026-11-21-1.csv", "orders.answer.csv"])
      #expect(try stage.text("outbox/order-changes-2026-11-21-1.csv") == "mine")
    }
  }

  @Test func `each partner has its own file in its own outbox`() async throws {
    try await withFacade { facade in
      let stage = try Stage()
      let partners = { (settings: inout HolderSettings) in
        Self.tracked(&settings)
        settings.handling["acme"] = .sample(partner: "acme")
        settings.handling["acme"]?.isTracked = true
        settings.scanRules["acme"] = settings.scanRules["default"]
      }
      let ledger = try stage.ledger()
      _ = try stage.holder(["erp": facade.gateway], ledger, partners)
      try stage.drop("orders.csv", OrderFile.text("A-1"))
      try stage.drop("orders.csv", OrderFile.text("B-1"), to: "inbox/acme")
      try ledger.close()
      try await stage.run(facade.gateway, partners)
      for number in ["A-1", "B-1"] { #expect(facade.server.move(.cancel, Self.all(number)) == []) }
      try await stage.run(facade.gateway, partners)
      #expect(try Self.news(stage).map { $0.prefix(3) } == ["A-1"])
      #expect(try Self.news(stage, folder: "outbox/acme").map { $0.prefix(3) } == ["B-1"])
    }
  }

  @Test func `a watch tells what happens while it stays`() async throws {
    try await withFacade { facade in
      let stage = try await Self.placed("A-1", at: facade)
      let ledger = try stage.ledger()
      let holder = try stage.holder(["erp": facade.gateway], ledger) {
        Self.tracked(&$0)
        $0.tracking.interval = .milliseconds(5)
      }
      async let report = holder.watch()
      while Self.looks(facade) < 2 { await Task.yield() }
      #expect(facade.server.move(.ship, Self.ship("A-1", "P-1", quantity: 5)) == [])
      while stage.names("outbox").count < 2 { await Task.yield() }
      holder.stop()
      #expect(try await report == RunReport())
      #expect(try Self.news(stage) == ["A-1 1 parcel_shipped > P-1 5", "A-1 1 status_changed received>shipped  "])
    }
  }
}
