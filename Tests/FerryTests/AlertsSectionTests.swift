import Gateways
import Glibc
import Journeys
import SystemPackage
import Testing

@testable import ferry

@Suite struct AlertsSectionTests {
  private static let erp = "erp: { base_url: \"https://erp.example.com/v1\", token: { bearer: env:TOKEN } }\n"

  private func load(
    _ text: String, environment: [String: String] = [:]
  ) throws -> (settings: Settings?, mistakes: [String]) {
    let folder = try TemporaryFolder()
    let file = try folder.write("ferry.yaml", Self.erp + text)
    do throws(SettingsError) {
      return (try Settings.load(file: file.string, environment: environment.merging(["TOKEN": "t"]) { $1 }), [])
    } catch {
      return (nil, error.mistakes.map { $0.description.replacing(file.string, with: "") })
    }
  }

  @Test func `retention is ninety days, or what is said in days or hours`() throws {
    #expect(try load("").settings?.retention == .seconds(90 * 86_400))
    #expect(try load("retention: 30d\n").settings?.retention == .seconds(30 * 86_400))
    #expect(try load("retention: 36h\n").settings?.retention == .seconds(36 * 3_600))
    #expect(
      try load("retention: 0s\n").mistakes == [
        #":2:12: retention is "0s"; expected a duration above 0: a whole number and its unit, for example 500ms, 2s, 5m or 24h"#
      ])
  }

  @Test func `nobody is told unless somebody is named`() throws {
    #expect(try load("").settings?.alerts == nil)
    #expect(try load("alerts: { timeout: 3s }\n").mistakes == [":2:9: alerts tells nobody; expected a command, a webhook, or both"])
  }

  @Test func `a webhook is a secret, or an address that holds none`() throws {
    let given = try #require(
      try load("alerts: { webhook: env:HOOK, held_after: 5m }\n", environment: ["HOOK": "https://a.example/x?k=1"]).settings)
    #expect(given.alerts?.webhook?.reveal() == Array("https://a.example/x?k=1".utf8))
    #expect(given.alerts?.settings.heldAfter == .seconds(300))
    #expect("\(given)".contains("a.example") == false)
    let written = try #require(try load("alerts: { webhook: \"http://127.0.0.1:9/x\" }\n").settings)
    #expect(written.alerts?.webhook?.count == 20)
    #expect(
      try load("alerts: { webhook: hooks.example.com }\n").mistakes == [
        ":2:20: alerts.webhook must not be written into the file; expected env:NAME or file:PATH, with |base64 or |hex behind it if it is encoded"
      ])
    let plain = try #require(try load("alerts: { webhook: env:HOOK }\n", environment: ["HOOK": "http://a.example/x?k=1"]).settings)
    let error = #expect(throws: SettingsError.self) { try OpenAlerts.open(plain) }
    #expect(
      error?.description.hasSuffix("alerts.webhook is plain http to another machine; use https, or set alerts.allow_plain_http: true")
        == true)
  }

  @Test func `a command's path is relative to the settings, a bare name is looked for in PATH`() throws {
    let settings = try #require(try load("alerts: { command: [bin/page, --now] }\n").settings)
    #expect(settings.alerts?.command.last == "--now")
    #expect(settings.alerts?.command.first?.hasSuffix("/bin/page") == true)
    #expect(AlertCommand(["cat"], timeout: .seconds(1)).problem == nil)
    #expect(
      AlertCommand(["no-such-program"], timeout: .seconds(1)).problem
        == "alerts.command: there is no program no-such-program in PATH; give its path")
    #expect(
      AlertCommand(["/etc"], timeout: .seconds(1)).problem
        == "alerts.command: /etc cannot be executed; make it executable for Ferry's account")
  }

  @Test func `who decides is whom the machine knows, and behind sudo whoever asked for it`() {
    let me = getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) } ?? "uid \(getuid())"
    #expect(Operator.name(environment: [:]) == me)
    #expect(Operator.name(environment: ["LOGNAME": "somebody-else"]) == me)
    #expect(Operator.name(environment: ["SUDO_USER": "anna\nroot"]) == (geteuid() == 0 ? PlainText.line("anna\nroot") : me))
    #expect(!Operator.name(environment: ["SUDO_USER": "anna\nroot"]).contains("\n"))
  }
}
