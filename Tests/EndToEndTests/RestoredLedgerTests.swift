import Contracts
import Foundation
import Sandbox
import SystemPackage
import Testing

/// A ledger that was restored from an older backup, or is lost: nothing is ordered twice, and `ferry check --restored` enters what archive and
/// outbox tell.
@Suite struct RestoredLedgerTests {
  private static let ledger = "var/ledger.sqlite"

  private func path(_ workplace: Workplace, _ name: String) -> String { workplace.folder.string + "/" + name }

  private func copy(_ workplace: Workplace, _ from: String, to: String) throws {
    try? FileManager.default.removeItem(atPath: path(workplace, to))
    try FileManager.default.copyItem(atPath: path(workplace, from), toPath: path(workplace, to))
  }

  private func remove(_ workplace: Workplace, _ names: String...) {
    for name in names { try? FileManager.default.removeItem(atPath: path(workplace, name)) }
  }

  /// Of `ferry check --restored --json`, without what is not counted.
  private func compared(_ workplace: Workplace, _ options: String...) async throws -> (exit: Int32?, json: JSONValue) {
    let ending = try await workplace.ferry(["check", "--restored", "--json"] + options)
    return (ending.exit, (try? JSONReader.read(Array(ending.output.utf8))) ?? .string(ending.errors))
  }

  private func run(_ workplace: Workplace, _ numbers: [String], as name: String) async throws -> FerryProgram.Ending {
    try workplace.drop(Workplace.orders(numbers), as: name)
    return try await workplace.ferry("run")
  }

  @Test func `an older backup is noticed, compared, and nothing is ordered twice`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      #expect(try await run(workplace, ["A-1"], as: "orders-mon.csv").exit == 0)
      try copy(workplace, Self.ledger, to: "backup.sqlite")
      #expect(try await run(workplace, ["A-2", "A-3"], as: "orders-tue.csv").exit == 0)
      #expect(try await run(workplace, ["A-4"], as: "orders-wed.csv").exit == 0)
      // Fetched: nothing tells any more what became of it.
      remove(workplace, "outbox/orders-wed.answer.csv")
      #expect(workplace.posts.count == 4)
      try copy(workplace, "backup.sqlite", to: Self.ledger)
      remove(workplace, Self.ledger + "-wal", Self.ledger + "-shm")

      try workplace.drop(Workplace.orders(["A-2", "A-4", "A-5"]), as: "orders-thu.csv")
      for command in ["run", "watch"] {
        let refused = try await workplace.ferry(command)
        #expect(refused.exit == 74)
        #expect(refused.errors.contains("is not the one that was here last: its journal ends with entry "), "\(refused.errors)")
        #expect(refused.errors.contains("or run ferry check --restored, which enters what archive and outbox tell\n"), "\(refused.errors)")
      }
      #expect(try await workplace.ferry("check").output.contains("FAIL  ledger: the ledger "))
      #expect(workplace.posts.count == 4)

      let before = try workplace.contents()
      let trial = try await compared(workplace, "--dry-run")
      #expect(trial.exit == 75)
      #expect(try await workplace.ferry("run").exit == 74, "a rehearsal changes nothing")
      let found = try await compared(workplace)
      #expect(found.json["entered"] == .object([.init("accepted", .number("2")), .init("in_doubt", .number("1"))]))
      #expect(found.json["numbers"]?["in_doubt"] == .array([.string("A-4")]))
      #expect(found.json["entered"] == trial.json["entered"])
      #expect(found.exit == 75)
      #expect(try workplace.contents() == before)
      #expect(try await compared(workplace).json["entered"] == .object([]), "done again it enters nothing")

