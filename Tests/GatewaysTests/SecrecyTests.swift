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

  @Test func `no description or dump shows the client's secret`() async throws {
    var settings = SchneiderStage.settings("https://api.se.com")
    settings.proxy = ProxySettings(host: "proxy", port: 1, credentials: (user: "desk", password: Secret(utf8: Self.password)))
    let shown = try await withSchneiderGateway(settings, logger: Samples.quiet) { everyText(of: settings) + everyText(of: $0) }
    #expect(shown.contains("<secret>") && shown.contains("SchneiderGateway(schneider)"))
    for secret in [SchneiderStage.clientID, SchneiderStage.clientSecret, Self.password] { #expect(!shown.contains(secret)) }
  }

  @Test(arguments: SchneiderSettings.Authentication.allCases, [200, 302, 400, 401, 404, 429, 500])
  func `neither log nor outcome shows them, even if the token endpoint repeats what it was sent`(
    authentication: SchneiderSettings.Authentication, status: Int
  ) async throws {
    let log = CapturedLog()
    let secret = "SecretWord"
    // Of ferry-client:SecretWord.
    let basic = "ZmVycnktY2xpZW50OlNlY3JldFdvcmQ="
    for body in [#"{"error":"SecretWord"}"#, "\(secret) \(basic)", #"{"error":"xSecretWordx","access_token":"two SecretWord"}"#] {
      let outcomes = try await SchneiderStage.run(
        {
          $0.authentication = authentication
          $0.clientSecret = Secret(utf8: secret)
        }, logger: log.logger, token: { _ in .init(status: status, body: body) }
      ) { [await $0.gateway.perform(Samples.schneiderOrder), await $0.gateway.probe()] }
      let texts = everyText(of: outcomes) + log.lines.joined()
      #expect(!log.lines.isEmpty)
      for hidden in [secret, basic, SchneiderStage.clientID] { #expect(!texts.contains(hidden)) }
    }
  }

  @Test func `a fetched token that the target repeats is not shown`() async throws {
    let log = CapturedLog()
    try await SchneiderStage.run(
      logger: log.logger, api: { .init(status: 404, body: #"{"code":"Invalid_Input","userMessage":"not with \#($0.token)"}"#) }
    ) { stage in
      let outcome = await stage.gateway.perform(Samples.schneiderOrder)
      #expect(outcome.sentences == ["not with <secret>"])
      #expect(stage.calls.map(\.token) == ["token-1"])
      #expect(!log.lines.joined().contains("token-1"))
    }
  }
}
