import Contracts
import Foundation
import Sandbox
import SystemPackage
import Testing

/// Each command of the built program: what it prints, what it changes, how it ends.
@Suite struct CommandsTests {
  @Test func `init makes what works as it is, and a second one changes nothing`() async throws {
    try await withWorkplace { workplace in
      let place = workplace.folder.appending("fresh")
      func files() throws -> [String: [UInt8]] {
        var found: [String: [UInt8]] = [:]
        for name in workplace.files("fresh") { found[name] = try workplace.bytes("fresh/" + name) }
        return found
      }
      let made = try await workplace.ferry("init", place.string)
      #expect(made.exit == 0)
      #expect(made.output.hasPrefix("Made in \(place): "))
      let first = try files()
      let keys = ["client-id", "client-secret", "encryption", "signing"].map { "keys/sandbox-\($0).key" }
      #expect(first.keys.sorted() == ["ferry.yaml"] + keys + ["profiles/example.yaml", "profiles/profile.schema.json"])
      try workplace.write("fresh/ferry.yaml", String(decoding: first["ferry.yaml"] ?? [], as: UTF8.self) + "# mine\n")
      let before = try files()
      let again = try await workplace.ferry("init", place.string)
      #expect(again.exit == 0)
      #expect(again.output.hasPrefix("Everything is there already; nothing was changed."))
      #expect(try files() == before)
      let checked = try await workplace.ferry("check", "--config", place.appending("ferry.yaml").string)
      let refused = checked.output.split(separator: "\n").filter { $0.hasPrefix("FAIL") }
      #expect(refused.allSatisfy { $0.hasPrefix("FAIL  target ") }, "only the sandbox may not be there: \(refused)")
    }
  }

  @Test func `check finds everything right, and names exactly what is wrong`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      func failures(_ ending: FerryProgram.Ending) -> [String] {
        ending.output.split(separator: "\n").filter { !$0.hasPrefix("OK") }.map(String.init)
      }
      let good = try await workplace.ferry("check")
      #expect(good.exit == 0)
      #expect(failures(good) == [])
      #expect(good.output.hasSuffix("OK    target erp: GET \(workplace.sandbox.baseURL)/test-connection\n"))
      #expect(workplace.files("var") == [], "it changes nothing")

