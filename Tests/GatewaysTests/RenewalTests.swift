import Contracts
import Gateways
import Testing

/// When a token is made anew, and how often.
@Suite(.serialized, .timeLimit(.minutes(5))) struct RenewalTests {
  private func withGateway(
    lifetime: Duration = .seconds(300), clock: SteppedClock, _ script: @escaping @Sendable (ServerConnection) async throws -> Void,
    _ body: (ERPGateway, ScriptedServer) async throws -> Void
  ) async throws {
    try await ScriptedServer.run(script) { server in
      var token = Samples.token
      token.lifetime = lifetime
      var settings = ERPSettings(baseURL: server.address, credentials: .token(token))
      settings.concurrency = 100
      try await withERPGateway(settings, logger: Samples.quiet, now: clock.now) { try await body($0, server) }
    }
  }

  @Sendable private static func accept(_ connection: ServerConnection) async throws {
    while try await connection.readRequest() != nil { try await connection.respond(200) }
  }

  private func jtis(_ server: ScriptedServer) throws -> [String] {
    try server.requests.map { try OpenedToken($0.token, encryptionKey: Samples.encryptionKey).jti }
  }

  /// 300 s of life end a minute early, 100 s end 20 s early.
  @Test(arguments: [(300, 239, 241), (100, 79, 81)])
  func `it is kept until a fifth of its life or a minute is left`(lifetime: Int, kept: Int, renewed: Int) async throws {
    let clock = SteppedClock(1_790_000_000)
    try await withGateway(lifetime: .seconds(lifetime), clock: clock, Self.accept) { gateway, server in
      _ = await gateway.probe()
      clock.advance(by: Double(kept))
      _ = await gateway.probe()
      clock.advance(by: Double(renewed - kept))
      _ = await gateway.probe()
      let jtis = try jtis(server)
      #expect(jtis[0] == jtis[1] && jtis[1] != jtis[2])
    }
  }

  @Test func `it is made anew when the clock was set back`() async throws {
    let clock = SteppedClock(1_790_000_000)
    try await withGateway(clock: clock, Self.accept) { gateway, server in
      _ = await gateway.probe()
      clock.advance(by: -3_600)
      _ = await gateway.probe()
      let jtis = try jtis(server)
      #expect(Set(jtis).count == 2)
    }
  }

  /// 1 790 000 000 is Mon, 21 Sep 2026 14:13:20 GMT.
  @Test(arguments: [
    ("Mon, 21 Sep 2026 14:13:00 GMT", ""),
    ("Mon, 21 Sep 2026 12:13:20 GMT", ". This machine's clock is 7200 s ahead of the target's: set it first"),
    ("Mon, 21 Sep 2026 14:14:20 GMT", ". This machine's clock is 60 s behind the target's: set it first"), ("yesterday", ""),
  ])
  func `where tokens are refused, a wrong clock is named`(date: String, words: String) async throws {
    let script: @Sendable (ServerConnection) async throws -> Void = { connection in
      while try await connection.readRequest() != nil { try await connection.respond(401, headers: ["Date: \(date)"]) }
    }
    try await withGateway(clock: SteppedClock(1_790_000_000), script) { gateway, _ in
      guard case .held(let hold) = await gateway.probe() else { return #expect(Bool(false)) }
      #expect(hold.reason == .credentials)
      #expect(hold.message.hasSuffix("erp.token.encryption_key and erp.token.claims" + words), "\(hold.message)")
    }
  }

  @Test func `a hundred calls with an expired token make one`() async throws {
    let clock = SteppedClock(1_790_000_000)
    try await withGateway(clock: clock, Self.accept) { gateway, server in
      _ = await gateway.probe()
      clock.advance(by: 1_000)
      await withTaskGroup(of: Outcome.self) { group in
        for _ in 1...100 { group.addTask { await gateway.probe() } }
        for await outcome in group { #expect(outcome.summary == "success 200") }
      }
      let jtis = try jtis(server)
      #expect(jtis.count == 101)
      #expect(Set(jtis.dropFirst()).count == 1)
    }
  }

  @Test func `a hundred calls whose token is refused make one new token`() async throws {
    let clock = SteppedClock(1_790_000_000)
    let first = FirstToken()
    try await withGateway(clock: clock) { connection in
      while let request = try await connection.readRequest() {
        try await connection.respond(first.isFirst(request.token) ? 401 : 200)
      }
    } _: { gateway, server in
      await withTaskGroup(of: Outcome.self) { group in
        for _ in 1...100 { group.addTask { await gateway.probe() } }
        for await outcome in group { #expect(outcome.summary == "success 200") }
      }
      let jtis = try jtis(server)
      #expect(Set(jtis).count == 2)
    }
  }

  @Test(arguments: [Samples.order, Samples.search]) func `401 twice holds the target, after one new token`(call: PlannedCall) async throws {
    try await withGateway(clock: SteppedClock(1_790_000_000)) { connection in
      while try await connection.readRequest() != nil { try await connection.respond(401) }
    } _: { gateway, server in
      let outcome = await gateway.perform(call)
      #expect(outcome.summary == "held credentials 401")
      #expect(
        outcome.sentences == [
          "erp: POST \(server.address)\(call.path) answered 401: check erp.token.signing_key, erp.token.encryption_key and erp.token.claims"
        ])
      #expect(server.requests.count == 2)
      let jtis = try jtis(server)
      #expect(Set(jtis).count == 2)
    }
  }

  @Test func `the attempt after 401 is judged like any other`() async throws {
    try await withGateway(clock: SteppedClock(1_790_000_000)) { connection in
      try await connection.readRequest()
      try await connection.respond(401)
      try await connection.readRequest()
      try await connection.respond(500)
    } _: { gateway, server in
      #expect(await gateway.perform(Samples.order).summary == "in doubt 500")
      #expect(server.requests.count == 2)
    }
  }

  @Test func `a ready-made token that is refused is not tried again`() async throws {
    let (outcome, requestCount) = try await ScriptedServer.outcome(of: Samples.order) { connection in
      while try await connection.readRequest() != nil { try await connection.respond(401) }
    }
    #expect(outcome.summary == "held credentials 401")
    #expect(requestCount == 1)
  }
}
