import Contracts
import Gateways
import Testing

/// What goes out.
@Suite(.serialized, .timeLimit(.minutes(5))) struct RequestTests {
  private func sent(_ call: PlannedCall, base: String = "") async throws -> (request: ReceivedRequest, body: String) {
    let (bodies, body) = AsyncStream.makeStream(of: String.self)
    return try await ScriptedServer.run { connection in
      guard let request = try await connection.readHead() else { return }
      body.yield(try await connection.readBody(of: request))
      try await connection.respond(500)
    } _: { server in
      var settings = Samples.settings(server.address + base)
      settings.version = "1.2.3"
      _ = try await withERPGateway(settings, logger: Samples.quiet) { await $0.perform(call) }
      var bodies = bodies.makeAsyncIterator()
      return (try #require(server.requests.first), try #require(await bodies.next()))
    }
  }

  @Test func `an order has its headers, its key and its body as planned`() async throws {
    let (request, body) = try await sent(Samples.order, base: "/v1/")
    #expect(request.line == "POST /v1/orders HTTP/1.1")
    #expect(request["Authorization"] == "Bearer static-token")
    #expect(request["Accept"] == "application/json")
    #expect(request["Content-Type"] == "application/json")
    #expect(request["User-Agent"] == "ferry/1.2.3")
    #expect(request["Idempotency-Key"] == Samples.order.idempotencyKey)
    #expect(request["Content-Length"] == String(Samples.order.body.count))
    #expect(request["Transfer-Encoding"] == nil)
    #expect(body == String(decoding: Samples.order.body, as: UTF8.self))
  }

  @Test func `a look-up has its encoded path and query, and no body`() async throws {
    let (request, body) = try await sent(Samples.orderLookup, base: "/v1")
    #expect(request.line == "GET /v1/orders/AB%2F12?externalOrderDate=2018-01-16%20%C3%A9 HTTP/1.1")
    #expect(request["Content-Type"] == nil)
    #expect(request["Idempotency-Key"] == nil)
    #expect(body.isEmpty)
  }

  @Test func `the scheme may be in capitals`() async throws {
    try await ScriptedServer.run { connection in
      try await connection.readRequest()
      try await connection.respond(200)
    } _: { server in
      let settings = Samples.settings("HTTP://127.0.0.1:\(server.port)")
      let outcome = try await withERPGateway(settings, logger: Samples.quiet) { await $0.probe() }
      #expect(outcome.summary == "success 200")
    }
  }

  @Test(arguments: ["orders", "", "/orders with blanks", "/orders\r\nX: y", "/orders?x=1", "/orders#x"])
  func `a path that is none is held and never sent`(path: String) async throws {
    let (outcome, requestCount) = try await ScriptedServer.outcome(of: PlannedCall(.createOrder, path: path)) { connection in
      try await connection.readRequest()
      try await connection.respond(200)
    }
    #expect(outcome.summary == "held settings")
    #expect(requestCount == 0)
  }

  @Test(arguments: [".", "..", "%2e", "%2E", "%2e%2E", ".%2e", "%2E."])
  func `an identifier that would lead to another address is refused and never sent`(identifier: String) async throws {
    for path in ["/orders/" + identifier, "/orders/" + identifier + "/items"] {
      try await ScriptedServer.run { connection in
        try await connection.readRequest()
        try await connection.respond(200, #"{"items":[]}"#)
      } _: { server in
        let outcome = try await withERPGateway(Samples.settings(server.address), logger: Samples.quiet) {
          await $0.perform(PlannedCall(.getOrder, path: path))
        }
        #expect(outcome.summary == "refused 0")
        #expect(
          outcome.sentences == [
            "GET \(server.address)\(path) was not sent: \".\" and \"..\" are no identifiers, they would lead to another address"
          ])
        #expect(server.requests.isEmpty)
      }
    }
  }

  @Test(arguments: ["...", ".a", "a..", "..%2Fa", "a.%2E", "%252e"])
  func `dots beside other characters are an identifier like any other`(identifier: String) async throws {
    let (request, _) = try await sent(PlannedCall(.getOrder, path: "/orders/" + identifier))
    #expect(request.line == "GET /orders/\(identifier) HTTP/1.1")
  }
}
