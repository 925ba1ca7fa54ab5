import Contracts
import Gateways
import Testing

/// When a token is asked for, and how often.
@Suite(.serialized, .timeLimit(.minutes(5))) struct FetchedTokenTests {
  private typealias Reply = SchneiderStage.Reply

  private func order(_ number: Int) -> PlannedCall {
    PlannedCall(.getSchneiderOrder, path: "/v1/supply-chain/partner-order-status/orders/FR/\(number)")
  }

  /// A hundred at once, each on a path of its own.
  private func performHundred(_ gateway: SchneiderGateway) async -> [String: Int] {
    await withTaskGroup(of: Outcome.self) { group in
      for number in 1...100 { group.addTask { await gateway.perform(order(number)) } }
      var summaries: [String: Int] = [:]
      for await outcome in group { summaries[outcome.summary, default: 0] += 1 }
      return summaries
    }
  }

  /// An hour ends a minute early, 100 s end 20 s early; what is unreadable is taken for an hour, more than a day for a day.
  @Test(arguments: [
    ("3600", 3_539, 3_541), ("\"3600\"", 3_539, 3_541), (nil, 3_539, 3_541), ("100", 79, 81), ("\"soon\"", 3_539, 3_541),
    ("true", 3_539, 3_541), ("\"nan\"", 3_539, 3_541), ("1e400", 3_539, 3_541), ("99999999", 86_339, 86_341),
  ])
  func `it is kept until a fifth of its life or a minute is left`(expiresIn: String?, kept: Int, renewed: Int) async throws {
    let clock = SteppedClock(1_790_000_000)
    try await SchneiderStage.run(clock: clock, token: { .token("token-\($0)", expiresIn: expiresIn) }) { stage in
      _ = await stage.gateway.perform(Samples.schneiderOrder)
      clock.advance(by: Double(kept))
      _ = await stage.gateway.perform(Samples.schneiderOrder)
      clock.advance(by: Double(renewed - kept))
      _ = await stage.gateway.perform(Samples.schneiderOrder)
      #expect(stage.calls.map(\.token) == ["token-1", "token-1", "token-2"])
      #expect(stage.tokenRequests.count == 2)
    }
  }

  @Test(arguments: ["0", "-5"]) func `one without a life serves the call that asked for it`(expiresIn: String) async throws {
    try await SchneiderStage.run(token: { .token("token-\($0)", expiresIn: expiresIn) }) { stage in
      for _ in 1...2 { #expect(await stage.gateway.perform(Samples.schneiderOrder).summary == "success 200") }
      #expect(stage.calls.map(\.token) == ["token-1", "token-2"])
    }
  }

  @Test func `it is asked for anew when the clock was set back`() async throws {
    let clock = SteppedClock(1_790_000_000)
    try await SchneiderStage.run(clock: clock) { stage in
      _ = await stage.gateway.perform(Samples.schneiderOrder)
      clock.advance(by: -3_600)
      _ = await stage.gateway.perform(Samples.schneiderOrder)
      #expect(stage.calls.map(\.token) == ["token-1", "token-2"])
    }
  }

  @Test func `a hundred calls on an expired token make one refresh`() async throws {
    let clock = SteppedClock(1_790_000_000)
    try await SchneiderStage.run(clock: clock) { stage in
      _ = await stage.gateway.perform(Samples.schneiderOrder)
      clock.advance(by: 4_000)
      #expect(await performHundred(stage.gateway) == ["success 200": 100])
      #expect(stage.tokenRequests.count == 2)
      #expect(stage.calls.count == 101)
      #expect(Set(stage.calls.dropFirst().map(\.token)) == ["token-2"])
    }
  }

  @Test func `a hundred calls whose token was revoked make one refresh, and no call is made more than twice`() async throws {
    try await SchneiderStage.run(api: {
      $0.token == "token-1" ? Reply(status: 401) : Reply(body: Samples.schneiderResponse)
    }) { stage in
      #expect(await performHundred(stage.gateway) == ["success 200": 100])
      #expect(stage.tokenRequests.count == 2)
      let attempts = Dictionary(grouping: stage.calls, by: \.line).mapValues(\.count)
      #expect(attempts.count == 100)
      #expect(attempts.values.allSatisfy { $0 <= 2 })
    }
  }

  @Test func `401 to a token just made holds the target and names id and secret`() async throws {
    try await SchneiderStage.run(api: { _ in Reply(status: 401) }) { stage in
      let outcome = await stage.gateway.perform(Samples.schneiderOrder)
      #expect(outcome.summary == "held credentials 401")
      #expect(
        outcome.sentences == [
          "schneider: GET \(stage.server.address)\(Samples.schneiderOrder.path) answered 401: "
            + "check schneider.client_id and schneider.client_secret"
        ])
      #expect(stage.calls.map(\.token) == ["token-1", "token-2"])
    }
  }

  @Test func `where no other token comes after 401, that is what the call comes to`() async throws {
    try await SchneiderStage.run(token: { $0 == 1 ? .token("token-1") : Reply(status: 503) }, api: { _ in Reply(status: 401) }) { stage in
      #expect(await stage.gateway.perform(Samples.schneiderOrder).summary == "held busy")
      #expect(stage.calls.count == 1)
    }
  }

  @Test func `a probe asks for a token anew, and that one is used from then on`() async throws {
    try await SchneiderStage.run { stage in
      _ = await stage.gateway.perform(Samples.schneiderOrder)
      #expect(await stage.gateway.probe() == .success(Outcome.Response(status: 200, body: [])))
      _ = await stage.gateway.perform(Samples.schneiderOrder)
      #expect(stage.calls.map(\.token) == ["token-1", "token-2"])
      #expect(stage.tokenRequests.count == 2)
    }
  }

  @Test func `a probe that fails leaves the token that is in use`() async throws {
    try await SchneiderStage.run(token: { $0 == 1 ? .token("token-1") : Reply(status: 401) }) { stage in
      _ = await stage.gateway.perform(Samples.schneiderOrder)
      #expect(await stage.gateway.probe().summary == "held credentials")
      #expect(await stage.gateway.perform(Samples.schneiderOrder).summary == "success 200")
      #expect(stage.calls.map(\.token) == ["token-1", "token-1"])
    }
  }

  @Test func `who waits does not lose by the cancellation of the one that asked`() async throws {
    let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
    try await SchneiderStage.run(token: { number in
      arrived.yield()
      return number == 1 ? nil : .token("token-\(number)")
    }) { stage in
      let gateway = stage.gateway
      await withTaskGroup(of: Outcome.self) { waiting in
        await withTaskGroup(of: Outcome.self) { asking in
          asking.addTask { await gateway.perform(Samples.schneiderOrder) }
          for await _ in arrivals { break }
          for _ in 1...10 { waiting.addTask { await gateway.perform(Samples.schneiderOrder) } }
          asking.cancelAll()
          #expect(await asking.next()?.summary == "held broken")
        }
        for await outcome in waiting { #expect(outcome.summary == "success 200") }
      }
      #expect(stage.tokenRequests.count == 2)
    }
  }

  @Test func `who is cancelled while waiting leaves at once, unsent`() async throws {
    let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
    try await SchneiderStage.run(token: { _ in
      arrived.yield()
      return nil
    }) { stage in
      let gateway = stage.gateway
      await withTaskGroup(of: Outcome.self) { asking in
        asking.addTask { await gateway.perform(Samples.schneiderOrder) }
        for await _ in arrivals { break }
        await withTaskGroup(of: Outcome.self) { waiting in
          waiting.addTask { await gateway.perform(Samples.schneiderOrder) }
          waiting.cancelAll()
          let outcome = await waiting.next()
          #expect(outcome?.summary == "held unreachable")
          #expect(outcome?.sentences == ["schneider: the call was cancelled before it was sent; it can be made again"])
        }
        asking.cancelAll()
      }
      #expect(stage.tokenRequests.count == 1)
    }
  }
}
