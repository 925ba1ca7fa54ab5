import Contracts
import Foundation
import Sandbox
import SystemPackage
import Testing

/// What `ferry check --restored` cannot read, or knows by its place alone, counts as sent until somebody says otherwise.
@Suite struct UnreadOriginalTests {
  private func path(_ workplace: Workplace, _ name: String) -> String { workplace.folder.string + "/" + name }

  private func remove(_ workplace: Workplace, _ names: String...) throws {
    for name in names { try FileManager.default.removeItem(atPath: path(workplace, name)) }
  }

  private func loseLedger(_ workplace: Workplace) {
    for tail in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path(workplace, "var/ledger.sqlite" + tail)) }
  }

  private func archived(_ workplace: Workplace) throws -> String { try #require(workplace.files("archive").first) }

  private func run(_ workplace: Workplace, _ text: String, as name: String) async throws -> FerryProgram.Ending {
    try workplace.drop(text, as: name)
    return try await workplace.ferry("run")
  }

  private func compared(_ workplace: Workplace, _ options: String...) async throws -> (exit: Int32?, json: JSONValue) {
    let ending = try await workplace.ferry(["check", "--restored", "--json"] + options)
    return (ending.exit, (try? JSONReader.read(Array(ending.output.utf8))) ?? .string(ending.errors))
  }

  private func settings(_ workplace: Workplace, _ text: String, _ other: String) throws {
    try workplace.write("ferry.yaml", try workplace.text("ferry.yaml").replacing(text, with: other))
  }

  private static let inDoubt = JSONValue.object([.init("in_doubt", .number("1"))])

  @Test(arguments: ["missing", "empty"])
  func `where only the mark is left of a ledger, none is made anew`(_ loss: String) async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      #expect(try await run(workplace, Workplace.orders(["A-1"]), as: "orders-1.csv").exit == 0)
      loseLedger(workplace)
      if loss == "empty" { try workplace.write("var/ledger.sqlite", "") }
      try remove(workplace, "archive/" + archived(workplace), "outbox/orders-1.answer.csv")
      try workplace.drop(Workplace.orders(["A-1"]), as: "orders-2.csv")
      for command in ["run", "watch"] {
        let refused = try await workplace.ferry(command)
        #expect(refused.exit == 74, "\(command)")
        #expect(
          refused.errors.contains("archive, outbox, claimed files or ledger.mark beside it show that there was one"), "\(refused.errors)")
        #expect(refused.errors.contains("if everything may be sent anew, empty those folders and remove ledger.mark\n"))
      }
      #expect(try await workplace.ferry("check").exit == 74)
      #expect(workplace.posts.count == 1)
      try remove(workplace, "var/ledger.mark")
      #expect(try await workplace.ferry("run").exit == 0)
      #expect(workplace.posts.count == 2)
    }
  }

  @Test func `an original that the disk does not give keeps everybody from sending, until it does or is given up`() async throws {
    guard let strace = try await SystemCallTrace.program() else { return }
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      #expect(try await run(workplace, Workplace.orders(["A-1"]), as: "orders-1.csv").exit == 0)
      loseLedger(workplace)
      try remove(workplace, "outbox/orders-1.answer.csv")
      let original = path(workplace, "archive/" + (try archived(workplace)))
      func compareWithFault(_ more: String...) async throws -> FerryProgram.Ending {
        let fault = ["-f", "-o", "trace", "-P", original, "-e", "trace=read", "-e", "inject=read:error=EIO"]
        return try await FerryProcess(
          program: strace, arguments: fault + [try FerryProgram.path.string, "check", "--restored"] + more, folder: workplace.folder,
          environment: Workplace.environment
        ).ending
      }
      let failed = try await compareWithFault()
      #expect(failed.exit == 74)
      #expect(failed.output.contains("\(original): cannot be read at byte 0: Input/output error\n"), "\(failed.output)")
      #expect(
        failed.output.contains(
          "nothing is sent before this file can be read: mend the disk or the settings, or move it away, then run ferry check --restored again; "
            + "to go on without it, whatever it held: ferry check --restored --accept-unreadable\n"), "\(failed.output)")
      let refused = try await run(workplace, Workplace.orders(["A-1"]), as: "orders-2.csv")
      #expect(refused.exit == 74)
      #expect(refused.errors.contains("nothing is sent before it does. Run ferry check --restored again"), "\(refused.errors)")
      #expect(workplace.posts.count == 1)

      let accepted = try await compareWithFault("--accept-unreadable")
      #expect(accepted.exit == 0, "\(accepted.output)")
      #expect(accepted.output.contains("went on without this file: what was sent of it and stands nowhere else is sent again"))
      let story = try await workplace.ferry("show", "orders-1.csv")
      #expect(story.output.contains("  not compared  \(original): cannot be read at byte 0"), "\(story.output)")
      #expect(story.output.contains("Input/output error, accepted by "), "\(story.output)")
      // The disk is mended: it is not forgotten.
      #expect(try await compared(workplace).json["entered"] == Self.inDoubt)
      #expect(try await workplace.ferry("run").exit == 0)
      #expect(try workplace.statuses("orders-2.answer.csv") == ["in_doubt"])
      #expect(workplace.posts.count == 1)
    }
  }

  @Test func `a file in the place of one that was moved away is another one`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      #expect(try await run(workplace, Workplace.orders(["A-1"]), as: "orders.csv").exit == 0)
      let place = "archive/" + (try archived(workplace))
      try FileManager.default.copyItem(atPath: path(workplace, "var/ledger.sqlite"), toPath: path(workplace, "backup.sqlite"))
      try remove(workplace, place, "outbox/orders.answer.csv")
      #expect(try await run(workplace, Workplace.orders(["B-1"]), as: "orders.csv").exit == 0)
      #expect("archive/" + (try archived(workplace)) == place)
      try remove(workplace, "outbox/orders.answer.csv")
      loseLedger(workplace)
      try FileManager.default.moveItem(atPath: path(workplace, "backup.sqlite"), toPath: path(workplace, "var/ledger.sqlite"))
      let found = try await compared(workplace)
      #expect(found.exit == 75)
      #expect(found.json["files"]?.text == "1")
      #expect(found.json["numbers"]?["in_doubt"] == .array([.string("B-1")]))
      #expect(try await compared(workplace).json["entered"] == .object([]), "done again it enters nothing")
      #expect(try await run(workplace, Workplace.orders(["A-1", "B-1"]), as: "orders-again.csv").exit == 0)
      #expect(try workplace.statuses("orders-again.answer.csv") == ["duplicate", "in_doubt"])
      #expect(workplace.posts.count == 2)
    }
  }

  @Test func `a file that grew, in the place of an invalid one that was taken out, may have been sent`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      #expect(try await run(workplace, Workplace.ordersHeader + "E-1;1;P1;none;1\n", as: "orders-e.csv").exit == 65)
      try FileManager.default.copyItem(atPath: path(workplace, "var/ledger.sqlite"), toPath: path(workplace, "backup.sqlite"))
      // Its report stays.
      try remove(workplace, "error/orders-e.csv")
      #expect(try await run(workplace, Workplace.orders(["E-2"]), as: "orders-f.csv").exit == 0)
      // As a file is left that grew while it was sent.
      try FileManager.default.moveItem(
        atPath: path(workplace, "archive/" + (try archived(workplace))), toPath: path(workplace, "error/orders-e.csv"))
      try workplace.write(
        "error/orders-e.csv.report-2.json",
        #"{"file":"orders-e.csv","sha256":"","reason":"it changed after it was taken; the answer says what was sent of it","findings":["#
          + "\n]}\n")
      try remove(workplace, "outbox/orders-f.answer.csv")
      loseLedger(workplace)
      try FileManager.default.moveItem(atPath: path(workplace, "backup.sqlite"), toPath: path(workplace, "var/ledger.sqlite"))
      let found = try await compared(workplace)
      #expect(found.exit == 75, "\(found.json)")
      #expect(found.json["numbers"]?["in_doubt"] == .array([.string("E-2")]))
      #expect(try await run(workplace, Workplace.orders(["E-2"]), as: "orders-again.csv").exit == 0)
      #expect(workplace.posts.count == 1)
    }
  }

  @Test func `of two partners with equal names and numbers, the one who fetched its answer is not taken for the other`() async throws {
    let settings = Workplace.defaults + "\npartners: { north: { profile: csv-semicolon-1252, order_number_prefix: \"N-\" } }"
    try await withWorkplace(settings: settings) { workplace in
      #expect(try await run(workplace, Workplace.orders(["A-1"]), as: "orders.csv").exit == 0)
      let north =
        "Bestellnr;Bemerkung;Versandart;Liefername;Lieferstrasse;Lieferplz;Lieferort;Lieferland;Position;Artikelnr;Menge;Preis;Preiseinheit;Waehrung;"
        + "Lager;Eilt\nA-1;;Abholung;;;;;;1;P1;3;10,50;1;EUR;68;N\n"
      #expect(try await run(workplace, north, as: "north/orders.csv").exit == 0)
      #expect(workplace.posts.count == 2)
      #expect(workplace.files("archive").count == 2)
      try remove(workplace, "outbox/north/orders.answer.csv")
      loseLedger(workplace)
      let found = try await compared(workplace)
      #expect(found.json["entered"] == .object([.init("accepted", .number("1")), .init("in_doubt", .number("1"))]), "\(found.json)")
      #expect(try await run(workplace, north, as: "north/orders-again.csv").exit == 0)
      #expect(workplace.posts.count == 2)
    }
  }

  @Test func `an archived order that today's settings refuse is in doubt without content`() async throws {
    try await withWorkplace(settings: Workplace.defaults + "\npartners: { default: { profile: own.yaml } }") { workplace in
      func decimal(_ mark: String) throws {
        let fields = ["order_number", "line", "part_number", "net_price", "quantity"].map { "  \($0): \($0)\n" }.joined()
        try workplace.write(
          "own.yaml", "kind: orders\nformat: csv\ncsv: { separator: \";\" }\nnumbers: { decimal: \"\(mark)\" }\nfields:\n" + fields)
      }
      try decimal(".")
      // One that was refused then, and whose answer says so, stays free.
      let file = Workplace.orders(["A-1", "A-2"]) + "A-3;1;P1;none;3\n"
      #expect(try await run(workplace, file, as: "orders-1.csv").exit == 65)
      #expect(try await run(workplace, Workplace.orders(["B-1"]), as: "orders-2.csv").exit == 0)
      try remove(workplace, "outbox/orders-2.answer.csv")
      loseLedger(workplace)
      try decimal(",")
      let found = try await workplace.ferry("check", "--restored")
      #expect(found.exit == 75, "\(found.output)")
      #expect(
        found.output.contains(
          "today's settings refuse 1 of them, so that their content is not known: B-1; dropped again they are in conflict\n"),
        "\(found.output)")
      #expect(found.output.contains("entered as accepted: 2 (A-1, A-2)\n"), "\(found.output)")
      #expect(try await compared(workplace).json["entered"] == .object([]), "done again it enters nothing")
      try decimal(".")
      #expect(try await run(workplace, Workplace.orders(["A-1", "A-3", "B-1"]), as: "orders-again.csv").exit == 65)
      #expect(try workplace.statuses("orders-again.answer.csv") == ["conflict", "accepted", "conflict"])
      #expect(workplace.sandbox.server.orderCounts == ["A-1": 1, "A-2": 1, "A-3": 1, "B-1": 1])
      let refused = try await workplace.ferry("resolve", "B-1", "--resend")
      #expect(refused.exit != 0 && workplace.sandbox.server.orderCounts["B-1"] == 1, "\(refused.output)\(refused.errors)")
      #expect(try await workplace.ferry("resolve", "B-1", "--abandon").exit == 0)
    }
  }

  @Test func `an archived file whose kind no settings tell any more keeps everybody from sending`() async throws {
    let profile = "partners: { default: { profile: shop.yaml } }"
    try await withWorkplace(settings: Workplace.defaults + "\n" + profile) { workplace in
      try workplace.write(
        "shop.yaml",
        "kind: orders\nformat: csv\ncsv: { separator: \";\" }\nfiles: [\"shop-*.csv\"]\nfields:\n  order_number: nr\n  line: line\n  part_number: part\n"
          + "  net_price: price\n  quantity: quantity\n")
      #expect(try await run(workplace, "nr;line;part;price;quantity\nS-1;1;P1;10.50;3\n", as: "shop-1.csv").exit == 0)
      try remove(workplace, "outbox/shop-1.answer.csv")
      loseLedger(workplace)
      try settings(workplace, profile, "")
      let found = try await compared(workplace)
      #expect(found.exit == 74)
      #expect(found.json["complete"] == .boolean(false))
      #expect(
        found.json["unreadable"]?.elements?.first?["reason"]?.text?.hasPrefix(
          "the name tells no kind; expected a name that begins with one of ")
          == true, "\(found.json)")
      #expect(try await workplace.ferry("run").exit == 74)
      try workplace.write("ferry.yaml", try workplace.text("ferry.yaml") + profile + "\n")
      #expect(try await compared(workplace).json["entered"] == Self.inDoubt)
      #expect(try await workplace.ferry("run").exit == 0)
      #expect(workplace.posts.count == 1)
    }
  }

  @Test func `what a comparison leaves in doubt is alerted, also where the ledger is new`() async throws {
    try await withWorkplace(settings: Workplace.defaults + "\nalerts: { command: [./page] }") { workplace in
      try workplace.write("page", "#!/bin/sh\ncat >> alerts.jsonl\necho >> alerts.jsonl\n")
      try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path(workplace, "page"))
      #expect(try await run(workplace, Workplace.orders(["A-1"]), as: "orders-1.csv").exit == 0)
      try remove(workplace, "outbox/orders-1.answer.csv")
      loseLedger(workplace)
      #expect(try await workplace.ferry("check", "--restored").exit == 75)
      #expect(try await workplace.ferry("run").exit == 0)
      let alert = try JSONReader.read(workplace.bytes("alerts.jsonl"))
      #expect(alert["event"]?.text == "in_doubt")
      #expect(alert["numbers"]?.elements?.compactMap(\.text) == ["A-1"])
    }
  }
}
