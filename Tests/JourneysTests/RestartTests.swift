import Documents
import FoundationEssentials
import Ledgers
import Mailboxes
import Sandbox
import Testing
import Translation

@testable import Journeys

@Suite struct RestartTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let content: String
    /// Of its documents in order: what may stand in the answer.
    let states: [Set<String>]
    let archive: [String]
    let error: [String]

    var testDescription: String { name }

    static let unsafe: Set = ["accepted", "in_doubt"]
    static let reports = [".report.json", ".report.txt"]

    static let all = [
      Case(
        name: "orders.csv",
        content: OrderFile.header + OrderFile.row("A-1") + OrderFile.row("A-2", quantity: "x") + OrderFile.row("A-3")
          + OrderFile.row("A-4", part: "UNKNOWN-1"),
        states: [unsafe, ["refused"], unsafe, ["refused", "in_doubt"]], archive: ["orders.csv"],
        error: ["orders.refused.csv"] + reports.map { "orders.refused.csv" + $0 }),
      Case(
        name: "orders-bad.csv", content: OrderFile.text("A-1", "A-2", quantity: "x"), states: [["refused"], ["refused"]], archive: [],
        error: ["orders-bad.csv"] + reports.map { "orders-bad.csv" + $0 }),
      Case(
        name: "orders-cut.csv", content: OrderFile.text("A-1") + "A-2;1", states: [["refused"], ["refused"]], archive: [],
        error: ["orders-cut.csv"] + reports.map { "orders-cut.csv" + $0 }),
      Case(
        name: "availability.csv", content: "request_number;line;part_number;quantity\nQ-1;1;NOWHERE-1;1\nQ-2;1;P;x\n",
        states: [["accepted"], ["refused"]], archive: ["availability.csv"],
        error: ["availability.refused.csv"] + reports.map { "availability.refused.csv" + $0 }),
      Case(
        name: "letters.csv", content: "Dear Sirs\n", states: [["refused"]], archive: [],
        error: ["letters.csv"] + reports.map { "letters.csv" + $0 }),
      Case(name: "orders-none.csv", content: OrderFile.header, states: [], archive: ["orders-none.csv"], error: []),
    ]
  }

  private func contents(_ stage: Stage) throws -> [String] {
    try ["inbox", "outbox", "error", "archive"].flatMap(stage.tree).map { "\($0): \(try stage.text($0))" }
  }

  /// The last write of a journey is 40 at most; a crash beyond it does not happen.
  @Test(arguments: Case.all, CrashingLedger.Moment.allCases)
  func `wherever the machine goes down, the next run finishes it: nothing twice, nothing lost, nothing torn`(
    _ file: Case, _ moment: CrashingLedger.Moment
  ) async throws {
    try await withFacade { facade in
      var crashes = 0
      for crashAt in 1...40 {
        facade.server.reset()
        let stage = try Stage()
        try stage.drop(file.name, file.content)
        let ledger = try stage.ledger()
        let crashing = CrashingLedger(ledger, crashAt: crashAt, moment)
        let report = try await stage.holder(["erp": facade.gateway], crashing) { $0.targets["erp"]?.concurrency = 1 }.run()
        let wasDone = try await ledger.interchange(1)?.state == .done
        try ledger.close()
        guard crashing.hasCrashed else { break }
        crashes += 1
        #expect(report.troubles == ["the machine went down at write \(crashAt)"])

        let second = try await stage.run(facade.gateway)
        let context = Comment(rawValue: "crash \(moment) write \(crashAt)")
        #expect((second.files, second.troubles, second.faults) == (wasDone ? 0 : 1, [], []), context)
        try check(file, stage, facade, context)
        let before = try contents(stage)
        #expect(try await stage.run(facade.gateway) == RunReport(), context)
        #expect(try contents(stage) == before, context)
      }
      #expect(crashes >= 5)
    }
  }

  private func check(_ file: Case, _ stage: Stage, _ facade: Facade, _ context: Comment) throws {
    let answer = String(file.name.dropLast(4)) + ".answer.csv"
    #expect(stage.all("outbox") == [answer], context)
    let states = try stage.rows(answer).map { $0.split(separator: " ").last.map(String.init) ?? "" }
    #expect(states.count == file.states.count, context)
    for (state, allowed) in zip(states, file.states) { #expect(allowed.contains(state), context) }
    for (row, state) in zip(try stage.rows(answer), states) where file.name == "orders.csv" {
      let count = facade.orders[String(row.split(separator: " ")[0])] ?? 0
      switch state {
      case "accepted": #expect(count == 1, context)
      case "in_doubt": #expect(count <= 1, context)
      default: #expect(count == 0, context)
      }
    }
    #expect(states.count { $0 == "in_doubt" } <= 1, context)
    #expect(stage.archived == file.archive, context)
    // Where the crash came between the reports and the file, and the file turned out otherwise, nothing stands twice.
    if !states.contains("in_doubt") { #expect(stage.all("error") == file.error.sorted(), context) }
    #expect((stage.names("inbox"), stage.claimed, stage.all("var/spool")) == ([], [], []), context)
    let original = stage.tree("archive") + stage.tree("error").filter { $0.hasSuffix("/" + file.name) }
    #expect(try original.map(stage.text) == [file.content], context)
  }

  @Test func `what was being sent is in doubt after a start, and says so`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders.csv", OrderFile.text("A-1", "A-2"))
      let ledger = try stage.ledger()
      // Admitted, surveyed, A-1 sending; then nothing can be written any more.
      let crashing = CrashingLedger(ledger, crashAt: 3, .after)
      _ = try await stage.holder(["erp": facade.gateway], crashing) { $0.targets["erp"]?.concurrency = 1 }.run()
      try ledger.close()
      #expect(facade.calls == [])
      let report = try await stage.run(facade.gateway)
      #expect(report.counts == ["in_doubt": 1, "accepted": 1])
      #expect(try stage.rows("orders.answer.csv") == ["A-1 1 in_doubt", "A-2 1 accepted"])
      #expect(try stage.text("outbox/orders.answer.csv").contains("Ferry was stopped while it was sending it"))
    }
  }

  @Test func `what was being sent is sent again after a start where repeats are recognised`() async throws {
    let stage = try Stage()
    try await withFacade(recognisesRepeats: true) { facade in
      try stage.drop("orders.csv", OrderFile.text("A-1", "A-2"))
      let ledger = try stage.ledger()
      let recognised = { (settings: inout HolderSettings) in
        settings.targets["erp"]?.concurrency = 1
        settings.targets["erp"]?.repeatedOrdersAreRecognised = true
      }
      // A-1 is taken by the target; its outcome cannot be written.
      _ = try await stage.holder(["erp": facade.gateway], CrashingLedger(ledger, crashAt: 4, .before), recognised).run()
      try ledger.close()
      #expect(facade.orders == ["A-1": 1])
      let report = try await stage.run(facade.gateway, recognised)
      #expect(report.counts == ["accepted": 2])
      #expect(facade.orders == ["A-1": 1, "A-2": 1])
      let sent = facade.server.record.filter { $0.orderNumber == "A-1" }
      #expect(sent.count == 2)
      #expect(sent[0].body == sent[1].body)
    }
  }

  @Test func `after a ledger has failed nothing more is sent`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      for number in 1...20 { try stage.drop("orders-\(number).csv", OrderFile.text((1...20).map { "A-\(number)-\($0)" })) }
      let ledger = try stage.ledger()
      let crashing = CrashingLedger(ledger, crashAt: 60, .before)
      let report = try await stage.holder(["erp": facade.gateway], crashing).run()
      #expect(report.troubles == ["the machine went down at write 60"])
      // Those that were on the wire came back; each had written before that it goes out.
      #expect(facade.calls.count < 60)
      try ledger.close()
      let second = try await stage.run(facade.gateway)
      #expect(second.files == 20)
      #expect(second.count("accepted") + second.count("in_doubt") == 400)
      #expect(second.count("in_doubt") <= 4)
      #expect(facade.orders.values.allSatisfy { $0 == 1 })
    }
  }

  @Test func `a file that was put away just before the machine went down is found, and can be replayed`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      // Another file of the same name stands there already.
      try stage.drop("orders.csv", OrderFile.text("B-1"))
      try await stage.run(facade.gateway)
      try stage.drop("orders.csv", OrderFile.text("A-1"))
      let ledger = try stage.ledger()
      // Admitted, surveyed, sending, accepted, publishing, settled; not put away.
      _ = try await stage.holder(["erp": facade.gateway], CrashingLedger(ledger, crashAt: 7, .before)).run()
      try ledger.close()
      #expect(stage.archived == ["orders-2.csv", "orders.csv"])
      try await stage.run(facade.gateway)
      let again = try stage.ledger()
      let path = try #require(try await again.interchange(2)?.putAwayAt)
      #expect(path.hasSuffix("/orders-2.csv"))
      _ = try await again.requestReplay(2, user: "me")
      try again.close()
      #expect(try await stage.run(facade.gateway).counts == ["duplicate": 1])
      #expect(try stage.rows("orders.replay.answer.csv") == ["A-1 1 duplicate"])
    }
  }

  @Test func `a claim without a row in the ledger is admitted`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders.csv", OrderFile.text("A-1"))
      let mailbox = try Mailbox(partner: "default", folders: stage.folders)
      var scanner = Scanner(mailboxes: [mailbox], rules: ScanRules(restPeriod: .zero))
      let sighting = try #require(try scanner.scan(now: .now).ready.first)
      _ = try Claims(mailboxes: [mailbox]).claim(sighting, as: "claimed-before")
      #expect(stage.claimed.count == 1)
      #expect(try await stage.run(facade.gateway).counts == ["accepted": 1])
    }
  }

  @Test(arguments: [DocumentState?.none, .accepted])
  func `a file on which Ferry failed again and again goes aside, with an answer`(_ done: DocumentState?) async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders.csv", OrderFile.text("A-1", "A-2"))
      // Survey and first document are durable or not; then it stops.
      let ledger = try stage.ledger()
      let crashing = CrashingLedger(ledger, crashAt: done == nil ? 2 : 5, .before)
      _ = try await stage.holder(["erp": facade.gateway], crashing) { $0.targets["erp"]?.concurrency = 1 }.run()
      let interchange = try #require(try await ledger.openInterchanges().first)
      for _ in 0..<3 { _ = try await ledger.admit(interchange.admission) }
      try ledger.close()
      let report = try await stage.run(facade.gateway) { $0.maxAttempts = 3 }
      #expect(report.quarantined == ["orders.csv": "poisoned"])
      #expect(stage.all("error") == ["orders.csv", "orders.csv.report.json", "orders.csv.report.txt"])
      #expect(try stage.text("error/orders.csv.report.txt").contains("Ferry itself failed on this file"))
      #expect(try stage.rows("orders.answer.csv") == (done == nil ? ["  refused"] : ["A-1 1 accepted", "A-2 1 refused"]))
      #expect(facade.orders == (done == nil ? [:] : ["A-1": 1]))
    }
  }

  static let questions = "request_number;line;part_number;quantity\nQ-1;1;P;1\n"

  @Test(arguments: [("orders.csv", OrderFile.text("A-1", "A-2")), ("availability.csv", questions), ("orders-cut.csv", "order_number;li")])
  func `an answer that was cleared away before it had its name is published all the same, and told`(_ name: String, _ content: String)
    async throws
  {
    try await withFacade { facade in
      let stage = try Stage()
      let answer = name.replacing(".csv", with: ".answer.csv")
      var expected = ""
      for crashAt in 1...40 {
        facade.server.reset()
        let stage = crashAt == 1 ? stage : try Stage()
        try stage.drop(name, content)
        let ledger = try stage.ledger()
        let crashing = CrashingLedger(ledger, crashAt: crashAt, .after)
        _ = try await stage.holder(["erp": facade.gateway], crashing).run()
        let state = try await ledger.interchange(1)?.state
        try ledger.close()
        try #require(state != .settled, "publishing was never reached")
        guard state == .publishing else { continue }
        expected = try stage.text("outbox/.ferry.\(stage.id(in: "outbox")).\(answer).tmp")
        for file in stage.all("outbox") { try stage.remove("outbox/" + file) }
        let report = try await stage.run(facade.gateway)
        #expect(
          report.troubles == [
            "\(stage.root)/outbox/\(answer) is not there, nor are Ferry's hidden files for it: they were removed, or the folder came back "
              + "empty. It is published again: if it had been fetched, it comes a second time with the same content"
          ])
        #expect(stage.all("outbox") == [answer])
        #expect(try stage.text("outbox/" + answer) == expected)
        #expect((stage.claimed, stage.names("inbox")) == ([], []))
        #expect(facade.orders.values.allSatisfy { $0 == 1 })
        let again = try stage.ledger()
        #expect(try await again.journal(of: 1).contains { $0.note == JournalNote("answer_missing", answer) })
        try again.close()
        #expect(try await stage.run(facade.gateway) == RunReport())
        return
      }
    }
  }

  @Test func `where something clears Ferry's hidden files away again and again, the answer waits until it stops`() async throws {
    try await withFacade { facade in
      let stage = try Stage()
      let outbox = stage.root + "/outbox"
      try stage.drop("orders.csv", OrderFile.text("A-1"))
      let ledger = try stage.ledger()
      let cleared = CrashingLedger(ledger) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: outbox)) ?? [] {
          try? FileManager.default.removeItem(atPath: "\(outbox)/\(name)")
        }
      }
      let report = try await stage.holder(["erp": facade.gateway], cleared).run()
      #expect((report.files, report.waiting) == (0, 1))
      #expect(report.troubles.contains { $0.contains("/outbox/orders.answer.csv is not there") }, "\(report.troubles)")
      #expect(try await ledger.journal(of: 1).count { $0.note.event == "answer_missing" } == 3)
      try ledger.close()
      #expect(try await stage.run(facade.gateway).counts == ["accepted": 1])
      #expect(stage.all("outbox") == ["orders.answer.csv"])
      #expect(facade.calls == ["A-1"])
    }
  }

  @Test func `an answer that was fetched before Ferry knew that it is placed does not come again`() async throws {
    try await withFacade { facade in
      let stage = try Stage()
      try stage.drop("orders.csv", OrderFile.text("A-1"))
      let ledger = try stage.ledger()
      // Admitted, surveyed, sending, accepted, publishing; not settled.
      _ = try await stage.holder(["erp": facade.gateway], CrashingLedger(ledger, crashAt: 6, .before)).run()
      try ledger.close()
      #expect(stage.names("outbox") == ["orders.answer.csv"])
      try stage.remove("outbox/orders.answer.csv")
      let report = try await stage.run(facade.gateway)
      #expect((report.files, report.troubles) == (1, []))
      #expect(stage.all("outbox") == [])
    }
  }

  @Test func `a file that was settled when Ferry went down comes back once, whatever is decided before it is put away`() async throws {
    try await withFacade { facade in
      for crashAt in 1...40 {
        facade.server.reset()
        let stage = try Stage()
        try stage.drop("orders.csv", OrderFile.text("A-1") + OrderFile.row("A-2", quantity: "three"))
        facade.server.misbehave(FaultRule(.dropBefore, number: "A-1"))
        let ledger = try stage.ledger()
        _ = try await stage.holder(["erp": facade.gateway], CrashingLedger(ledger, crashAt: crashAt, .after)).run()
        let interchange = try await ledger.interchange(1)
        try #require(interchange?.state != .done, "it was never settled only")
        guard interchange?.state == .settled else {
          try ledger.close()
          continue
        }
        let draft = ".ferry.\(interchange?.admission.id ?? "").orders.refused.csv.report.txt.tmp"
        try stage.drop(draft, "half a rep", to: "error")
        let document = try #require(try await ledger.decidable(number: "A-1").first)
        _ = try await ledger.propose(Decision(document: document.id, action: .abandon, user: "me"))
        _ = try await stage.holder(["erp": facade.gateway], ledger).settleRequests()
        #expect(try await ledger.document(document.id)?.state == .inDoubt)
        try ledger.close()
        for _ in 0..<2 { try await stage.run(facade.gateway) }
        #expect(stage.all("error") == ["orders.refused.csv", "orders.refused.csv.report.json", "orders.refused.csv.report.txt"])
        #expect(try !stage.text("error/orders.refused.csv").contains("A-1"))
        #expect(try stage.rows("orders.answer-update-1.csv") == ["A-1 1 refused"])
        return
      }
    }
  }

  @Test func `files that only lay beside the one that ends Ferry each time are not set aside with it`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      let names = ["orders-1.csv", "orders-2.csv", "orders-3.csv", "orders-4.csv"]
      for (number, name) in names.enumerated() { try stage.drop(name, OrderFile.text("A-\(number + 1)")) }
      var starts = 0
      while starts < 20, !stage.claimed.isEmpty || !stage.names("inbox").isEmpty {
        starts += 1
        let ledger = try stage.ledger()
        // From the third start on they are led one after the other.
        let crashing = CrashingLedger(ledger, onReadingOf: "orders-3.csv", isBesideOthers: starts <= 2)
        _ = try await stage.holder(["erp": facade.gateway], crashing) { $0.maxAttempts = 3 }.run()
        try ledger.close()
      }
      #expect(starts == 4)
      #expect(facade.orders == ["A-1": 1, "A-2": 1, "A-4": 1])
      #expect(stage.all("error") == ["orders-3.csv", "orders-3.csv.report.json", "orders-3.csv.report.txt"])
      #expect(stage.archived == ["orders-1.csv", "orders-2.csv", "orders-4.csv"])
    }
  }

  @Test func `all or nothing stays as it was decided, though the ledger says more after a restart`() async throws {
    let stage = try Stage()
    try await withFacade { facade in
      try stage.drop("orders-1.csv", OrderFile.text("A-1", "A-2"))
      let ledger = try stage.ledger()
      let policy = { (settings: inout HolderSettings) in
        settings.handling["default"] = .sample(policy: .allOrNothing)
        settings.targets["erp"]?.concurrency = 1
      }
      // A-1 is concluded.
      _ = try await stage.holder(["erp": facade.gateway], CrashingLedger(ledger, crashAt: 4, .after), policy).run()
      // Meanwhile somebody else takes A-2.
      let other = try await ledger.admit(Admission(id: "other", partner: "default", fileName: "x", profile: "{}")).number
      let intent = Intent(
        document: .init(interchange: other, ordinal: 0), key: Handling.sample().key(kind: .orders, number: "A-2"),
        fingerprint: Fingerprint(Array(repeating: 1, count: 32)), body: [], idempotencyKey: "", lines: [], sourceLine: 1)
      _ = try await ledger.begin(intent)
      try await ledger.conclude(intent.document, Conclusion(state: .accepted, status: 200, note: JournalNote("accepted")))
      try ledger.close()
      let report = try await stage.run(facade.gateway, policy)
      #expect(report.counts == ["accepted": 1, "conflict": 1])
    }
  }
}
