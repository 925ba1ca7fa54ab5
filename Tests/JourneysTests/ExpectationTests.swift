import Documents
import Ledgers
import Mailboxes
import Sandbox
import Testing
import Translation

@testable import Journeys

/// Files that should come: by their numbers, and day by day.
@Suite struct ExpectationTests {
  private let stage: Stage

  init() throws { stage = try Stage() }

  private func handling(_ gap: FileSequence.Gap = .report, daily: DailyFile? = nil) -> [String: Handling] {
    var handling = Handling.sample()
    let columns = ["order_number", "line", "part_number", "net_price", "warehouse_id", "quantity"]
    handling.profiles = [
      Profile(
        name: "numbered", kind: .orders, source: .csv(CSVShape()),
        fields: columns.map { FieldRule($0, .cells([.named($0)], joint: "")) },
        completeness: Completeness(sequence: FileSequence(name: "o-{number}.csv", gap: gap), daily: daily))
    ]
    return ["default": handling]
  }

  private func drop(_ numbers: Int..., content: String = "A") throws {
    for number in numbers { try stage.drop("o-\(number).csv", OrderFile.text("\(content)-\(number)")) }
  }

  private func run(_ facade: Facade, _ handling: [String: Handling]) async throws -> RunReport {
    try await stage.run(facade.gateway) {
      $0.handling = handling; $0.deadlines = { _, _ in Self.deadlines }
    }
  }

  private static let deadlines = Deadlines(
    passed: "2026-01-01T01:00:00.000Z", next: "2099-01-02T01:00:00.000Z", nearest: "2099-01-02T01:00:00.000Z")

  private func state() async throws -> ArrivalState? {
    let ledger = try stage.ledger()
    defer { try? ledger.close() }
    return try await ledger.arrivals().first
  }

