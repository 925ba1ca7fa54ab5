import Documents
import Ledgers
import Sandbox
import Testing
import Translation

@testable import Journeys

/// Answers in a partner's style on real folders, with a real ledger.
@Suite struct StyledAnswerTests {
  private func style(_ style: AnswerStyle) -> @Sendable (inout HolderSettings) -> Void {
    { settings in
      var handling = Handling.sample()
      // Fields as the canonical CSV has them.
      let columns = ["order_number", "line", "part_number", "net_price", "warehouse_id", "quantity"]
      handling.profiles = [
        Profile(
          name: "acme", kind: .orders, files: ["ORD?.csv"], source: .csv(CSVShape()),
          fields: columns.map { FieldRule($0, .cells([.named($0)], joint: "")) }, answer: style)
      ]
      settings.handling["default"] = handling
      settings.targets["erp"]?.concurrency = 1
    }
  }

  private static let marked = AnswerStyle(
    form: .csv, separator: "|", hasHeader: false, columns: [.init("Bestellung", from: "document"), .init("Status", from: "status")],
    fileName: "{kind}_{stem}_OK.txt", marker: ".sem")

  @Test func `an answer has the partner's name and layout, and its marker stands beside it`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      for _ in 0..<2 {
        try stage.drop("ORD1.csv", OrderFile.text("A-1"))
        try await stage.run(facade.gateway, style(Self.marked))
      }
      #expect(stage.all("outbox") == ["orders_ORD1_OK-2.txt", "orders_ORD1_OK-2.txt.sem", "orders_ORD1_OK.txt", "orders_ORD1_OK.txt.sem"])
      #expect(try stage.text("outbox/orders_ORD1_OK.txt") == "A-1|accepted\n")
      #expect(try stage.text("outbox/orders_ORD1_OK-2.txt") == "A-1|duplicate\n")
      #expect(try stage.text("outbox/orders_ORD1_OK.txt.sem") == "")
      // A file of no profile is answered as ever.
      try stage.drop("orders.csv", OrderFile.text("A-2"))
      try await stage.run(facade.gateway, style(Self.marked))
      #expect(try stage.rows("orders.answer.csv") == ["A-2 1 accepted"])
    }
  }

  @Test func `a name whose marker somebody else has is not taken`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders_ORD1_OK.txt.sem", "theirs", to: "outbox")
      try stage.drop("ORD1.csv", OrderFile.text("A-1"))
      try await stage.run(facade.gateway, style(Self.marked))
      #expect(stage.all("outbox") == ["orders_ORD1_OK-2.txt", "orders_ORD1_OK-2.txt.sem", "orders_ORD1_OK.txt.sem"])
    }
  }

  /// What a restart finds: nothing placed, the answer alone, both; and both fetched meanwhile.
  @Test(arguments: [0, 1, 2, 3]) func `after a crash while publishing the marker is there if the answer is, and nothing twice`(
    _ step: Int
  ) async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("ORD1.csv", OrderFile.text("A-1"))
      let ledger = try stage.ledger()
      // Admitted, surveyed, sending, accepted, publishing.
      let crashing = CrashingLedger(ledger, crashAt: 5, .after)
      _ = try await stage.holder(["erp": facade.gateway], crashing, style(Self.marked)).run()
      let file = try #require(try await ledger.openInterchanges().first?.answer)
      let marker = try #require(file.marker)
      try ledger.close()
      // Each with its witness.
      let hidden = [file.temporaryName, marker.temporaryName].flatMap { [$0, $0.replacing(".tmp", with: ".kept.tmp")] }
      #expect(stage.all("outbox").sorted() == hidden.sorted())
      if step > 0 { try stage.move("outbox/\(file.temporaryName)", to: "outbox/\(file.finalName)") }
      if step > 1 { try stage.move("outbox/\(marker.temporaryName)", to: "outbox/\(marker.finalName)") }
      if step > 2 { for name in [file.finalName, marker.finalName] { try stage.remove("outbox/\(name)") } }
      try await stage.run(facade.gateway, style(Self.marked))
      let both = ["orders_ORD1_OK.txt", "orders_ORD1_OK.txt.sem"]
      #expect(stage.all("outbox") == (step > 2 ? [] : both))
      #expect(stage.archived == ["ORD1.csv"])
    }
  }

  @Test(arguments: CrashingLedger.Moment.allCases)
  func `wherever the machine goes down, answer and marker are there in the end`(_ moment: CrashingLedger.Moment) async throws {
    try await withFacade { facade in
      for crashAt in 1...12 {
        facade.server.reset()
        let stage = try Stage()
        try stage.drop("ORD1.csv", OrderFile.text("A-1"))
        let ledger = try stage.ledger()
        let crashing = CrashingLedger(ledger, crashAt: crashAt, moment)
        _ = try await stage.holder(["erp": facade.gateway], crashing, style(Self.marked)).run()
        try ledger.close()
        guard crashing.hasCrashed else { break }
        try await stage.run(facade.gateway, style(Self.marked))
        #expect(stage.all("outbox") == ["orders_ORD1_OK.txt", "orders_ORD1_OK.txt.sem"], "\(moment) \(crashAt)")
      }
    }
  }

  @Test func `an answer that is rendered twice has equal bytes`() async throws {
    for form in [AnswerStyle.Form.ublOrderResponse, .openTransOrderResponse, .idocOrderResponse] {
      let stage = try Stage()
      try await withFacade { facade in
        try stage.drop("ORD1.csv", OrderFile.text("A-1", "A-2"))
        let ledger = try stage.ledger()
        // Both orders are concluded and the answer is rendered; its names are not recorded.
        let crashing = CrashingLedger(ledger, crashAt: 7, .before)
        _ = try await stage.holder(["erp": facade.gateway], crashing, style(AnswerStyle(form: form))).run()
        try ledger.close()
        let draft = try #require(stage.all("outbox").last)
        let first = try stage.text("outbox/\(draft)")
        #expect(stage.all("outbox") == [draft.replacing(".tmp", with: ".kept.tmp"), draft] && first.hasSuffix(">\n"))
        try await stage.run(facade.gateway, style(AnswerStyle(form: form)))
        #expect(stage.all("outbox") == ["ORD1.answer.xml"])
        #expect(try stage.text("outbox/ORD1.answer.xml") == first)
      }
    }
  }

  @Test func `a file that cannot be read has its one answer, in the partner's form`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("ORD1.csv", OrderFile.header + "A-1;\"open")
      try stage.drop("ORD2.csv", OrderFile.header)
      try await stage.run(facade.gateway, style(AnswerStyle(form: .ublOrderResponse, marker: ".ok")))
      #expect(stage.all("outbox") == ["ORD1.answer.xml", "ORD1.answer.xml.ok", "ORD2.answer.xml", "ORD2.answer.xml.ok"])
      #expect(try stage.text("outbox/ORD1.answer.xml").contains("<cbc:OrderResponseCode>RE</cbc:OrderResponseCode>"))
      #expect(try stage.text("outbox/ORD2.answer.xml").hasSuffix("\n<order-responses xmlns=\"urn:ferry:1\"/>\n"))
    }
  }

  @Test func `an identifier that the encoding lacks puts the whole answer into UTF-8, and the journal says so`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("ORD1.csv", OrderFile.text("A-1", "A-水"))
      var wanted = Self.marked
      wanted.encoding = "iso-8859-1"
      try await stage.run(facade.gateway, style(wanted))
      #expect(try stage.text("outbox/orders_ORD1_OK.txt") == "A-1|accepted\nA-水|accepted\n")
      #expect(stage.all("outbox") == ["orders_ORD1_OK.txt", "orders_ORD1_OK.txt.sem"])
      let ledger = try stage.ledger()
      let notes = try await ledger.journal(of: 1).map(\.note).filter { $0.event == "encoding" }
      try ledger.close()
      #expect(
        notes == [JournalNote("encoding", "the answer is in utf-8: an identifier in it has a character that iso-8859-1 lacks")])
    }
  }

  @Test func `an update of a decided document has the partner's name, layout and marker`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("ORD1.csv", OrderFile.text("A-1", "A-2"))
      facade.server.misbehave(FaultRule(.dropAfter, number: "A-1"))
      try await stage.run(facade.gateway, style(Self.marked))
      #expect(try stage.text("outbox/orders_ORD1_OK.txt") == "A-1|in_doubt\nA-2|accepted\n")
      let ledger = try stage.ledger()
      let document = try #require(try await ledger.decidable(number: "A-1").first)
      _ = try await ledger.propose(Decision(document: document.id, action: .abandon, user: "me"))
      try ledger.close()
      for _ in 0..<2 { try await stage.run(facade.gateway, style(Self.marked)) }
      #expect(try stage.text("outbox/orders_ORD1_OK-update-1.txt") == "A-1|refused\n")
      #expect(
        stage.all("outbox") == [
          "orders_ORD1_OK-update-1.txt", "orders_ORD1_OK-update-1.txt.sem", "orders_ORD1_OK.txt", "orders_ORD1_OK.txt.sem",
        ])
    }
  }
}
