import Contracts
import Foundation
import GRDB
import Sandbox
import SystemPackage
import Testing

/// A ledger that the first release wrote, opened by today's program.
@Suite struct EarlierLedgerTests {
  private static let claimed = "inbox/.ferry/claimed/default/01kahb3x7q2fm"

  /// Puts the ledger into the workplace, and the file that it was sending when it was left.
  private func place(in workplace: Workplace) throws {
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Ledgers/schema-1.sql")
    // Of an hour ago: nothing of it is too old to be kept or to be waited for.
    let minute = Date(timeIntervalSinceNow: -3600).formatted(.iso8601).prefix("2026-11-22T03:15".count)
    let sql = try String(contentsOf: script, encoding: .utf8).replacing("http://BASE/v1", with: workplace.sandbox.baseURL)
      .replacing("2026-11-22T03:15", with: String(minute))
    var configuration = Configuration()
    // The tables come in order of their names.
    configuration.foreignKeysEnabled = false
    let pool = try DatabasePool(path: workplace.folder.appending("var").appending("ledger.sqlite").string, configuration: configuration)
    try pool.writeWithoutTransaction { try $0.execute(sql: sql) }
    try pool.close()
    try FileManager.default.createDirectory(
      atPath: workplace.folder.pushing(FilePath(Self.claimed)).string, withIntermediateDirectories: true)
    try workplace.write(Self.claimed + "/orders-2.csv", Workplace.orders(["B-1", "B-2", "B-3"]))
  }

  @Test func `it is converted, all its rows are there, and what it knows is not ordered again`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      try place(in: workplace)
      #expect(try await workplace.ferry("status").exit == 74, "only who may write converts it")
      // As the Ferry before this one left it.
      try workplace.write("var/ledger.mark", "entry 1 2026-11-21T00:00:00.000Z\n")
      try workplace.drop(Workplace.orders(["A-1", "A-2", "A-3", "A-4", "A-5"]), as: "orders-3.csv")
      let run = try await workplace.ferry("run")
      #expect(run.exit == 75, "\(run.output)\(run.errors)")
      // Refused and failed numbers were free; what was being sent is in doubt; what was not begun is sent.
      #expect(try workplace.statuses("orders-3.answer.csv") == ["duplicate", "in_doubt", "accepted", "unconfirmed", "accepted"])
      #expect(try workplace.statuses("orders-2.answer.csv") == ["accepted", "in_doubt", "accepted"])
      #expect(workplace.posts.compactMap(\.orderNumber).sorted() == ["A-3", "A-5", "B-3"])
      #expect(try workplace.text("outbox/orders-3.answer.csv").contains(";3831C049697DD4C3;SO-3831C049;2018-01-16;68;1;3\n"))

      let story = try await workplace.ferry("show", "orders-1.csv")
      #expect(story.exit == 0 && story.output.contains("orders-1.csv"), "\(story.output)")
      let status = try await workplace.status()
      #expect(status.json["undecided"]?.elements?.compactMap { $0["number"]?.text } == ["A-2", "A-4", "B-2"])
      #expect(try await workplace.ferry("resolve", "A-2", "--abandon").exit == 0)
      #expect(try await workplace.ferry("check").exit == 0)
    }
  }

  @Test func `an old backup of it is noticed, and compared`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      try place(in: workplace)
      try workplace.write("var/ledger.mark", "entry 900 2026-11-21T00:00:00.000Z\n")
      #expect(try await workplace.ferry("run").errors.contains("at 2026-11-21T00:00:00.000Z it stood at 900"))
      #expect(try await workplace.ferry("check", "--restored", "--dry-run").exit == 75)
      #expect(try await workplace.ferry("check", "--restored").exit == 75)
      #expect(try await workplace.ferry("run").exit == 75)
      #expect(workplace.posts.compactMap(\.orderNumber) == [], "what had not been begun may have been, since that backup")
    }
  }
}
