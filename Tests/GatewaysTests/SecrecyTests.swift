import Contracts
import Gateways
import Testing

/// Keys, tokens and passwords appear in no text of ours.
@Suite(.serialized, .timeLimit(.minutes(5))) struct SecrecyTests {
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
    let proxy = ProxySettings(host: "proxy", port: 1, credentials: (user: "desk", password: Secret(utf8: Self.password)))
    for credentials in [ERPSettings.Credentials.token(Samples.token), .bearer(Secret(utf8: "static-token"))] {
      var settings = settings("https://erp.example.com", credentials)
      settings.proxy = proxy
      let shown = try await withERPGateway(settings, logger: Samples.quiet) { gateway -> String in
        everyText(of: settings) + everyText(of: gateway)
      }
      #expect(shown.contains("<secret>") && shown.contains("desk") && shown.contains("ERPGateway(erp)"))
      // The last one: desk:proxy-password as Basic credentials.
      for secret in [Samples.signingKey, Samples.encryptionKey, Self.password, "static-token", "ZGVzazpwcm94eS1wYXNzd29yZA"] {
        #expect(!shown.contains(secret))
      }
    }
  }

  @Test func `a secret shows nothing but that it is one`() {
    let shown = everyText(of: Secret(utf8: "ferry")) + everyText(of: [Secret(utf8: "ferry")])
    for trace in ["ferry", "102", "0x66"] { #expect(!shown.contains(trace)) }
    #expect(Mirror(reflecting: Secret(utf8: "ferry")).children.isEmpty)
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