  @Test func `a gap delays nobody, is told until the file comes, and then no more`() async throws {
    try await withFacade { facade in
      try drop(1, 2, 5)
      let first = try await run(facade, handling())
      #expect(first.counts == ["accepted": 3])
      let since = try #require(try await state()?.missing.first?.since)
      let text =
        "default: files 3 to 4 are missing since \(since), when o-5.csv came (profile numbered); "
        + "get it from the partner, or say that it does not come: ferry sequence default --waive 3-4"
      #expect(first.expected == [text])
      try drop(4)
      #expect(
        try await run(facade, handling()).expected == [
          text.replacing("files 3 to 4 are", with: "file 3 is").replacing("--waive 3-4", with: "--waive 3")
        ])
      try drop(3)
      let last = try await run(facade, handling())
      #expect(last.expected == [])
      #expect(last.counts == ["accepted": 1])
      #expect(facade.orders == ["A-1": 1, "A-2": 1, "A-3": 1, "A-4": 1, "A-5": 1])
    }
  }

  @Test func `many files at once are counted in their order, however they are read`() async throws {
    try await withFacade { facade in
      let big = (1...3000).map { "B-\($0)" }
      try stage.drop("o-1.csv", OrderFile.text(big, quantity: "0"))
      for number in 2...12 { try drop(number) }
      #expect(try await run(facade, handling()).expected == [])
      #expect(try await state()?.lastNumber == 12)
    }
  }

  @Test func `a number that came before with other content refuses the file, the same content is answered again`() async throws {
    try await withFacade { facade in
      try drop(1)
      _ = try await run(facade, handling())
      try drop(1)
      #expect(try await run(facade, handling()).counts == ["duplicate": 1])
      try drop(1, content: "B")
      let report = try await run(facade, handling())
      #expect(report.quarantined == ["o-1.csv": "invalid"])
      #expect(facade.orders == ["A-1": 1])
      let told = try stage.text("error/o-1.csv.report.txt")
      #expect(
        told.contains("the file has the number 1, which came before with other content, as o-1.csv received 20")
          && told.contains(
            "nothing of it was sent: drop it again under a number of its own; where the numbers begin anew, say so by ferry sequence "
              + "default --next 1 (profile numbered)"),
        "\(told)")
    }
  }

  @Test func `a file that was refused comes back corrected under its number`() async throws {
    try await withFacade { facade in
      try stage.drop("o-1.csv", OrderFile.text("A-1", quantity: "x"))
      #expect(try await run(facade, handling()).counts == ["refused": 1])
      try drop(1)
      #expect(try await run(facade, handling()).counts == ["accepted": 1])
    }
  }

  @Test func `files that wait for a missing one stay in the inbox until it comes`() async throws {
    try await withFacade { facade in
      try drop(1, 3, 4)
      let first = try await run(facade, handling(.wait))
      #expect(first.counts == ["accepted": 1])
      #expect(first.waiting == 2)
      #expect(stage.names("inbox") == ["o-3.csv", "o-4.csv"])
      #expect(first.expected == [], "the ledger has not seen a later one")
      try drop(2)
      let second = try await run(facade, handling(.wait))
      #expect(second.counts == ["accepted": 3])
      #expect(second.waiting == 0)
      try drop(6)
      _ = try await run(facade, handling(.wait))
      let ledger = try stage.ledger()
      #expect(try await ledger.waive(5...5, partner: "default", profile: "numbered", by: "ada") == 1)
      try ledger.close()
      #expect(try await run(facade, handling(.wait)).counts == ["accepted": 1])
    }
  }

  @Test func `a day without a file is told, by its profile`() async throws {
    try await withFacade { facade in
      let daily = handling(daily: DailyFile(hour: 2, minute: 0, weekdays: [1, 5]))
      #expect(
        try await run(facade, daily).expected == ["default: no orders file yet, expected by 02:00 on Monday, Friday (profile numbered)"])
      try drop(1)
      #expect(try await run(facade, daily).expected == [])
      let received = try #require(try await state()?.receivedAt)
      let later = ExpectedFiles(
        try #require(try await state().map { [$0] }), handling: handling(daily: DailyFile(hour: 2, minute: 0)), now: "2099"
      ) { _, _ in Deadlines(passed: "2099-01-03T01:00:00.000Z", next: "2099-01-04", nearest: "2099-01-04") }
      #expect(later.overdue.map(\.text) == ["default: no orders file since \(received), expected daily by 02:00 (profile numbered)"])
    }
  }

  @Test func `a file that was counted while the clock was years ahead covers the day on which it came, and no other`() async throws {
    try await withFacade { facade in
      let daily = handling(daily: DailyFile(hour: 2, minute: 0))
      try drop(1)
      #expect(try await run(facade, daily).expected == [])
      let state = try #require(try await state())
      #expect(state.covered == "2099-01-02T01:00:00.000Z")
      for (nearest, count) in [("2089-12-30T01:00:00.000Z", 1), ("2089-12-31T01:00:00.000Z", 0)] {
        let files = ExpectedFiles([state], handling: daily, now: "2090-01-01T00:00:00.000Z") { _, at in
          let isNow = at.hasPrefix("2090")
          return Deadlines(
            passed: "2089-12-31T01:00:00.000Z", next: "2090-01-01T01:00:00.000Z", nearest: isNow ? "2090-01-01T01:00:00.000Z" : nearest)
        }
        #expect(files.overdue.count == count)
      }
    }
  }

  @Test(arguments: CrashingLedger.Moment.allCases)
  func `wherever the machine goes down, each number is counted once`(_ moment: CrashingLedger.Moment) async throws {
    try await withFacade { facade in
      var crashes = 0
      for crashAt in 1...20 {
        facade.server.reset()
        let stage = try Stage()
        try stage.drop("o-1.csv", OrderFile.text("A-1"))
        try stage.drop("o-4.csv", OrderFile.text("A-4"))
        let ledger = try stage.ledger()
        let crashing = CrashingLedger(ledger, crashAt: crashAt, moment)
        _ = try await stage.holder(["erp": facade.gateway], crashing) {
          $0.handling = handling(); $0.journeysAtOnce = 1
        }.run()
        try ledger.close()
        guard crashing.hasCrashed else { break }
        crashes += 1
        _ = try await stage.run(facade.gateway) { $0.handling = handling() }
        let after = try stage.ledger()
        let state = try await after.arrivals().first
        #expect(state?.lastNumber == 4)
        #expect(state?.missing.map(\.numbers) == [2...3], "crash at \(crashAt)")
        let notes = try await after.journal(of: 1).map(\.note) + after.journal(of: 2).map(\.note)
        #expect(notes.filter { $0.event == "numbered" }.map(\.detail).sorted() == ["1", "4; missing before it: 2 to 3"])
        try after.close()
      }
      #expect(crashes > 10)
    }
  }
}
