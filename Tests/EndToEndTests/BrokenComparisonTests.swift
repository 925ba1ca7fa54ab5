import Foundation
import GRDB
import Sandbox
import SystemPackage
import Testing

/// `ferry check --restored`, killed at every place where it writes, and done again: the ledger is the one of a comparison that nobody interrupted.
@Suite struct BrokenComparisonTests {
  private func ledger(_ workplace: Workplace) -> String { workplace.folder.string + "/var/ledger.sqlite" }

  private func loseLedger(_ workplace: Workplace) throws {
    for tail in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: ledger(workplace) + tail) }
    try workplace.write("var/ledger.mark", "entry 9 2026-11-28T06:00:00.000Z\n")
  }

  /// All but numbers and times.
  private func picture(_ workplace: Workplace) throws -> [String] {
    let queue = try DatabaseQueue(path: ledger(workplace))
    defer { try? queue.close() }
    return try queue.read { database in
      try [
        """
        SELECT i.id, d.id & 0xFFFFFFFF, d.number, d.state, d.partner, hex(d.fingerprint), hex(d.body), hex(d.response), hex(d.findings), hex(d.lines),
          d.source_line, d.idempotency_key, d.attempts
        FROM documents AS d JOIN interchanges AS i ON i.number = d.id >> 32 ORDER BY i.id, d.id
        """,
        "SELECT id, file_name, state, survey, settlement, put_away_at, attempts FROM interchanges ORDER BY id",
        """
        SELECT i.id, j.ordinal, j.event, j.detail FROM journal AS j JOIN interchanges AS i ON i.number = j.interchange
        ORDER BY i.id, j.ordinal, j.event, j.detail
        """,
      ].flatMap { sql in try Row.fetchAll(database, sql: sql).map { row in row.databaseValues.map { "\($0)" }.joined(separator: " | ") } }
    }
  }

  /// What a comparison meets: more documents than it enters at once, answers with and without their originals, refused and mistaken ones.
  private func prepare(_ workplace: Workplace) async throws {
    try workplace.drop(Workplace.orders((1...210).map { "A-\($0)" }), as: "orders-1.csv")
    try workplace.drop(Workplace.orders(["B-1", "B-2"]) + "B-3;1;P1;none;1\n", as: "orders-2.csv")
    try workplace.drop(Workplace.orders(["C-1"]), as: "orders-3.csv")
    #expect(try await workplace.start(["run"], settings: ["ERP_CONCURRENCY": "16"]).ending.exit == 65)
    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: workplace.folder.string + "/" + name) }
    try remove("outbox/orders-2.answer.csv")
    let moved = try #require(workplace.files("archive").first { $0.hasSuffix("orders-3.csv") })
    try remove("archive/" + moved)
  }

  @Test(arguments: ["before", "after"]) func `it is gone on with, and nothing is entered twice`(_ moment: String) async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      try await prepare(workplace)
      try loseLedger(workplace)
      #expect(try await workplace.ferry("check", "--restored").exit == 75)
      let whole = try picture(workplace)
      #expect(whole.count > 210 * 2)
      var time = 1
      while true {
        try loseLedger(workplace)
        let process = try workplace.start(["check", "--restored"], settings: ["KILL_AT": "comparison:\(moment):\(time)"])
        let ending = await process.ending
        guard ending.exit == nil else {
          #expect(ending.exit == 75, "\(ending.errors)")
          break
        }
        #expect(try workplace.text("var/ledger.mark").hasPrefix("restoring "))
        if time == 1 { #expect(try await workplace.ferry("run").exit == 74) }
        let again = try await workplace.ferry("check", "--restored")
        // What was entered in doubt before the kill is told by status.
        #expect([0, 75].contains(again.exit), "\(again.output)\(again.errors)")
        #expect(try picture(workplace) == whole, "killed \(moment) \(time)")
        time += 1
      }
      #expect(time > 8, "the places were met")
      #expect(try await workplace.status().exit == 75)
    }
  }

  @Test func `what a killed rehearsal leaves is removed by the next holder`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      try workplace.drop(Workplace.orders(["A-1"]), as: "orders-1.csv")
      #expect(try await workplace.ferry("run").exit == 0)
      try FileManager.default.removeItem(atPath: workplace.folder.string + "/outbox/orders-1.answer.csv")
      try loseLedger(workplace)
      let rehearsal = try workplace.start(["check", "--restored", "--dry-run"], settings: ["KILL_AT": "comparison:after:2"])
      #expect(await rehearsal.ending.exit == nil)
      #expect(workplace.files("var").contains("ledger.trial.sqlite"))
      #expect(try await workplace.ferry("check", "--restored").exit == 75)
      #expect(!workplace.files("var").contains { $0.hasPrefix("ledger.trial") })
      try workplace.write("var/ledger.trial.sqlite", "orders")
      #expect(try await workplace.ferry("run").exit == 0)
      #expect(!workplace.files("var").contains { $0.hasPrefix("ledger.trial") })
    }
  }
}
