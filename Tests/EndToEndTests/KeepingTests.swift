import Contracts
import Foundation
import Sandbox
import Testing

/// How long what is remembered, told and forgotten, by the built program.
@Suite struct KeepingTests {
  @Test func `an order's whole story is told: crash, doubt, decision, update and replay, with who and when`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      try workplace.drop(Workplace.orders(["A-1"]), as: "orders.csv")
      workplace.sandbox.server.misbehave(FaultRule(.hangAfterCommit, method: "POST", path: "/orders"))
      let process = try workplace.start("run")
      try await eventually("POST /orders") { workplace.posts.last?.committed == true }
      process.signal(SIGKILL)
      _ = await process.ending
      let left = try await workplace.ferry("status")
      #expect(left.output.hasPrefix("1 under way when Ferry ended; the next run or watch puts them in doubt\n"), "\(left.output)")
      #expect(try await workplace.ferry("run").exit == 75)
      let status = try await workplace.ferry("status")
      #expect(status.output.hasPrefix("1 document in doubt or unconfirmed; look at the target, then decide each one:\n"))
      let id = try #require(workplace.posts.first?.externalIDs.first)
      #expect(try await workplace.ferry("resolve", "A-1", "--confirm", "NOWHERE@2018-01-16").exit == 75)
      #expect(try await workplace.ferry("resolve", "A-1", "--confirm", "\(id)@2018-01-16").exit == 0)
      #expect(try await workplace.ferry("replay", "orders.csv").exit == 0)
      #expect(try await workplace.ferry("run").exit == 0)

      let shown = try await workplace.ferry("show", "A-1", "--json")
      let stories = try JSONReader.read(Array(shown.output.utf8)).elements ?? []
      #expect(stories.map { $0["state"]?.text } == ["accepted", "duplicate"])
      let journal = stories[0]["journal"]?.elements ?? []
      #expect(
        journal.compactMap { $0["event"]?.text } == [
          "admitted", "surveyed", "sending", "in_doubt", "taken_up", "surveyed", "publishing", "settled", "put_away", "decided",
          "decision_rejected", "decided", "confirmed", "publishing", "published", "replay_requested", "replayed",
        ])
      let details = journal.compactMap { $0["detail"]?.text }
      #expect(details.contains("found as sending after a start"))
      #expect(details.count { $0.hasPrefix("confirm by ") } == 3)
      #expect(details.contains { $0.hasPrefix("\(id) by ") })
      #expect(details.contains("orders.answer-update-1.csv"))
      let times = journal.compactMap { $0["time"]?.text }
      #expect(times == times.sorted())
      #expect(stories[0]["decisions"]?.elements?.compactMap { $0["state"]?.text } == ["rejected", "applied"])
      let text = try await workplace.ferry("show", "A-1").output
      #expect(text.contains("\n  at the target: \(id)@2018-01-16\n"), "\(text)")
      #expect(text.contains("  admitted  file  orders.csv\n"))
    }
  }

  /// Bytes of the ledger and its log.
  private func isInLedger(_ text: String, _ workplace: Workplace) throws -> Bool {
    try ["ledger.sqlite", "ledger.sqlite-wal"].filter(workplace.files("var").contains).map { "var/" + $0 }.contains {
      try Data(workplace.bytes($0)).firstRange(of: Data(text.utf8)) != nil
    }
  }

  @Test func `prune drops what is over, says so, and a duplicate is recognised all the same`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      let text = Workplace.orders((1...20).map { "A-\($0)" })
      try workplace.drop(text, as: "orders.csv")
      #expect(try await workplace.ferry("run").exit == 0)
      // What ends in this second is younger than any time that can be named.
      func now() -> String { ISO8601DateFormatter().string(from: Date()) }
      let begun = now()
      try await eventually("the next second") { now() > begun }
      let before = now()
      let dry = try await workplace.ferry("prune", "--before", before, "--dry-run", "--json")
      let figures = try JSONReader.read(Array(dry.output.utf8))
      #expect([figures["documents"]?.text, figures["files"]?.text, figures["dry_run"]?.text] == ["20", "1", "true"], "\(dry.errors)")
      #expect(try isInLedger("edi@example.com", workplace))
      let pruned = try await workplace.ferry("prune", "--before", before)
      #expect(pruned.exit == 0, "\(pruned.errors)")
      #expect(pruned.output.hasPrefix("dropped requests, responses and journals of 20 documents and 1 file that ended before "))
      #expect(try !isInLedger("edi@example.com", workplace))
      let shown = try await workplace.ferry("show", "A-7").output
      #expect(shown.contains(": request, response, findings and journal were dropped after the retention\n"), "\(shown)")
      #expect(shown.contains("  at the target: "))
      let posts = workplace.posts.count
      try workplace.drop(text, as: "orders-2.csv")
      #expect(try await workplace.ferry("run").exit == 0)
      #expect(try workplace.statuses("orders-2.answer.csv") == Array(repeating: "duplicate", count: 20))
      #expect(workplace.posts.count == posts)

      let second = now()
      try await eventually("the next second") { now() > second }
      let forgotten = try await workplace.ferry("prune", "--before", now(), "--forget-numbers")
      #expect(forgotten.exit == 0, "\(forgotten.errors)")
      #expect(forgotten.output.hasSuffix("forgot 40 numbers: dropped again, they are sent again\n"), "\(forgotten.output)")
      try workplace.drop(Workplace.orders(["A-1"]), as: "orders-3.csv")
      #expect(try await workplace.ferry("run").exit == 0)
      #expect(try workplace.statuses("orders-3.answer.csv") == ["accepted"])
      #expect(workplace.sandbox.server.orderCounts["A-1"] == 2)
    }
  }

  @Test func `numbers are forgotten only up to a day that is named and over, and with nothing on the way`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      try workplace.drop(Workplace.orders(["A-1"]), as: "orders.csv")
      let nobody = try UnheardPort()
      let elsewhere = ["ERP_BASE_URL": "http://127.0.0.1:\(nobody.port)/v1", "HOLD_PATIENCE": "0s"]
      #expect(try await workplace.start(["run"], settings: elsewhere).ending.exit == 69)
      for (arguments, exit, message) in [
        (["--forget-numbers"], 64, "--forget-numbers needs --before"), (["--before", "yesterday"], 64, "--before is \"yesterday\""),
        (["--before", "2026-02-30"], 64, "--before is \"2026-02-30\""), (["--before", "9000-01-01"], 64, "is still to come"),
        (["--before", "2026-01-01", "--forget-numbers"], 69, "files on the way: 1; let ferry run finish them"),
      ] as [([String], Int32, String)] {
        let ending = try await workplace.ferry(["prune"] + arguments)
        #expect(ending.exit == exit, "\(arguments): \(ending.errors)")
        #expect(ending.errors.contains(message), "\(arguments): \(ending.errors)")
      }
      let watch = try workplace.start("watch")
      try await eventually("the lock") { try workplace.text("var/lock").contains("ferry watch") }
      let locked = try await workplace.ferry("prune")
      #expect(locked.exit == 69, "\(locked.errors)")
      watch.signal(SIGTERM)
      _ = await watch.ending
    }
  }
}
