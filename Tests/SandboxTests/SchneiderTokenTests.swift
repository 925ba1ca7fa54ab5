import Foundation
import Sandbox
import Testing

@Suite struct SchneiderTokenTests {
  static let form = "grant_type=client_credentials"
  static let inBody = form + "&client_id=sandbox&client_secret=ferry-sandbox-client-secret-known-to-all"
  static let path = "/v1/supply-chain/order-status/orders/RU"

  @Test func `id and secret as Basic or in the body get a token that lets in`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox async throws in
      for (headers, body) in [([basic("sandbox:ferry-sandbox-client-secret-known-to-all")], Self.form), ([], Self.inBody)] {
        let response = try await token(sandbox, headers, body)
        #expect(response.status == 200)
        #expect(try response.json["token_type"] as? String == "Bearer")
        #expect(try response.json["expires_in"] as? Int == 3600)
        let token = try #require(try response.json["access_token"] as? String)
        #expect(try await RawClient(port: sandbox.port, token: token).get(Self.path).status == 200)
        #expect(try await RawClient(port: sandbox.port, token: token).get("/v1/test-connection").status == 401, "not the facade's")
      }
      #expect(try await RawClient(port: sandbox.port).get("/sandbox/tokens").body == #"{"issued":2}"#)
      #expect(try await RawClient(port: sandbox.port).get(Self.path).status == 401, "nor is the facade's good here")
      #expect(try await RawClient(port: sandbox.port, token: "").get(Self.path).status == 401)
    }
  }

  static let wrong: [(authorization: String?, body: String, status: Int, error: String)] = [
    ("sandbox:other", form, 401, "invalid_client"), ("other:ferry-sandbox-client-secret-known-to-all", form, 401, "invalid_client"),
    ("sandbox", form, 401, "invalid_client"), (nil, form, 401, "invalid_client"),
    (nil, form + "&client_id=sandbox&client_secret=other", 401, "invalid_client"),
    (nil, inBody.replacing("client_credentials", with: "password"), 400, "unsupported_grant_type"),
    (nil, inBody.replacing(form + "&", with: ""), 400, "invalid_request"),
    ("sandbox:ferry-sandbox-client-secret-known-to-all", inBody, 400, "invalid_request"),
    (nil, inBody + "&x=%2", 400, "invalid_request"),
  ]

  @Test(arguments: wrong) func `who is somebody else, or asks for something else, gets no token`(
    _ authorization: String?, _ body: String, _ status: Int, _ error: String
  ) async throws {
    try await withSandbox(TestKeys.configuration) { sandbox async throws in
      let response = try await token(sandbox, authorization.map { [basic($0)] } ?? [], body)
      #expect(response.status == status)
      #expect(response.body == #"{"error":"\#(error)"}"#)
      #expect(try await RawClient(port: sandbox.port).get("/sandbox/tokens").body == #"{"issued":0}"#)
    }
  }

  @Test func `only a form is read, and only by POST`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox async throws in
      let client = RawClient(port: sandbox.port, token: "")
      for type in ["application/json", "text/plain"] {
        #expect(try await client.exchange(client.text("POST", "/token", ["Content-Type: \(type)"], Self.inBody)).status == 415)
      }
      #expect(try await client.exchange(client.text("POST", "/token", [], Self.inBody)).status == 415)
      #expect(try await client.get("/token").header("Allow") == "POST")
    }
  }

  @Test(arguments: [SandboxClient(id: "", secret: "s"), SandboxClient(id: "i", secret: "")])
  func `an empty id or secret is refused at the start`(_ client: SandboxClient) {
    var configuration = TestKeys.configuration
    configuration.client = client
    #expect { _ = try SandboxServer(configuration) } throws: {
      ($0 as? SandboxError)?.message == "The client id or its secret is empty; give both."
    }
  }

  @Test func `a token expires by the clock, or when it is revoked`() async throws {
    let clock = ManualClock(1000)
    var configuration = TestKeys.configuration
    configuration.now = { clock.now }
    configuration.tokenLife = 60
    configuration.client = SandboxClient(id: "me", secret: "a secret & more")
    try await withSandbox(configuration) { sandbox async throws in
      #expect(try await token(sandbox, [basic("me:a+secret+%26+more")], Self.form).status == 200)
      #expect(try await token(sandbox, [basic("me:a+secret+%2+more")], Self.form).status == 401)
      let response = try await token(sandbox, [basic("me:a secret & more")], Self.form)
      #expect(try response.json["expires_in"] as? Int == 60)
      let client = RawClient(port: sandbox.port, token: try #require(try response.json["access_token"] as? String))
      clock.now = 1059.9
      #expect(try await client.get(Self.path).status == 200)
      clock.now = 1060
      #expect(try await client.get(Self.path).status == 401)
      clock.now = 1059.9
      #expect(try await client.exchange(client.text("POST", "/sandbox/expire-tokens")).status == 200)
      #expect(try await client.get(Self.path).status == 401)
      let refusals = sandbox.server.record.map(\.tokenRefusal)
      #expect(refusals == [nil, .wrongClient, nil, nil, .expired, .unknownToken])
    }
  }

  @Test func `the record has the requests, but nothing of a secret or a token`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox async throws in
      _ = try await token(sandbox, [], Self.inBody)
      let client = RawClient(port: sandbox.port, token: "")
      _ = try await client.exchange(
        client.text("POST", "/token?client_secret=abcdef", ["Content-Type: application/x-www-form-urlencoded"], Self.form))
      let other = try await SchneiderClient(sandbox)
      _ = try await other.get(Self.path + "?page=2")
      let record = try await client.get("/sandbox/requests").body
      #expect(sandbox.server.record.map(\.path) == ["/token", "/token", "/token", Self.path])
      #expect(sandbox.server.record.map(\.status) == [200, 401, 200, 200])
      #expect(sandbox.server.record.last?.query == "page=2")
      #expect(sandbox.server.record[1].tokenRefusal == .wrongClient)
      for secret in ["known-to-all", "abcdef", other.token] { #expect(!record.contains(secret)) }
      #expect("\(SandboxClient.development)" == "client sandbox (secret hidden)")
      _ = try await client.exchange(client.text("POST", "/sandbox/reset"))
      #expect(try await client.get("/sandbox/tokens").body == #"{"issued":0}"#)
      #expect(sandbox.server.record.isEmpty)
      #expect(try await other.get(Self.path).status == 200)
    }
  }

  @Test func `the services and the token can misbehave`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox async throws in
      sandbox.server.misbehave(
        FaultRule(.status(503), path: "/token"), FaultRule(.unauthorized, path: "/v1/supply-chain/order-status"))
      #expect(try await token(sandbox, [], Self.inBody).status == 503)
      let client = try await SchneiderClient(sandbox)
      #expect(try await client.get(Self.path).status == 401)
      #expect(try await client.get(Self.path).status == 200)
    }
  }

  private func token(_ sandbox: RunningSandbox, _ headers: [String], _ body: String) async throws -> RawResponse {
    let client = RawClient(port: sandbox.port, token: "")
    return try await client.exchange(
      client.text("POST", "/token", headers + ["Content-Type: application/x-www-form-urlencoded"], body))
  }

  private func basic(_ text: String) -> String { "Authorization: Basic \(Data(text.utf8).base64EncodedString())" }
}
