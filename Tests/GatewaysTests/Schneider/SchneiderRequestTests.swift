import Contracts
import Gateways
import Testing

/// What goes out to Schneider Electric, byte by byte.
@Suite(.serialized, .timeLimit(.minutes(5))) struct SchneiderRequestTests {
  @Test func `id and secret go as Basic credentials, form-encoded first`() async throws {
    try await SchneiderStage.run { settings in
      settings.clientID = Secret(utf8: "ferry client~*-._")
      settings.clientSecret = Secret(utf8: "p:s+w/d%=&")
      settings.version = "1.2.3"
    } _: { stage in
      #expect(await stage.gateway.perform(Samples.schneiderOrder).summary == "success 200")
      let request = try #require(stage.tokenRequests.first)
      #expect(request.line == "POST /token HTTP/1.1")
      // printf '%s' 'ferry+client%7E*-._:p%3As%2Bw%2Fd%25%3D%26' | base64
      #expect(request["Authorization"] == "Basic ZmVycnkrY2xpZW50JTdFKi0uXzpwJTNBcyUyQnclMkZkJTI1JTNEJTI2")
      #expect(request["Content-Type"] == "application/x-www-form-urlencoded")
      #expect(request["Accept"] == "application/json")
      #expect(request["User-Agent"] == "ferry/1.2.3")
      #expect(stage.forms == ["grant_type=client_credentials"])
    }
  }

  @Test func `id and secret go in the form where the settings say so`() async throws {
    try await SchneiderStage.run { settings in
      settings.authentication = .body
      settings.clientID = Secret(utf8: "ferry client")
      settings.clientSecret = Secret(utf8: "p&s=w")
    } _: { stage in
      #expect(await stage.gateway.perform(Samples.schneiderOrder).summary == "success 200")
      #expect(stage.forms == ["grant_type=client_credentials&client_id=ferry+client&client_secret=p%26s%3Dw"])
      #expect(stage.tokenRequests.map { $0["Authorization"] } == [nil])
    }
  }

  @Test func `a call has its token, its encoded path and its query in order`() async throws {
    let product = PlannedCall(
      .getProductAvailability, path: "/v2/sales-operation/product-availability/products/" + PlannedCall.percentEncoded("XB5KSM/"),
      query: [PlannedCall.QueryItem("quantity", "1"), PlannedCall.QueryItem("shipTo", "12 34")])
    try await SchneiderStage.run(api: { _ in .init(body: "{}") }) { stage in
      #expect(await stage.gateway.perform(product).summary == "success 200")
      let request = try #require(stage.calls.first)
      #expect(
        request.line == "GET /v2/sales-operation/product-availability/products/XB5KSM%2F?quantity=1&shipTo=12%2034 HTTP/1.1")
      #expect(request["Authorization"] == "Bearer token-1")
      #expect(request["Accept"] == "application/json")
      #expect(request["Content-Type"] == nil)
    }
  }

  @Test func `base URL and token URL may be different servers`() async throws {
    try await ScriptedServer.run { connection in
      while try await connection.readRequest() != nil { try await connection.respond(200, SchneiderStage.Reply.token("elsewhere").body) }
    } _: { tokens in
      try await SchneiderStage.run {
        $0.tokenURL = tokens.address + "/oauth/"
      } _: { stage in
        #expect(await stage.gateway.perform(Samples.schneiderOrder).summary == "success 200")
        #expect(tokens.requests.map(\.line) == ["POST /oauth/ HTTP/1.1"])
        #expect(stage.server.requests.map(\.token) == ["elsewhere"])
      }
    }
  }
}
