import Foundation
import Sandbox
import SystemPackage
import Testing

/// What docs/threat-model.md promises, of the whole program.
@Suite struct SecurityTests {
  private func mode(_ path: FilePath) throws -> Int {
    try #require(FileManager.default.attributesOfItem(atPath: path.string)[.posixPermissions] as? Int)
  }

  /// Everything below the folder, hidden or not.
  private func everything(_ workplace: Workplace) -> [FilePath] {
    (FileManager.default.enumerator(atPath: workplace.folder.string)?.compactMap { $0 as? String } ?? []).map {
      workplace.folder.pushing(FilePath($0))
    }
  }

  @Test(arguments: ["000", "077", "777"]) func `whatever the umask, what holds orders is closed to others`(umask: String) async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      for name in ["var", "archive"] { try FileManager.default.removeItem(atPath: workplace.folder.appending(name).string) }
      // A folder of the settings is the operator's to make; its mode is.
      try FileManager.default.createDirectory(
        atPath: workplace.folder.appending("archive").string, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
      try workplace.drop(Workplace.orders(["M-1"]), as: "orders.csv")
      try workplace.drop(Workplace.orders(["M-2"]) + "M-3;1;P;abc;1\n", as: "orders-part.csv")
      workplace.sandbox.server.misbehave(FaultRule(.hangAfterCommit, method: "POST", path: "/orders", number: "M-2"))
      let shell = "umask \(umask); exec \"$0\" \"$@\""
      let watch = try FerryProcess(
        program: "/bin/sh", arguments: ["-c", shell, try FerryProgram.path.string, "watch"], folder: workplace.folder,
        environment: Workplace.environment.merging(["FERRY_ERP_CONCURRENCY": "2"]) { $1 })
      defer { watch.signal(SIGKILL) }
      try await eventually("the second order") { workplace.posts.count == 2 && workplace.files("archive").count == 1 }
      // A claimed file keeps the mode of its writer, in a folder that is closed to others. What goes away meanwhile is no matter.
      for path in everything(workplace) where ["/var", "/.ferry/", "/archive/"].contains(where: { path.string.contains($0) }) {
        let isFolder = (try? FileManager.default.contentsOfDirectory(atPath: path.string)) != nil
        guard isFolder || !path.string.contains("/.ferry/"), let found = try? mode(path) else { continue }
        #expect(found & 0o077 == 0, "\(path)")
        #expect(found & 0o600 == 0o600, "\(path)")
      }
      #expect(workplace.files("var").contains { $0.hasPrefix("ledger.sqlite") })
    }
  }

  @Test func `no name that a partner gives leads out of its folder`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      let before = Set(everything(workplace))
      let numbers = ["../../A", "..", "/etc/passwd", "a/../../b", "%2e%2e%2f", "C:\\x"]
      for (number, name) in ["orders-..%2f..%2fx.csv", "orders-$(touch x).csv", "orders-`id`.csv", "orders-\\..\\x.csv"].enumerated() {
        try workplace.drop(Workplace.orders(["T-\(number)"]), as: name)
      }
      try workplace.drop(Workplace.orders(numbers), as: "orders.csv")
      let ending = try await workplace.ferry("run")
      #expect(ending.exit == 0 || ending.exit == 65, "\(ending.output)\(ending.errors)")
      for path in everything(workplace) where !before.contains(path) {
        let name = path.string.dropFirst(workplace.folder.string.count + 1)
        #expect(["inbox/.ferry", "outbox/", "error/", "archive/", "var"].contains { name.hasPrefix($0) }, "\(name)")
      }
      #expect(workplace.files("outbox").count == 5)
      for what in ["../../etc/passwd", "../var", "/etc/shadow", "var/ledger.sqlite", "'; DROP TABLE documents; --"] {
        #expect(try await workplace.ferry("show", what).exit == 64)
        #expect(try await workplace.ferry("replay", what).exit == 64)
      }
      // Of the numbers that were taken each is found by itself, and nothing else.
      let shown = try await workplace.ferry("show", "../../A")
      #expect(shown.exit == 0)
      #expect(shown.output.hasPrefix("order ../../A of partner default"))
    }
  }

  @Test(arguments: ["../acme", "a/b", ".hidden", "..", ""]) func `a partner's name that leads elsewhere is refused with the settings`(
    name: String
  ) async throws {
    try await withWorkplace(settings: "partners: { \"\(name)\": {} }") { workplace in
      for command in ["run", "check", "status"] {
        let ending = try await workplace.ferry(command)
        #expect(ending.exit == 78, "\(command): \(ending.output)\(ending.errors)")
      }
      #expect(workplace.files("inbox") == [])
    }
  }

  @Test(arguments: ["../{stem}.csv", "/tmp/{stem}.csv", "a/{stem}.csv", ".{stem}.csv", "..", "x\u{0}{stem}"])
  func `an answer's name in a profile cannot lead out of the outbox`(pattern: String) async throws {
    try await withWorkplace(settings: Workplace.defaults + "\npartners: { acme: { profile: profiles/acme.yaml } }") { workplace in
      try FileManager.default.createDirectory(atPath: workplace.folder.appending("profiles").string, withIntermediateDirectories: false)
      let quoted = pattern.replacing("\u{0}", with: "\\0")
      try workplace.write("profiles/acme.yaml", "kind: orders\nformat: csv\nanswer: { file: \"\(quoted)\" }\n")
      let ending = try await workplace.ferry("check")
      #expect(ending.exit == 78, "\(ending.output)\(ending.errors)")
      #expect((ending.output + ending.errors).contains("answer.file"), "\(ending.output)\(ending.errors)")
    }
  }

  @Test func `nothing that others write can forge a line or move a terminal, wherever it is shown`() async throws {
    let forged = "X\n2026-11-21T06:00:00.000Z error forged\r\u{1B}[2J\u{1B}]0;owned\u{7}\u{202E}"
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      let inbox = workplace.folder.appending("inbox")
      let name = "orders-\u{1B}[2J\nforged.csv"
      try Data((Workplace.ordersHeader + "\"N\(forged)\";1;P1;10.50;3\n\"B\(forged)\";1;P1;abc\(forged);3\n").utf8).write(
        to: URL(filePath: inbox.string).appending(path: name))
      try Data("x".utf8).write(to: URL(filePath: inbox.string).appending(path: "letters\u{1B}[2J\u{9B}.txt"))
      mkfifo(inbox.string + "/pipe\u{1B}[2J\n.csv", 0o600)
      var texts: [String] = []
      for arguments in [["run"], ["status"], ["check"], ["run", "--json"]] {
        let ending = try await workplace.ferry(arguments)
        texts += [ending.output, ending.errors]
      }
      let id = try #require((try await workplace.ferry("status", "--json")).output.firstMatch(of: /"id":"([^"]+)"/)?.1)
      for what in [String(id), "N" + forged, "orders-\\x1B[2J\\x0Aforged.csv"] {
        let ending = try await workplace.ferry("show", what)
        texts += [ending.output, ending.errors]
      }
      for report in workplace.files("error") where report.hasSuffix(".report.txt") {
        texts.append(try workplace.text("error/" + report))
      }
      #expect(texts.contains { $0.contains("forged") })
      for text in texts {
        #expect(
          !text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || (0x7F...0x9F).contains($0.value) || $0.value == 0x202E },
          "\(text.debugDescription)")
        #expect(
          !text.split(separator: "\n").contains { $0.hasPrefix("2026-11-21T06:00:00.000Z") || $0.hasPrefix("forged") },
          "\(text.debugDescription)")
      }
    }
  }

  @Test func `secrets stand in no log, report, ledger or answer, whatever goes wrong`() async throws {
    let environment = Workplace.environment
    try await withWorkplace(settings: Workplace.defaults + "\nlog: { level: trace }", schneider: "") { workplace in
      let server = workplace.sandbox.server
      var texts: [String] = []
      let faults: [FaultAction] = [.dropBefore, .dropAfter, .truncate, .unauthorized, .status(500), .status(400), .garbage]
      for (number, fault) in faults.enumerated() {
        server.misbehave(FaultRule(fault, method: "POST", path: "/orders"))
        try workplace.drop(Workplace.orders(["S-\(number)"]), as: "orders-\(number).csv")
        try workplace.drop("line;part_number;quantity\n1;P1;1\n", as: "availability-\(number).csv")
        try workplace.drop("line;product_reference;quantity;ship_to\n1;XB5KSM;1;1\n", as: "se-availability-\(number).csv")
        let ending = try await workplace.start(["run"], settings: ["HOLD_PATIENCE": "50ms"]).ending
        texts += [ending.output, ending.errors]
        server.behave()
      }
      for arguments in [["check"], ["status"], ["status", "--json"], ["show", "S-1"], ["show", "S-1", "--json"], ["run"]] {
        let ending = try await workplace.ferry(arguments)
        texts += [ending.output, ending.errors]
      }
      // Wrong ones are not shown either.
      var wrong = environment
      wrong["CLIENT_SECRET"] = "another-secret-of-the-client"
      wrong["ENCRYPTION_KEY"] = "too-short-a-key"
      let refused = try await FerryProgram.run(["check"], in: workplace.folder, environment: wrong)
      texts += [refused.output, refused.errors]
      #expect(server.record.count > 10)
      // Every token is a JWE, which begins with its header in base64url.
      let tokenHead = "eyJ"
      let values = Array(environment.values) + Array(wrong.values) + [tokenHead]
      let secrets = Set(values).subtracting([environment["CLIENT_ID"] ?? ""])
      for path in everything(workplace) {
        guard let bytes = FileManager.default.contents(atPath: path.string) else { continue }
        for secret in secrets { #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(path) holds a secret") }
      }
      for text in texts {
        for secret in secrets { #expect(!text.contains(secret)) }
      }
      #expect(texts.joined().contains(" debug ") || texts.joined().contains(" trace "))
    }
  }

  @Test func `no core is written, and no other process of the account reads what the program holds`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      let watch = try workplace.start("watch")
      try await eventually("it is at work") { workplace.files("var").contains("heartbeat") }
      let limits = try String(contentsOfFile: "/proc/\(watch.pid)/limits", encoding: .utf8)
      let core = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") })
      #expect(core.split(separator: " ").suffix(3) == ["0", "0", "bytes"])
      watch.signal(SIGTERM)
      _ = await watch.ending
      guard let ferry = try await Bystander.command(for: workplace) else { return }
      try ferry.own(workplace)
      let other = try ferry.start(["watch"], in: workplace)
      try await eventually("its heartbeat") {
        workplace.files("var").contains("heartbeat") && (try? workplace.text("var/lock").contains("\(other.pid)")) == true
      }
      let looked = try await ferry.runOther("/bin/cat", ["/proc/\(other.pid)/environ"], in: workplace)
      #expect(looked.exit != 0)
      #expect(looked.output.isEmpty)
      other.signal(SIGTERM)
      _ = await other.ending
    }
  }
}
