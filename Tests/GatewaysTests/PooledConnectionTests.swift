import Contracts
import Gateways
import Testing

/// Connections that are used again.
@Suite(.serialized, .timeLimit(.minutes(5))) struct PooledConnectionTests {
  @Test func `calls share a connection`() async throws {
    try await ScriptedServer.run { connection in
      while try await connection.readRequest() != nil { try await connection.respond(200, Samples.orderResponse) }
    } _: { server in
      var settings = Samples.settings(server.address)
      // Longer than a busy machine may need between two calls.
      settings.idleTimeout = .seconds(300)
      try await withERPGateway(settings, logger: Samples.quiet) { gateway in
        for _ in 1...3 { #expect(await gateway.perform(Samples.order).summary == "success 200") }
      }
      #expect(server.connectionCount == 1)
    }
  }

  @Test func `a kept connection that is closed at the call's arrival leaves it in doubt, sent once`() async throws {
    try await ScriptedServer.run { connection in
      try await connection.readRequest()
      try await connection.respond(200, Samples.orderResponse)
      try await connection.readRequest()
    } _: { server in
      try await withERPGateway(Samples.settings(server.address), logger: Samples.quiet) { gateway in
        #expect(await gateway.perform(Samples.order).summary == "success 200")
        #expect(await gateway.perform(Samples.order).summary == "in doubt")
      }
      #expect(server.requests.count == 2)
    }
  }

  /// The server closes right after its response without having said so: each next call races with that end.
  @Test(arguments: [false, true]) func `a kept connection closed while idle never has a call sent twice`(isReset: Bool) async throws {
    try await ScriptedServer.run { connection in
      if isReset { try await connection.makeCloseAReset() }
      try await connection.readRequest()
      try await connection.respond(200, Samples.orderResponse)
    } _: { server in
      try await withERPGateway(Samples.settings(server.address), logger: Samples.quiet) { gateway in
        for round in 1...300 {
          let key = "round-\(round)"
          let order = PlannedCall(
            .createOrder, path: "/orders", body: Samples.order.body, indices: Samples.order.indices, idempotencyKey: key)
          let outcome = await gateway.perform(order)
          let count = server.requests.count { $0["Idempotency-Key"] == key }
          switch outcome {
          case .success: #expect(count == 1)
          case .inDoubt: #expect(count <= 1)
          case .held: #expect(count == 0, "\(outcome)")
          case .refused: #expect(Bool(false), "\(outcome)")
          }
        }
      }
    }
  }

  @Test func `a connection closed before anything is read never has a call sent twice`() async throws {
    for isReset in [false, true] {
      let (outcome, _) = try await ScriptedServer.outcome(of: Samples.order) { connection in
        if isReset { try await connection.makeCloseAReset() }
      }
      #expect(["in doubt", "held unreachable"].contains(outcome.summary))
    }
  }

  @Test func `a server that answers before it is asked does no harm`() async throws {
    try await ScriptedServer.run { connection in
      try await connection.respond(200, Samples.orderResponse)
      try await connection.respond(200, Samples.orderResponse)
      while try await connection.readRequest() != nil {}
    } _: { server in
      var settings = Samples.settings(server.address)
      settings.orderTimeout = .seconds(1)
      try await withERPGateway(settings, logger: Samples.quiet) { gateway in
        for _ in 1...5 { _ = await gateway.perform(Samples.order) }
      }
      #expect(server.requests.count <= 5)
    }
  }

  @Test func `a connection idle beyond the limit is not used again`() async throws {
    let (ends, ended) = AsyncStream.makeStream(of: Int.self)
    try await ScriptedServer.run { connection in
      while try await connection.readRequest() != nil { try await connection.respond(200, Samples.orderResponse) }
      ended.yield(connection.number)
    } _: { server in
      var settings = Samples.settings(server.address)
      settings.idleTimeout = .milliseconds(100)
      try await withERPGateway(settings, logger: Samples.quiet) { gateway in
        #expect(await gateway.perform(Samples.order).summary == "success 200")
        for await number in ends {
          #expect(number == 1)
          break
        }
        #expect(await gateway.perform(Samples.order).summary == "success 200")
      }
      #expect(server.connectionCount == 2)
    }
  }
}
