import Contracts
import Foundation
import Sandbox
import SystemPackage
import Testing

/// `ferry check` against a sandbox that plays both APIs: one wrong secret is one line that fails, and it names the settings.
@Suite struct CheckTests {
  /// Lines of `ferry check` in a workplace with both targets, what of the environment is another put in its place.
  private func check(_ other: [String: String], _ body: (FerryProgram.Ending, Workplace) throws -> Void) async throws {
    try await withWorkplace(schneider: "") { workplace in
      let environment = Workplace.environment.merging(other) { $1 }
      let ending = try await FerryProgram.run(["check"], in: workplace.folder, environment: environment)
      for secret in environment.values where secret.count > 10 { #expect(!(ending.output + ending.errors).contains(secret)) }
      try body(ending, workplace)
    }
  }

  @Test func `with the right secrets all is green, and says what was done`() async throws {
    try await check([:]) { ending, workplace in
      #expect(ending.exit == 0, "\(ending.output)")
      let lines = ending.output.split(separator: "\n")
      #expect(lines.allSatisfy { $0.hasPrefix("OK    ") }, "\(ending.output)")
      #expect(
        lines.suffix(2) == [
          "OK    target erp: GET \(workplace.sandbox.baseURL)/test-connection",
          "OK    target schneider: token from \(workplace.sandbox.tokenURL)",
        ])
    }
  }

  struct WrongSecret: Sendable, CustomTestStringConvertible {
    let variable: String
    let value: String
    /// ORIGIN is the sandbox's.
    let line: String
    var testDescription: String { variable }
  }

  private static let keys = "erp.token.signing_key, erp.token.encryption_key and erp.token.claims"

  static let wrong = [
    WrongSecret(
      variable: "CLIENT_SECRET", value: "another-client-secret",
      line:
        "FAIL  target schneider: schneider: the token was refused (401 invalid_client) by ORIGIN/token; check schneider.client_id and schneider.client_secret"
    ),
    WrongSecret(
      variable: "CLIENT_ID", value: "another-client-id",
      line:
        "FAIL  target schneider: schneider: the token was refused (401 invalid_client) by ORIGIN/token; check schneider.client_id and schneider.client_secret"
    ),
    WrongSecret(
      variable: "SIGNING_KEY", value: "another-signing-key-of-a-good-length",
      line: "FAIL  target erp: erp: GET ORIGIN/v1/test-connection answered 401: check \(keys)"),
    WrongSecret(
      variable: "ENCRYPTION_KEY", value: "another-encryption-key-32-bytes!",
      line: "FAIL  target erp: erp: GET ORIGIN/v1/test-connection answered 401: check \(keys)"),
  ]

  @Test(arguments: wrong)
  func `one wrong secret is the one line that fails`(_ example: WrongSecret) async throws {
    try await check([example.variable: example.value]) { ending, workplace in
      #expect(ending.exit == 69)
      let failures = ending.output.split(separator: "\n").filter { !$0.hasPrefix("OK") }
      #expect(failures == [Substring(example.line.replacing("ORIGIN", with: workplace.sandbox.origin))])
    }
  }

  @Test func `a key of the wrong length fails alone, at its setting`() async throws {
    try await check(["ENCRYPTION_KEY": "short-encryption-key"]) { ending, _ in
      #expect(ending.exit == 78)
      let failures = ending.output.split(separator: "\n").filter { !$0.hasPrefix("OK") }
      #expect(failures.count == 1)
      #expect(failures.first?.contains("erp.token.encryption_key") == true, "\(failures)")
    }
  }

  @Test func `an account takes no numbers, and may move`() async throws {
    try await withWorkplace(schneider: "") { workplace in
      let settings = try workplace.text("ferry.yaml")
      let nobody = try UnheardPort()
      for address in [workplace.sandbox.origin, "http://127.0.0.1:\(nobody.port)"] {
        try workplace.write(
          "ferry.yaml", settings.replacing("  base_url: \(workplace.sandbox.origin)\n", with: "  base_url: \(address)\n"))
        let ending = try await workplace.ferry("run")
        #expect(ending.exit == 0, "\(ending.errors)")
      }
    }
  }

  @Test func `a named target that has taken numbers may not`() async throws {
    try await withWorkplace(settings: Workplace.defaults) { workplace in
      let keys = "token: { signing_key: env:SIGNING_KEY, encryption_key: env:ENCRYPTION_KEY }"
      let targets = "targets:\n  second:\n    base_url: ADDRESS\n    \(keys)\npartners: { acme: { target: second } }\n"
      let settings = try workplace.text("ferry.yaml") + targets
      try workplace.write("ferry.yaml", settings.replacing("ADDRESS", with: workplace.sandbox.baseURL))
      try FileManager.default.createDirectory(
        atPath: workplace.folder.pushing("inbox/acme").string, withIntermediateDirectories: false)
      try workplace.write("inbox/acme/orders.csv", Workplace.orders(["A-1"]))
      let ending = try await workplace.ferry("run")
      #expect(ending.exit == 0, "\(ending)")
      try workplace.write("ferry.yaml", settings.replacing("ADDRESS", with: workplace.sandbox.origin + "/v1/"))
      let checked = try await workplace.ferry("check")
      #expect(checked.exit == 78)
      let line = settings.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.hasSuffix("ADDRESS") } ?? 0
      #expect(
        checked.output.contains(
          "FAIL  target second: ferry.yaml:\(line + 1):15: the ledger's numbers of this target are those of \(workplace.sandbox.baseURL), not of"
        ),
        "\(checked.output)")
    }
  }
}
