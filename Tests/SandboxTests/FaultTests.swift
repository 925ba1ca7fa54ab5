import Foundation
import Sandbox
import Synchronization
import Testing

@Suite struct FaultTests {
  static let orders = "/v1/orders"
  static let search = "/v1/availabilities/search"

  @Test func `dropped before: not a byte, and nothing ordered`() async throws {
    let seen = try await order(under: FaultRule(.dropBefore))
    #expect(seen == Seen(bytes: 0, status: nil, commits: 0, recorded: nil))
  }

  @Test func `dropped after: not a byte, but ordered`() async throws {
    let seen = try await order(under: FaultRule(.dropAfter))
    #expect(seen == Seen(bytes: 0, status: nil, commits: 1, recorded: nil))
  }

  @Test func `truncated: the head promises all, half the body comes, and it is ordered`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox in
      sandbox.server.misbehave(FaultRule(.truncate))
      let client = RawClient(port: sandbox.port)
      let cut = try await client.post(Self.orders, SeedExamples.orderRequest)
      #expect(cut.status == 200)
      let promised = try #require(cut.header("Content-Length").flatMap { Int($0) })
      #expect(promised > 400)
      #expect(cut.body.utf8.count == promised / 2)
      #expect(sandbox.server.orderCounts == ["O3917.1234567": 1])
    }
  }

  @Test func `statuses come with their headers and body, before or after ordering`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox in
      sandbox.server.misbehave(
        FaultRule(.status(503, headers: ["Retry-After": "2"])), FaultRule(.statusAfterCommit(502, body: "<h1>Bad gateway</h1>")))
      let client = RawClient(port: sandbox.port)
      let busy = try await client.post(Self.orders, SeedExamples.orderRequest)
      #expect(busy.status == 503)
      #expect(busy.header("retry-after") == "2")
      #expect(busy.body == "")
      #expect(sandbox.server.orderCounts.isEmpty)
      let bad = try await client.post(Self.orders, SeedExamples.orderRequest)
      #expect(bad.status == 502)
      #expect(bad.header("content-type") == "text/html")
      #expect(bad.body == "<h1>Bad gateway</h1>")
      #expect(sandbox.server.record.map(\.committed) == [false, true])
      #expect(sandbox.server.record.map(\.fault) == ["status", "statusAfterCommit"])
    }
  }

  @Test func `garbage is 200, ordered, and no JSON`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox in
      sandbox.server.misbehave(FaultRule(.garbage))
      let response = try await RawClient(port: sandbox.port).post(Self.orders, SeedExamples.orderRequest)
      #expect(response.status == 200)
      #expect(response.body == "<html><body>It works!</body></html>")
      #expect(sandbox.server.orderCounts == ["O3917.1234567": 1])
    }
  }

  @Test func `partial names only the first half of the lines, in every external order`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox in
      sandbox.server.misbehave(FaultRule(.partial, times: nil))
      let client = RawClient(port: sandbox.port)
      let response = try await client.post(Self.orders, SeedExamples.orderRequest)
      let items = try response.json["items"] as? [[String: Any]] ?? []
      #expect(items.map { ($0["lines"] as? [[String: String]] ?? []).map { $0["externalLineNumber"] } } == [["1"], ["1"], ["1"]])
      #expect(!response.body.contains("91ec6dcb-69ed-4d2d-95fd-93e9ac190b4e"))
      #expect(try await client.post("/v1/returns", SeedExamples.returnRequest).body.contains("beta") == false)
      #expect(try await client.post(Self.search, SeedExamples.availabilityRequest).body == #"{"items":[]}"#)
      #expect(try await client.post(Self.search, "{}").messages == ["items must not be empty"])
    }
  }

  @Test func `a redirect and a withdrawn token order nothing`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox in
      sandbox.server.misbehave(FaultRule(.redirect("http://127.0.0.1:1/login")), FaultRule(.unauthorized, times: 2))
      let client = RawClient(port: sandbox.port)
      let redirect = try await client.post(Self.orders, SeedExamples.orderRequest)
      #expect(redirect.status == 302)
      #expect(redirect.header("location") == "http://127.0.0.1:1/login")
      #expect(try await client.post(Self.orders, SeedExamples.orderRequest).status == 401)
      #expect(try await client.get("/v1/test-connection").status == 401)
      #expect(sandbox.server.orderCounts.isEmpty)
      #expect(try await client.post(Self.orders, SeedExamples.orderRequest).status == 200)
    }
  }

  @Test func `what hangs gets no byte until the server stops`() async throws {
    for (action, commits) in [(FaultAction.hang, 0), (.hangAfterCommit, 1)] {
      let (ports, opened) = AsyncStream.makeStream(of: Int.self)
      let (ends, ended) = AsyncStream.makeStream(of: Int.self)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          let port = try #require(await ports.first { _ in true })
          ended.yield(try await RawClient(port: port).post(Self.orders, SeedExamples.orderRequest).bytes.count)
        }
        try await withSandbox(TestKeys.configuration) { sandbox async throws in
          sandbox.server.misbehave(FaultRule(action))
          opened.yield(sandbox.port)
          while sandbox.server.record.first?.fault == nil { await Task.yield() }
          #expect(sandbox.server.orderCounts.values.reduce(0, +) == commits)
          #expect(try await RawClient(port: sandbox.port).get("/v1/test-connection").status == 200)
        }
        #expect(await ends.first { _ in true } == 0)
      }
    }
  }

  @Test func `slow sends every byte after a pause, and a delay comes first`() async throws {
    let pauses = Mutex<[Duration]>([])
    var configuration = TestKeys.configuration
    configuration.pause = { pause in pauses.withLock { $0.append(pause) } }
    try await withSandbox(configuration) { sandbox in
      sandbox.server.misbehave(FaultRule(.slow(.milliseconds(3)), delay: .seconds(60)))
      let response = try await RawClient(port: sandbox.port).post("/v1/returns", SeedExamples.returnRequest)
      #expect(try response.json == jsonObject(SeedExamples.returnResponse))
      #expect(
        pauses.withLock { $0 } == [.seconds(60)] + Array(repeating: .milliseconds(3), count: response.body.utf8.count))
    }
  }

  @Test func `a rule acts on its method, path, number and text only, after some and for some`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox in
      let client = RawClient(port: sandbox.port)
      sandbox.server.misbehave(
        FaultRule(.status(503), method: "POST", path: "/orders", number: "O3917.1234567", after: 1, times: 2),
        FaultRule(.status(500), path: "/v1/availabilities", contains: "1234WALKER", times: nil))
      var statuses: [Int?] = []
      for _ in 1...4 { statuses.append(try await client.post(Self.orders, SeedExamples.orderRequest).status) }
      #expect(statuses == [200, 503, 503, 200])
      let other = SeedExamples.orderRequest.replacing("O3917.1234567", with: "A-1")
      #expect(try await client.post(Self.orders, other).status == 200)
      #expect(try await client.get("/v1/orders/ABCD").status == 200)
      for _ in 1...3 { #expect(try await client.post(Self.search, SeedExamples.availabilityRequest).status == 500) }
      #expect(try await client.post(Self.search, SeedExamples.availabilityRequest.replacing("1234WALKER", with: "X")).status == 200)
      sandbox.server.behave()
      #expect(try await client.post(Self.search, SeedExamples.availabilityRequest).status == 200)
    }
  }

  @Test func `a request without a good token does not use up a rule`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox async throws in
      sandbox.server.misbehave(FaultRule(.status(503)))
      #expect(try await RawClient(port: sandbox.port, token: "").get("/v1/test-connection").status == 401)
      #expect(try await RawClient(port: sandbox.port).get("/v1/test-connection").status == 503)
    }
  }

  @Test func `rules come over HTTP too, one or several, and can be removed`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox in
      let client = RawClient(port: sandbox.port)
      let rules = #"""
        [{"method":"POST","path":"/orders","orderNumber":"O3917.1234567","after":1,"times":1,"action":"status","status":429,
        "headers":{"Retry-After":"7"},"body":"slow down"},{"path":"/test","action":"unauthorized","forever":true}]
        """#
      #expect(try await RawClient(port: sandbox.port, token: "").post("/sandbox/faults", rules).status == 200)
      #expect(try await client.post("/sandbox/faults", #"{"path":"/returns","action":"dropAfter"}"#).status == 200)
      #expect(try await client.post(Self.orders, SeedExamples.orderRequest).status == 200)
      let limited = try await client.post(Self.orders, SeedExamples.orderRequest)
      #expect(limited.status == 429)
      #expect(limited.header("Retry-After") == "7")
      #expect(limited.body == "slow down")
      #expect(try await client.post("/v1/returns", SeedExamples.returnRequest).bytes.isEmpty)
      #expect(try await client.get("/v1/test-connection").status == 401)
      #expect(try await client.exchange(client.text("DELETE", "/sandbox/faults")).status == 200)
      #expect(try await client.get("/v1/test-connection").status == 200)
    }
  }

  static let slips: [(body: String, messages: [String])] = [
    ("{", ["body is not JSON: expected a name in quotes at byte 1"]),
    ("{}", ["[0].action must not be null"]),
    (#"{"action":"drop"}"#, ["[0].action must be one of \(FaultAction.names.joined(separator: ", "))"]),
    (#"{"action":"hang","time":2}"#, ["[0].time is unknown"]),
    (#"{"action":"status"}"#, ["status must be a number from 200 to 599"]),
    (#"{"action":"status","status":503,"headers":{"Retry-After":2}}"#, ["[0].headers must hold strings only, unlike Retry-After"]),
    (#"{"action":"hang","times":0}"#, ["[0].times must be greater than 0"]),
  ]

  @Test(arguments: slips) func `a rule with a slip of the pen is refused`(_ body: String, _ messages: [String]) async throws {
    try await withSandbox(TestKeys.configuration) { sandbox in
      let client = RawClient(port: sandbox.port)
      let response = try await client.post("/sandbox/faults", body)
      #expect(response.status == 400)
      #expect(try response.messages == messages)
      #expect(try await client.get("/v1/test-connection").status == 200)
    }
  }

  /// What became of one order.
  private struct Seen: Equatable {
    var bytes: Int
    var status: Int?
    var commits: Int
    /// The status in the record.
    var recorded: Int?
  }

  private func order(under rule: FaultRule) async throws -> Seen {
    try await withSandbox(TestKeys.configuration) { sandbox in
      sandbox.server.misbehave(rule)
      let response = try await RawClient(port: sandbox.port).post(Self.orders, SeedExamples.orderRequest)
      let commits = sandbox.server.orderCounts["O3917.1234567"] ?? 0
      #expect(sandbox.server.record.map(\.fault) == [rule.action.name])
      #expect(sandbox.server.record.map(\.committed) == [commits == 1])
      #expect(sandbox.server.record.map(\.externalIDs.isEmpty) == [commits == 0], "also those that the client never got to know")
      return Seen(bytes: response.bytes.count, status: response.status, commits: commits, recorded: sandbox.server.record.first?.status)
    }
  }
}
