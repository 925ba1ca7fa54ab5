import Contracts
import Gateways
import Testing

/// Keys, tokens and passwords appear in no text of ours.
@Suite(.serialized, .timeLimit(.minutes(1))) struct SecrecyTests {
  static let password = "proxy-password"

  private func settings(_ address: String, _ credentials: ERPSettings.Credentials) -> ERPSettings {
    ERPSettings(baseURL: address, credentials: credentials)
  }

  private func everyText(of value: Any) -> String {
    var dumped = ""
    dump(value, to: &dumped)
    return "\(value) \(String(reflecting: value)) \(dumped)"
  }

  @Test func `no description or dump shows them`() async throws {
    var settings = settings("https://erp.example.com", .token(Samples.token))
    settings.proxy = ProxySettings(host: "proxy", port: 1, credentials: (user: "desk", password: Secret(utf8: Self.password)))
    let shown = try await withERPGateway(settings, logger: Samples.quiet) { gateway -> String in
      everyText(of: Samples.token.signingKey) + everyText(of: settings) + everyText(of: gateway)
    }
    #expect(shown.contains("<secret>"))
    for secret in [Samples.signingKey, Samples.encryptionKey, Self.password] { #expect(!shown.contains(secret)) }
    let bytes = Array(Samples.signingKey.utf8).prefix(8).map { "- \($0)" }.joined(separator: "\n")
    #expect(!shown.replacing(" ", with: "").contains(bytes.replacing(" ", with: "")))
    let bearer = everyText(of: self.settings("https://erp.example.com", .bearer(Secret(utf8: "static-token"))))
    #expect(!bearer.contains("static-token"))
  }

  @Test(arguments: [200, 400, 401, 403, 409, 422, 500]) func `neither log nor outcome shows them, even if the target repeats the token`(
    status: Int
  ) async throws {
    let log = CapturedLog()
    try await ScriptedServer.run { connection in
      while let request = try await connection.readRequest() {
        try await connection.respond(status, #"{"messages":["\#(request.token) and \#(request.token)"]}"#)
      }
    } _: { server in
      let settings = settings(server.address, .token(Samples.token))
      let outcomes = try await withERPGateway(settings, logger: log.logger) {
        [await $0.perform(Samples.order), await $0.perform(Samples.search)]
      }
      var texts = everyText(of: outcomes) + log.lines.joined()
      for case .inDoubt(let doubt) in outcomes { texts += String(decoding: doubt.body, as: UTF8.self) }
      #expect(!log.lines.isEmpty)
      let tokens = Set(server.requests.map(\.token))
      #expect(!tokens.isEmpty)
      for secret in tokens.union([Samples.signingKey, Samples.encryptionKey]) { #expect(!texts.contains(secret)) }
      if status == 400 {
        #expect(outcomes.map(\.sentences) == [["<secret> and <secret>"], ["<secret> and <secret>"]])
      }
    }
  }
}