      #expect(try await workplace.ferry("run").exit == 0)
      #expect(try workplace.statuses("orders-thu.answer.csv") == ["duplicate", "in_doubt", "accepted"])
      #expect(workplace.posts.count == 5)
      // The recorded result is that of the first answer.
      let first = try workplace.text("outbox/orders-tue.answer.csv").split(separator: "\n")[1].split(separator: ";").suffix(5)
      let repeated = try workplace.text("outbox/orders-thu.answer.csv").split(separator: "\n")[1].split(separator: ";").suffix(5)
      #expect(first == repeated)
      let story = try await workplace.ferry("show", "A-2")
      #expect(story.output.contains("restored"), "\(story.output)")
      #expect(try await workplace.status().exit == 75)
    }
  }

  @Test func `a lost ledger is made anew from what archive and outbox tell`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      #expect(try await run(workplace, ["A-1", "A-2"], as: "orders-mon.csv").exit == 0)
      try workplace.drop(Workplace.orders(["B-1", "B-2"]), as: "orders-tue.csv")
      workplace.sandbox.server.misbehave(FaultRule(.status(422), method: "POST", path: "/orders"))
      #expect(try await workplace.ferry("run").exit == 65)
      let posts = workplace.posts.count
      remove(workplace, Self.ledger, Self.ledger + "-wal", Self.ledger + "-shm")
      let refused = try await workplace.ferry("run")
      #expect(refused.exit == 74)
      #expect(refused.errors.contains("or put a backup there, or nothing, and run ferry check --restored"), "\(refused.errors)")

      let found = try await compared(workplace)
      #expect(found.exit == 0, "\(found.json)")
      #expect(found.json["entered"] == .object([.init("accepted", .number("3"))]))
      #expect(found.json["free"]?.text == "1")
      #expect(try await run(workplace, ["A-1", "A-2", "B-1", "B-2"], as: "orders-again.csv").exit == 0)
      #expect(try workplace.statuses("orders-again.answer.csv").sorted() == ["accepted", "duplicate", "duplicate", "duplicate"])
      #expect(workplace.posts.count == posts + 1)
    }
  }

  @Test func `what was on its way with a lost ledger is in doubt, and its answer says so`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      try workplace.drop(Workplace.orders(["A-1", "A-2"]), as: "orders.csv")
      workplace.sandbox.server.misbehave(FaultRule(.hangAfterCommit, method: "POST", path: "/orders"))
      let process = try workplace.start("run")
      try await eventually("POST /orders") { workplace.posts.last?.committed == true }
      process.signal(SIGKILL)
      _ = await process.ending
      remove(workplace, Self.ledger, Self.ledger + "-wal", Self.ledger + "-shm", "var/ledger.mark")
      #expect(try await workplace.ferry("run").exit == 74)
      #expect(try await compared(workplace).json["entered"] == .object([.init("in_doubt", .number("2"))]))
      #expect(try await workplace.ferry("run").exit == 75)
      #expect(workplace.posts.count == 1)
      #expect(try workplace.statuses("orders.answer.csv") == ["in_doubt", "in_doubt"])
      #expect(workplace.files("archive").count == 1)
      // What was not there is sent now, under the key that it had.
      let key = workplace.posts[0].idempotencyKey
      #expect(try await workplace.ferry("resolve", "A-1", "--resend").exit == 0)
      #expect(workplace.posts.last?.idempotencyKey == key)
      #expect(workplace.posts.last?.body == workplace.posts[0].body)
    }
  }

  @Test func `a comparison that was broken off keeps everybody from sending until it is done`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      #expect(try await run(workplace, ["A-1"], as: "orders-mon.csv").exit == 0)
      try workplace.write("var/ledger.mark", "restoring 2026-11-22T06:00:00.000Z\n")
      let refused = try await run(workplace, ["A-2"], as: "orders-tue.csv")
      #expect(refused.exit == 74)
      #expect(refused.errors.contains("that did not come to its end; nothing is sent before it does. Run ferry check --restored again"))
      #expect(workplace.posts.count == 1)
      #expect(try await compared(workplace).exit == 0)
      #expect(try await workplace.ferry("run").exit == 0)
      #expect(workplace.posts.count == 2)
    }
  }
}
