import Documents
import Ledgers
import Mailboxes
import Sandbox
import Testing
import Translation

@testable import Journeys

@Suite struct RunTests {
  @Test func `a good order file comes out as its answer and stands in the archive`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders-1.csv", OrderFile.text("A-1", "A-2"))
      let report = try await stage.run(facade.gateway)
      #expect(report.files == 1)
      #expect(report.counts == ["accepted": 2])
      #expect((report.waiting, report.held, report.quarantined, report.troubles, report.faults) == (0, [:], [:], [], []))
      #expect(facade.orders == ["A-1": 1, "A-2": 1])
      #expect(stage.all("outbox") == ["orders-1.answer.csv"])
      #expect(try stage.rows("orders-1.answer.csv") == ["A-1 1 accepted", "A-2 1 accepted"])
      #expect(stage.archived == ["orders-1.csv"])
      #expect(try stage.text(stage.tree("archive")[0]) == OrderFile.text("A-1", "A-2"))
      #expect((stage.names("inbox"), stage.claimed, stage.all("error"), stage.all("var/spool")) == ([], [], [], []))
      let ledger = try stage.ledger()
      let journal = try await ledger.journal(of: 1).map(\.note.event)
      #expect(journal.prefix(2) == ["admitted", "surveyed"])
      #expect(journal.suffix(3) == ["publishing", "settled", "put_away"])
      #expect(journal.count { $0 == "accepted" } == 2)
    }
  }

  @Test func `of a file that is refused in part the good documents go, and the others come back byte for byte`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      let bad = "A-2;1;4711;19.90;68;two\r\n"
      let unknown = "A-3;1;UNKNOWN-9;19.90;68;1"
      try stage.drop("orders.csv", OrderFile.header + OrderFile.row("A-1") + bad + OrderFile.row("A-4") + unknown)
      let report = try await stage.run(facade.gateway)
      #expect(report.counts == ["accepted": 2, "refused": 2])
      #expect(facade.orders == ["A-1": 1, "A-4": 1])
      #expect(
        try stage.rows("orders.answer.csv") == ["A-1 1 accepted", "A-2 1 refused", "A-4 1 accepted", "A-3 1 refused"])
      #expect(stage.archived == ["orders.csv"])
      #expect(stage.all("error") == ["orders.refused.csv", "orders.refused.csv.report.json", "orders.refused.csv.report.txt"])
      #expect(try stage.text("error/orders.refused.csv") == OrderFile.header + bad + unknown + "\r\n")
      let text = try stage.text("error/orders.refused.csv.report.txt")
      #expect(text.contains("2 of 4 documents were refused"))
      #expect(text.contains("orders.csv:3:21: quantity \"two\""))
      #expect(text.contains("items[0].part is unknown"))
    }
  }

  @Test func `a file of which no document is good goes back as it came, whoever refused it`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      let file = OrderFile.header + OrderFile.row("A-1", quantity: "no") + OrderFile.row("A-2", part: "UNKNOWN-1")
      try stage.drop("orders.csv", file)
      let report = try await stage.run(facade.gateway)
      #expect(report.counts == ["refused": 2])
      #expect(report.quarantined == ["orders.csv": "invalid"])
      #expect(facade.orders == [:])
      #expect(stage.all("error") == ["orders.csv", "orders.csv.report.json", "orders.csv.report.txt"])
      #expect(try stage.text("error/orders.csv") == file)
      #expect((stage.archived, stage.claimed) == ([], []))
      #expect(try stage.rows("orders.answer.csv") == ["A-1 1 refused", "A-2 1 refused"])
    }
  }

  @Test func `all or nothing sends nothing where there is a mistake`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders.csv", OrderFile.header + OrderFile.row("A-1") + OrderFile.row("A-2", quantity: "no"))
      let report = try await stage.run(facade.gateway) { $0.handling["default"] = .sample(policy: .allOrNothing) }
      #expect(report.counts == ["refused": 2])
      #expect(facade.calls == [])
      #expect(stage.names("error") == ["orders.csv", "orders.csv.report.json", "orders.csv.report.txt"])
    }
  }

  @Test func `all or nothing sends nothing where there is a conflict`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders-1.csv", OrderFile.text("A-2"))
      try await stage.run(facade.gateway)
      try stage.drop("orders-2.csv", OrderFile.text("A-1", "A-2", quantity: "3"))
      let report = try await stage.run(facade.gateway) { $0.handling["default"] = .sample(policy: .allOrNothing) }
      #expect(facade.calls == ["A-2"])
      #expect(try stage.rows("orders-2.answer.csv") == ["A-1 1 refused", "A-2 1 refused"])
      #expect(report.quarantined == ["orders-2.csv": "invalid"])
    }
  }

  @Test func `what was done is answered with its result, under whatever file name, and not sent again`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      for name in ["orders.csv", "orders.csv", "orders-other.csv"] {
        try stage.drop(name, OrderFile.text("A-1"))
        try await stage.run(facade.gateway)
      }
      #expect(facade.calls == ["A-1"])
      #expect(stage.names("outbox") == ["orders-other.answer.csv", "orders.answer-2.csv", "orders.answer.csv"])
      #expect(try stage.rows("orders.answer.csv") == ["A-1 1 accepted"])
      #expect(try stage.rows("orders.answer-2.csv") == ["A-1 1 duplicate"])
      let (first, other) = (try stage.text("outbox/orders.answer.csv"), try stage.text("outbox/orders-other.answer.csv"))
      #expect(other.contains("duplicate"))
      #expect(first.split(separator: ";").suffix(6) == other.split(separator: ";").suffix(6))
      #expect(stage.archived == ["orders-2.csv", "orders-other.csv", "orders.csv"])
    }
  }

  @Test func `a taken number with another content is a conflict and comes back alone`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders-1.csv", OrderFile.text("A-1"))
      try await stage.run(facade.gateway)
      try stage.drop("orders-2.csv", OrderFile.header + OrderFile.row("A-1", quantity: "5") + OrderFile.row("A-2"))
      let report = try await stage.run(facade.gateway)
      #expect(report.counts == ["conflict": 1, "accepted": 1])
      #expect(facade.orders == ["A-1": 1, "A-2": 1])
      #expect(try stage.text("error/orders-2.refused.csv") == OrderFile.text("A-1", quantity: "5"))
      #expect(try stage.text("error/orders-2.refused.csv.report.txt").contains("is taken by another content (accepted)"))
    }
  }

  @Test func `a refused number is free: corrected, it goes through`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders.csv", OrderFile.header + OrderFile.row("A-1", part: "UNKNOWN-1") + OrderFile.row("A-2"))
      try await stage.run(facade.gateway)
      let corrected = try stage.text("error/orders.refused.csv").replacing("UNKNOWN-1", with: "4711")
      try stage.drop("orders.refused.csv", corrected)
      let report = try await stage.run(facade.gateway)
      #expect(report.counts == ["accepted": 1])
      #expect(facade.orders == ["A-1": 1, "A-2": 1])
    }
  }

  @Test(arguments: ["", OrderFile.header, "\u{FEFF}", "\u{FEFF}" + OrderFile.header])
  func `a file without records is archived, and its answer has the header only`(_ content: String) async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders.csv", content)
      let report = try await stage.run(facade.gateway)
      #expect((report.files, report.counts, report.quarantined) == (1, [:], [:]))
      #expect(stage.archived == ["orders.csv"])
      #expect(try stage.text("outbox/orders.answer.csv").hasPrefix("source_line;document;line;status;code;message;external_order_id"))
      #expect(try stage.rows("orders.answer.csv") == [])
      #expect(facade.calls == [])
    }
  }

  @Test func `a file of no known kind is refused with one row`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("letters.csv", OrderFile.text("A-1"))
      let report = try await stage.run(facade.gateway)
      #expect((report.counts, report.quarantined) == (["refused": 1], ["letters.csv": "invalid"]))
      #expect(try stage.rows("letters.answer.csv") == ["  refused"])
      #expect(try stage.text("error/letters.csv") == OrderFile.text("A-1"))
      #expect(try stage.text("error/letters.csv.report.json").contains(#""code":"unknown_kind""#))
      #expect(facade.calls == [])
    }
  }

  @Test func `a file that is cut off sends nothing`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders.csv", OrderFile.text("A-1") + "A-2;1;47")
      let report = try await stage.run(facade.gateway)
      #expect(report.counts == ["refused": 2])
      #expect(facade.calls == [])
      #expect(try stage.text("error/orders.csv.report.txt").contains("looks incomplete"))
    }
  }

  @Test func `documents whose rows are apart are refused whole, the others go`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      let rows = [("A-1", 1), ("A-2", 1), ("A-1", 2), ("A-3", 1)].map { OrderFile.row($0.0, line: $0.1) }.joined()
      try stage.drop("orders.csv", OrderFile.header + rows)
      let report = try await stage.run(facade.gateway)
      #expect(report.counts == ["refused": 2, "accepted": 2])
      #expect(facade.orders == ["A-2": 1, "A-3": 1])
      #expect(try stage.rows("orders.answer.csv") == ["A-1 1 refused", "A-2 1 accepted", "A-1 2 refused", "A-3 1 accepted"])
      #expect(try stage.text("error/orders.refused.csv") == OrderFile.header + OrderFile.row("A-1") + OrderFile.row("A-1", line: 2))
    }
  }

  @Test func `a bad document whose rows are apart does not count twice, and the good one goes`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      let rows = OrderFile.row("A-1", quantity: "x") + OrderFile.row("A-2") + OrderFile.row("A-1", line: 2, quantity: "y")
      try stage.drop("orders.csv", OrderFile.header + rows)
      #expect(try await stage.run(facade.gateway).counts == ["refused": 2, "accepted": 1])
      #expect(facade.orders == ["A-2": 1])
    }
  }

  @Test func `of files with one number the first in natural order is sent and the others are told so`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      // The first is much longer than the others, and its own A-1 comes last.
      try stage.drop("orders-2.csv", OrderFile.text((0..<200).map { "B-\($0)" } + ["A-1"]))
      try stage.drop("orders-10.csv", OrderFile.text("A-1"))
      try stage.drop("orders-11.csv", OrderFile.text("A-1", "C-1", quantity: "9"))
      let report = try await stage.run(facade.gateway)
      #expect(try stage.rows("orders-2.answer.csv").last == "A-1 1 accepted")
      #expect(try stage.rows("orders-10.answer.csv") == ["A-1 1 duplicate"])
      #expect(try stage.rows("orders-11.answer.csv") == ["A-1 1 conflict", "C-1 1 accepted"])
      #expect(report.counts == ["accepted": 202, "duplicate": 1, "conflict": 1])
      #expect(facade.orders["A-1"] == 1)
    }
  }

  @Test func `300 small files are all answered once`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      for number in 1...300 { try stage.drop("orders-\(number).csv", OrderFile.text("A-\(number)")) }
      let report = try await stage.run(facade.gateway) { $0.journeysAtOnce = 4 }
      #expect((report.files, report.counts) == (300, ["accepted": 300]))
      #expect(facade.orders.count == 300)
      #expect(facade.orders.values.allSatisfy { $0 == 1 })
      #expect(stage.all("outbox").count == 300)
      #expect(stage.archived.count == 300)
      #expect((stage.names("inbox"), stage.claimed) == ([], []))
    }
  }

  @Test func `files start in natural order`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      for number in (1...12).reversed() { try stage.drop("orders-\(number).csv", OrderFile.text("A-\(number)")) }
      try await stage.run(facade.gateway) {
        $0.journeysAtOnce = 1
        $0.targets["erp"]?.concurrency = 1
      }
      #expect(facade.calls == (1...12).map { "A-\($0)" })
    }
  }

  @Test func `a file that rests only at the second look is taken too, and one that comes later is not`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders-1.csv", OrderFile.text("A-1"))
      let report = try await stage.run(facade.gateway) { $0.scanRules["default"]?.restPeriod = .milliseconds(20) }
      #expect(report.counts == ["accepted": 1])
    }
  }

  @Test func `partners have folders and numbers of their own`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      let both = { (settings: inout HolderSettings) in settings.handling["acme"] = .sample(partner: "acme") }
      try await stage.run(facade.gateway, both)
      try stage.drop("orders.csv", OrderFile.text("A-1"))
      try stage.drop("orders.csv", OrderFile.text("A-1"), to: "inbox/acme")
      let report = try await stage.run(facade.gateway) {
        both(&$0)
        $0.scanRules["acme"] = $0.scanRules["default"]
      }
      #expect(report.counts == ["accepted": 2])
      #expect(stage.names("outbox/acme") == ["orders.answer.csv"])
      #expect(stage.archived == ["orders-2.csv", "orders.csv"])
    }
  }

  @Test func `a return is completed from the order that Ferry has placed`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders.csv", OrderFile.text("A-1"))
      try await stage.run(facade.gateway)
      let header = "return_number;order_number;return_date;line;part_number;quantity;reason\n"
      try stage.drop(
        "returns.csv", header + "R-1;A-1;2026-11-21;1;4711;1;DAMAGED\n" + "R-2;A-404;2026-11-21;1;4711;1;DAMAGED\n")
      let report = try await stage.run(facade.gateway)
      #expect(report.counts == ["accepted": 1, "refused": 1])
      #expect(facade.server.returnCounts == ["R-1": 1])
      #expect(try stage.rows("returns.answer.csv") == ["R-1 1 accepted", "R-2 1 refused"])
    }
  }

  @Test func `an XML file is answered in XML, and what is refused of it comes back as XML`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      func order(_ number: String, _ part: String) -> String {
        """
          <order><orderNumber>\(number)</orderNumber><items><item><part><identifier><external><partNumber>\(part)</partNumber></external>\
        </identifier></part><pricing><netPrice>1</netPrice></pricing><warehouses><warehouse><externalId>68</externalId>\
        <orderedQuantity>1</orderedQuantity></warehouse></warehouses></item></items></order>

        """
      }
      try stage.drop("orders.xml", "<orders xmlns=\"urn:ferry:1\">\n" + order("A-1", "4711") + order("A-2", "UNKNOWN-1") + "</orders>\n")
      let report = try await stage.run(facade.gateway)
      #expect(report.counts == ["accepted": 1, "refused": 1])
      #expect(try stage.text("outbox/orders.answer.xml").contains("<status>accepted</status>"))
      let refused = try stage.text("error/orders.refused.xml")
      #expect(refused.contains("A-2"))
      #expect(!refused.contains("A-1"))
    }
  }

  @Test func `an answer's name that somebody took is numbered`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders.answer.csv", "not ours", to: "outbox")
      try stage.drop("orders.csv", OrderFile.text("A-1"))
      try await stage.run(facade.gateway)
      #expect(stage.all("outbox") == ["orders.answer-2.csv", "orders.answer.csv"])
      #expect(try stage.text("outbox/orders.answer.csv") == "not ours")
    }
  }

  @Test func `progress counts every document once`() async throws {
    let stage = try Stage()
    let seen = Seen()
    try await withFacade { facade in
      try stage.drop("orders.csv", OrderFile.header + OrderFile.row("A-1") + OrderFile.row("A-2", quantity: "x") + OrderFile.row("A-3"))
      let ledger = try stage.ledger()
      let holder = try Holder(
        settings: stage.settings(), ledger: ledger, gateways: ["erp": facade.gateway], logger: Stage.logger, progress: { seen.note($0) })
      _ = try await holder.run()
    }
    #expect(seen.last.map { [$0.files, $0.filesUnderWay, $0.documents, $0.documentsKnown] } == [1, 0, 3, 3])
  }
}
