import Contracts
import Foundation
import Sandbox
import SystemPackage
import Testing

/// Alerts as they leave the built program: a real process, a real request.
@Suite struct AlertDeliveryTests {
  private static let secret = "hook-key-5150"

  /// The sandbox's token address takes the alerts: it is the one that asks for no token itself.
  private static func webhook(_ workplace: Workplace) -> [String: String] {
    ["ALERTS_WEBHOOK": "\(workplace.sandbox.tokenURL)?key=\(secret)"]
  }

  private func hears(_ workplace: Workplace, _ status: Int = 200) {
    workplace.sandbox.server.misbehave(FaultRule(.status(status), method: "POST", path: "/token", times: nil))
  }

  /// The last alert. A run that takes long tells while it runs; an alert may come twice, never not at all.
  private func alert(_ workplace: Workplace) throws -> JSONValue {
    let lines = try workplace.text("alerts.jsonl").split(separator: "\n")
    return try JSONReader.read(Array(try #require(lines.last).utf8))
  }

  /// Of what comes there the sandbox keeps neither bodies nor queries.
  private func heard(_ workplace: Workplace) -> Int {
    workplace.sandbox.server.record.count { $0.path == "/token" && $0.status == 200 }
  }

  /// Writes who it is, what it gets, and what it was started with, into files; then ends with this code.
  private func program(_ workplace: Workplace, _ ending: String = "exit 0") throws {
    try workplace.write(
      "page",
      "#!/bin/sh\necho $$ > pid\ncat >> alerts.jsonl\necho >> alerts.jsonl\nenv > surroundings\nls /proc/self/fd > descriptors\n\(ending)\n"
    )
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: workplace.folder.appending("page").string)
  }

  @Test func `command and webhook get one alert for a document in doubt, and no secret gets anywhere`() async throws {
    try await withWorkplace(settings: Workplace.defaults + "\nalerts: { command: [./page, now] }") { workplace in
      try program(workplace)
      hears(workplace)
      workplace.sandbox.server.misbehave(FaultRule(.dropAfter, path: "/orders"))
      try workplace.drop(Workplace.orders(["A-1", "A-2"]), as: "orders.csv")
      let ending = try await workplace.start(["run"], settings: Self.webhook(workplace)).ending
      #expect(ending.exit == 75, "\(ending.errors)")
      let told = heard(workplace)
      #expect(told >= 1)
      let alert = try alert(workplace)
      #expect(alert["event"]?.text == "in_doubt")
      #expect(alert["numbers"]?.elements?.compactMap(\.text) == ["A-1"])
      let surroundings = try workplace.text("surroundings")
      for secret in ["signing-key-of", "encryption-key-of", Self.secret, "FERRY_"] { #expect(!surroundings.contains(secret)) }
      #expect(try workplace.text("descriptors").split(separator: "\n").count <= 4, "its own three, and that of ls")
      #expect(!(ending.output + ending.errors).contains(Self.secret))
      let again = try await workplace.start(["run"], settings: Self.webhook(workplace)).ending
      #expect(again.exit == 0)
      #expect(heard(workplace) == told)
    }
  }

  @Test func `what fails stands in log and status, changes no exit code, and is told by the next run`() async throws {
    try await withWorkplace(settings: Workplace.defaults + "\nalerts: { command: [./page] }") { workplace in
      try program(workplace, "exit 3")
      hears(workplace, 503)
      try workplace.drop(Workplace.ordersHeader + "A-1;1;P;x;1\n", as: "orders.csv")
      let ending = try await workplace.start(["run"], settings: Self.webhook(workplace)).ending
      #expect(ending.exit == 65)
      #expect(ending.errors.contains("alerts.command ended with exit code 3"), "\(ending.errors)")
      let status = try await workplace.ferry("status")
      #expect(status.output.contains("alerts by webhook fail since "), "\(status.output)")
      #expect(status.output.contains(": alerts.webhook answered 503\n"))
      #expect(!(ending.errors + status.output).contains(Self.secret))
      try program(workplace)
      workplace.sandbox.server.behave()
      hears(workplace)
      #expect(try await workplace.start(["run"], settings: Self.webhook(workplace)).ending.exit == 0)
      #expect(heard(workplace) >= 1)
      #expect(try await !workplace.ferry("status").output.contains("alerts by"))
    }
  }

  @Test func `a file that a partner promised and that did not come is told of`() async throws {
    let settings = "time_zone: UTC\npartners: { acme: { profile: acme.yaml } }\nalerts: { command: [./page] }"
    try await withWorkplace(settings: settings) { workplace in
      try program(workplace)
      try workplace.write("acme.yaml", SequenceTests.profile)
      #expect(try await workplace.ferry("run").exit == 0)
      let alert = try alert(workplace)
      #expect(alert["event"]?.text == "missing_file")
      #expect(alert["partner"]?.text == "acme")
      #expect(alert["message"]?.text == "acme: no availability file yet, expected daily by \(SequenceTests.dailyBy) (profile acme)")
    }
  }

  @Test func `a command that does not end is ended, and the run with it`() async throws {
    try await withWorkplace(settings: Workplace.defaults + "\nalerts: { command: [./page], timeout: 2s }") { workplace in
      try program(workplace, "exec sleep 600")
      try workplace.drop(Workplace.ordersHeader + "A-1;1;P;x;1\n", as: "orders.csv")
      let ending = try await workplace.ferry("run")
      #expect(ending.exit == 65)
      let pid = try workplace.text("pid").trimmingCharacters(in: .whitespacesAndNewlines)
      #expect(!FileManager.default.fileExists(atPath: "/proc/\(pid)"))
      #expect(try await workplace.ferry("status").output.contains("alerts by command fail since "))
    }
  }

  @Test func `check says whether the command can be started, and tries it only when asked to`() async throws {
    try await withWorkplace(settings: Workplace.defaults + "\nalerts: { command: [./page] }") { workplace in
      let missing = try await workplace.ferry("check")
      #expect(missing.exit == 78)
      let path = workplace.folder.appending("page")
      #expect(
        missing.output.contains("FAIL  alerts by command: alerts.command: there is no \(path); correct the path\n"), "\(missing.output)")
      try workplace.write("page", "#!/bin/sh\n")
      #expect(try await workplace.ferry("check").output.contains("alerts.command: \(path) cannot be executed"))
      try program(workplace)
      #expect(try await workplace.ferry("check").exit == 0)
      #expect(!workplace.files("").contains("alerts.jsonl"))
      let tried = try await workplace.ferry("check", "--alert")
      #expect(tried.output.contains("OK    alerts by command: a test alert was delivered\n"), "\(tried.output)")
      #expect(try alert(workplace)["event"]?.text == "test")
    }
  }
}