      let nobody = try UnheardPort()
      let address = "http://127.0.0.1:\(nobody.port)/v1"
      let port = try await workplace.start(["check"], settings: ["ERP_BASE_URL": address]).ending
      #expect(port.exit == 69)
      #expect(
        failures(port) == [
          "FAIL  target erp: erp: GET \(address)/test-connection was not sent: connection refused; check erp.base_url and the network"
        ])

      let settings = try workplace.text("ferry.yaml")
      try workplace.write("ferry.yaml", settings.replacing("poll_interval:", with: "pol_interval:"))
      for command in ["check", "run", "watch", "status", "convert"] {
        let ending = try await workplace.ferry(command == "convert" ? ["convert", "orders.csv"] : [command])
        #expect(ending.exit == 78, "\(command)")
        #expect(
          (ending.output + ending.errors).contains("ferry.yaml:2:1: unknown key \"pol_interval\"; did you mean poll_interval?"),
          "\(command)")
      }
      try workplace.write("ferry.yaml", settings)

      try workplace.drop(Workplace.orders(["A-1"]), as: "orders.csv")
      #expect(try await workplace.ferry("run").exit == 0)
      try FileManager.default.moveItem(
        atPath: workplace.folder.pushing("var/ledger.sqlite").string, toPath: workplace.folder.pushing("moved").string)
      try workplace.drop(Workplace.orders(["A-1"]), as: "orders.csv")
      let lost = try await workplace.ferry("check")
      #expect(lost.exit == 74)
      #expect(failures(lost).count == 1)
      #expect(
        failures(lost).first?.contains("or put a backup there, or nothing, and run ferry check --restored") == true)
      for command in ["run", "watch", "status"] {
        let ending = try await workplace.ferry(command)
        #expect(ending.exit == 74, "\(command)")
        #expect(ending.errors.contains("Put it back from where it was moved to; or put a backup there"), "\(ending.errors)")
      }
      #expect(workplace.posts.count == 1, "without the ledger nothing is sent")
      #expect(workplace.files("inbox") == ["orders.csv"])
    }
  }

  @Test func `a folder that is a file is trouble`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      try FileManager.default.removeItem(atPath: workplace.folder.appending("outbox").string)
      try workplace.write("outbox", "")
      try workplace.drop(Workplace.orders(["A-1"]), as: "orders.csv")
      for command in ["check", "run"] {
        let ending = try await workplace.ferry(command)
        #expect(ending.exit == 74, "\(command)")
        #expect((ending.output + ending.errors).contains("outbox is not a folder"), "\(ending)")
      }
      #expect(workplace.posts.isEmpty)
    }
  }

  @Test(arguments: ["orders.csv", "returns.csv", "availability.csv"])
  func `convert shows the very calls that run makes, and leaves everything as it was`(_ name: String) async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      let text =
        switch name {
        case "orders.csv": Workplace.orders(["C-1", "C-2"])
        case "returns.csv": Workplace.returnsHeader + "R-1;C-1;2026-11-21;E-1;2026-11-20;1;P1;2;DAMAGED\n"
        default: "line;part_number;quantity\n1;P1;2\n2;P2;1\n"
        }
      try workplace.write(name, text)
      let before = workplace.files("")
      let dry = try await workplace.ferry("convert", name)
      #expect(dry.exit == 0, "\(dry.errors)")
      #expect(workplace.files("") == before)
      #expect(workplace.sandbox.server.record.isEmpty)
      let json = try JSONReader.read(Array(dry.output.utf8))
      #expect(json["findings"]?.elements?.count == 0)
      let planned = json["calls"]?.elements ?? []

      try workplace.drop(text, as: name)
      #expect(try await workplace.ferry("run").exit == 0)
      let made = workplace.sandbox.server.record
      #expect(planned.map { "\($0["method"]?.text ?? "") /v1\($0["path"]?.text ?? "")" } == made.map { "\($0.method) \($0.path)" })
      #expect(planned.compactMap { $0["body"] } == (try made.map { try JSONReader.read($0.body ?? []) }))
    }
  }

  @Test func `convert tells the mistakes of a file`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      try workplace.write("orders.csv", Workplace.ordersHeader + "C-1;1;P;x;1\nC-2;1;P;1.00;1\n")
      let dry = try await workplace.ferry("convert", "orders.csv")
      #expect(dry.exit == 65)
      let json = try JSONReader.read(Array(dry.output.utf8))
      let finding = try #require(json["findings"]?.elements?.first)
      #expect(
        [finding["line"]?.text, finding["column"]?.text, finding["document"]?.text, finding["code"]?.text] == [
          "2", "9", "C-1", "wrong_type",
        ])
      #expect(json["calls"]?.elements?.compactMap { $0["document"]?.text } == ["C-2"])
    }
  }

  @Test(arguments: ["orders", "returns", "availability"])
  func `describe gives fields, template and schema of a kind`(_ kind: String) async throws {
    try await withWorkplace { workplace in
      func described(_ arguments: String...) async throws -> String {
        let ending = try await workplace.ferry(["describe", kind] + arguments)
        #expect(ending.exit == 0)
        return ending.output
      }
      let json = try JSONReader.read(Array(try await described("--json").utf8))
      let fields = json["fields"]?.elements?.compactMap { $0["name"]?.text } ?? []
      let text = try await described()
      #expect(!fields.isEmpty)
      for field in fields { #expect(text.contains("\n  \(field) "), "\(field)") }
      let template = try await described("--template", "csv").split(separator: "\n")
      #expect(template.count == 2)
      #expect(Set(template[0].split(separator: ";").map(String.init)) == Set(fields))
      #expect(try await described("--template", "xml").contains("xmlns=\"urn:ferry:1\""))
      #expect(try await described("--xsd").contains("targetNamespace=\"urn:ferry:1\""))

      try workplace.write("\(kind)-template.csv", template.joined(separator: "\n") + "\n")
      let dry = try await workplace.ferry("convert", "\(kind)-template.csv")
      #expect(!dry.output.contains("unknown_field"), "every column of the template is known")
    }
  }

  @Test func `show tells what became of a file and of a document, replay puts the original back`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      try workplace.drop(Workplace.orders(["A-1"]), as: "orders.csv")
      #expect(try await workplace.ferry("run").exit == 0)
      let file = try await workplace.ferry("show", "orders.csv")
      #expect(file.exit == 0)
      for event in ["admitted", "surveyed", "sending", "accepted", "publishing", "settled", "put away"] {
        #expect(file.output.contains("  \(event)  "), "\(event)\n\(file.output)")
      }
      let document = try await workplace.ferry("show", "A-1", "--json")
      #expect(document.exit == 0)
      let story = try #require(try JSONReader.read(Array(document.output.utf8)).elements?.first)
      #expect(story["state"]?.text == "accepted")
      #expect(story["request"]?["orderNumber"]?.text == "A-1")

      #expect(try await workplace.ferry("replay", "orders.csv").exit == 0)
      #expect(try workplace.text("inbox/orders.replay.csv") == Workplace.orders(["A-1"]))
      #expect(try await workplace.ferry("run").exit == 0)
      #expect(try workplace.statuses("orders.replay.answer.csv") == ["duplicate"])
      #expect(workplace.posts.count == 1)
    }
  }

  @Test func `what is written for programs is JSON`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      try workplace.drop(Workplace.ordersHeader + "J-1;1;\"P;1\";x;1\nJ-2;1;P\u{7};1.00;1\n", as: "orders \"1\".csv")
      for arguments in [
        ["check", "--json"], ["run", "--json"], ["status", "--json"], ["show", "orders \"1\".csv", "--json"], ["describe", "--json"],
      ] {
        let ending = try await workplace.ferry(arguments)
        #expect(throws: Never.self, "\(arguments): \(ending.output)\(ending.errors)") {
          _ = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
        }
      }
    }
  }

  @Test func `what is called wrongly ends with 64 and says how it is done`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      try workplace.drop(Workplace.orders(["A-1"]), as: "orders.csv")
      #expect(try await workplace.ferry("run").exit == 0)
      for (arguments, message) in [
        (["frobnicate"], "Unexpected argument 'frobnicate'"), (["run", "--jsn"], "Unknown option '--jsn'"),
        (["resolve"], "Name the number of a document"), (["resolve", "A-1"], "Choose one of --confirm, --resend and --abandon"),
        (["resolve", "A-1", "--abandon"], "only what is in doubt or unconfirmed can be decided"),
        (["resolve", "A-9", "--abandon"], "A-9"), (["show", "nothing"], "knows no file and no document \"nothing\""),
        (["replay", "nothing"], "knows no file and no document \"nothing\""), (["describe", "ordrs"], "did you mean orders?"),
        (["convert", "orders.csv", "--partner", "nobody"], "there is no partner \"nobody\""),
      ] {
        let ending = try await workplace.ferry(arguments)
        #expect(ending.exit == 64, "\(arguments)")
        #expect(ending.errors.contains(message), "\(arguments): \(ending.errors)")
        #expect(ending.output == "")
      }
    }
  }

  private func run(_ text: String, as name: String, fault: FaultRule? = nil, in workplace: Workplace) async throws -> Int32? {
    workplace.sandbox.server.behave()
    if let fault { workplace.sandbox.server.misbehave(fault) }
    try workplace.drop(text, as: name)
    return try await workplace.start(["run"], settings: ["HOLD_PATIENCE": "100ms"]).ending.exit
  }

  @Test func `the most serious thing decides how run ends`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      let good = try await run(Workplace.orders(["E-1"]), as: "orders-1.csv", in: workplace)
      #expect(good == 0)
      let duplicate = try await run(Workplace.orders(["E-1"]), as: "orders-2.csv", in: workplace)
      #expect(duplicate == 0, "a duplicate is done")
      let conflict = try await run(Workplace.orders(["E-1"], quantity: 4), as: "orders-3.csv", in: workplace)
      #expect(conflict == 65)
      let refused = try await run(Workplace.ordersHeader + "E-2;1;P;x;1\n", as: "orders-4.csv", in: workplace)
      #expect(refused == 65)
      let doubt = try await run(Workplace.orders(["E-3"]), as: "orders-5.csv", fault: FaultRule(.dropAfter, path: "/orders"), in: workplace)
      #expect(doubt == 75)
      let credential = FaultRule(.unauthorized, times: nil)
      let held = try await run(Workplace.orders(["E-4"]), as: "orders-6.csv", fault: credential, in: workplace)
      #expect(held == 69, "the credential is refused")
      #expect(workplace.claimed.count == 1, "it waits")
      workplace.sandbox.server.behave()
      #expect(try await workplace.ferry("run").exit == 0)
      #expect(workplace.sandbox.server.orderCounts == ["E-1": 1, "E-3": 1, "E-4": 1])
      #expect(try await workplace.ferry("status").exit == 75, "E-3 stands in doubt")
      #expect(try await workplace.ferry("resolve", "E-3", "--abandon").exit == 0)
      #expect(try await workplace.ferry("status").exit == 0)
      let update = try workplace.rows("orders-5.answer-update-1.csv")
      #expect(update.map { Array($0[3...4]) } == [["refused", "abandoned"]])
    }
  }
}
