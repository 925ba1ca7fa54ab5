import Contracts
import Gateways
import NIOSSL
import Testing

/// What a token endpoint can answer, and what becomes of the call that needed a token: never an error, always a hold.
@Suite(.serialized, .timeLimit(.minutes(5))) struct TokenEndpointTests {
  private typealias Reply = SchneiderStage.Reply

  @Test(arguments: [
    (401, #"{"error":"invalid_client"}"#, "401 invalid_client"), (400, #"{"error":"invalid_client"}"#, "400 invalid_client"),
    (400, #"{"error":"invalid_grant","error_description":"no"}"#, "400 invalid_grant"), (401, "", "401"), (403, "<html>", "403"),
    (422, #"{"error":5}"#, "422"), (401, #"{"error":"two words"}"#, "401"), (401, #"{"error":"x\ny"}"#, "401"),
    (401, #"{"error":"\#(String(repeating: "x", count: 41))"}"#, "401"), (401, #"{"error":"<b>"}"#, "401"),
  ])
  func `refused credentials hold the target and are named`(status: Int, body: String, said: String) async throws {
    let (outcome, address) = try await SchneiderStage.outcome(token: Reply(status: status, body: body))
    #expect(outcome.summary == "held credentials")
    #expect(
      outcome.sentences == [
        "schneider: the token was refused (\(said)) by \(address)/token; check schneider.client_id and schneider.client_secret"
      ])
  }

  @Test(arguments: [
    (404, "held credentials", "check schneider.token_url"), (405, "held credentials", "check schneider.token_url"),
    (302, "held credentials", "redirects are not followed; put the final address into schneider.token_url"),
    (429, "held busy", "it is busy and will be asked again"), (503, "held busy", "it is busy and will be asked again"),
    (408, "held busy", "it is busy and will be asked again"), (500, "held broken", "see how it is doing"),
    (502, "held broken", "see how it is doing"), (407, "held credentials", "check schneider.proxy"),
  ])
  func `other statuses hold the target too`(status: Int, summary: String, words: String) async throws {
    let (outcome, address) = try await SchneiderStage.outcome(
      token: Reply(status: status, body: "a body", headers: ["Retry-After: 7", "Location: /elsewhere"]))
    #expect(outcome.summary == summary)
    #expect(outcome.sentences == ["schneider: POST \(address)/token answered \(status): \(words)"])
    guard case .held(let hold) = outcome else { return }
    #expect(hold.retryAfter == (hold.reason == .busy ? .seconds(7) : nil))
  }

  @Test(arguments: [
    "", "<html>", "[]", "{}", #"{"access_token":""}"#, #"{"access_token":5}"#, #"{"access_token":null}"#, #"{"access_token":"two words"}"#,
    #"{"access_token":"x\r\nX: y"}"#, #"{"access_token":"naïve"}"#, #"{"access_token":"cut"#, #"{"Access_Token":"x"}"#,
  ])
  func `a 200 without a token that can stand in a header is broken`(body: String) async throws {
    let (outcome, address) = try await SchneiderStage.outcome(token: Reply(body: body))
    #expect(outcome.summary == "held broken")
    #expect(
      outcome.sentences == [
        "schneider: POST \(address)/token answered 200 without an access token that can be used; check schneider.token_url"
      ])
  }

  @Test func `a huge response is not read on`() async throws {
    let (outcome, address) = try await SchneiderStage.outcome(token: .token(String(repeating: "x", count: 200_000)))
    #expect(outcome.summary == "held broken")
    #expect(
      outcome.sentences == [
        "schneider: POST \(address)/token failed: the response is larger than 65536 bytes; check schneider.token_url"
      ])
  }

  @Test func `an endpoint that does not answer is given up in time`() async throws {
    let (outcome, address) = try await SchneiderStage.outcome(token: nil) { $0.timeout = .seconds(1) }
    #expect(outcome.summary == "held broken")
    #expect(
      outcome.sentences == [
        "schneider: POST \(address)/token failed: no response in time; see how the target is doing; schneider.timeout sets the limit"
      ])
  }

  @Test func `an endpoint that is not there holds the target`() async throws {
    let dead = try await ScriptedServer.run({ _ in }, { $0.address })
    try await SchneiderStage.run {
      $0.tokenURL = dead + "/token"
    } _: { stage in
      let outcome = await stage.gateway.perform(Samples.schneiderOrder)
      #expect(outcome.summary == "held unreachable")
      #expect(
        outcome.sentences == [
          "schneider: POST \(dead)/token was not sent: connection refused; check schneider.token_url and the network"
        ])
      #expect(await stage.gateway.probe() == outcome)
      #expect(stage.server.requests.isEmpty)
    }
  }

  @Test func `its certificate is verified, with ca_file too`() async throws {
    try await Certificates.with { certificates in
      try await ScriptedServer.run(tls: certificates.server(for: "IP:127.0.0.1")) { connection in
        try await connection.readRequest()
        try await connection.respond(200, Reply.token("under-tls").body)
      } _: { tokens in
        for (file, expected) in [(nil, "held unreachable"), (certificates.issuer, "success 200")] {
          try await SchneiderStage.run {
            $0.tokenURL = "https://127.0.0.1:\(tokens.port)/token"
            $0.caFile = file
          } _: { stage in
            let outcome = await stage.gateway.perform(Samples.schneiderOrder)
            #expect(outcome.summary == expected)
            if file == nil { #expect(outcome.sentences.first?.hasSuffix("in schneider.ca_file") == true) }
          }
        }
        #expect(tokens.requests.count == 1)
      }
    }
  }

  @Test func `after a failure the next call asks again`() async throws {
    try await SchneiderStage.run(token: { $0 == 1 ? Reply(status: 500) : .token("token-\($0)") }) { stage in
      #expect(await stage.gateway.perform(Samples.schneiderOrder).summary == "held broken")
      #expect(await stage.gateway.perform(Samples.schneiderOrder).summary == "success 200")
      #expect(stage.calls.map(\.token) == ["token-2"])
    }
  }

  @Test func `a gateway that is shut down holds`() async throws {
    try await SchneiderStage.run { stage in
      await stage.gateway.shutdown()
      #expect(await stage.gateway.perform(Samples.schneiderOrder).summary == "held unreachable")
      #expect(await stage.gateway.probe().summary == "held unreachable")
    }
  }
}
