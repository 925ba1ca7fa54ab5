import Contracts
import Gateways
import Testing

/// The rows of the outcome table that a complete response decides; the server sends each of them.
@Suite(.serialized, .timeLimit(.minutes(5))) struct StatusTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let status: Int
    let body: String
    let safe: String
    let unsafe: String

    init(_ status: Int, _ body: String = "", safe: String, unsafe: String? = nil) {
      self.status = status
      self.body = body
      self.safe = "\(safe) \(status)"
      self.unsafe = "\(unsafe ?? safe) \(status)"
    }

    var testDescription: String { "\(status) \(body)" }
  }

  static let rows: [Row] =
    ["", "{}", "[1,", "<html>", #"{"items":[]}"#, #"{"items":[{"index":"i-1"}]} more"#, strangers].map {
      Row(200, $0, safe: "held broken", unsafe: "in doubt")
    }
    + [201, 202, 204].map { Row($0, safe: "held broken", unsafe: "in doubt") }
    + [300, 301, 302, 303, 304, 307, 308].map { Row($0, safe: "held settings") }
    + [Row(400, #"{"messages":["items[0].index must not be blank"]}"#, safe: "refused")]
    + ["", "{}", "[]", "no", #"{"messages":[]}"#, #"{"messages":"no"}"#, #"{"messages":[{"text":"no"}]}"#].map {
      Row(400, $0, safe: "held settings")
    }
    + [402, 403, 404, 405, 407, 410, 411, 412, 414, 415, 417, 421, 426, 428, 431, 451].map { Row($0, safe: "held settings") }
    + [406, 418, 423, 424, 460, 499].map { Row($0, safe: "held settings", unsafe: "in doubt") }
    + [413, 422].map { Row($0, safe: "refused") }
    + [Row(409, safe: "refused", unsafe: "in doubt"), Row(408, safe: "held busy", unsafe: "in doubt")]
    + [425, 429, 503].map { Row($0, safe: "held busy") }
    + [500, 501, 502, 504, 505, 507, 599].map { Row($0, safe: "held broken", unsafe: "in doubt") }

  /// Ids and lines, but none that was sent.
  static let strangers = #"{"items":[{"index":"i-9","externalReturnId":"1","externalOrderId":"1","lines":[{"index":"i-9"}]}]}"#

  @Test(arguments: rows) func `a safe call comes to what the table says`(row: Row) async throws {
    let (outcome, requestCount) = try await ScriptedServer.outcome(of: Samples.search) { connection in
      try await connection.readRequest()
      try await connection.respond(row.status, row.body)
    }
    #expect(outcome.summary == row.safe)
    #expect(requestCount == 1)
  }

  @Test(arguments: rows, [Samples.order, Samples.return])
  func `an unsafe call comes to what the table says`(row: Row, call: PlannedCall) async throws {
    let (outcome, requestCount) = try await ScriptedServer.outcome(of: call) { connection in
      try await connection.readRequest()
      try await connection.respond(row.status, row.body)
    }
    #expect(outcome.summary == row.unsafe)
    #expect(requestCount == 1)
  }

  @Test(arguments: [
    (Samples.order, Samples.orderResponse), (Samples.return, Samples.returnResponse), (Samples.search, Samples.searchResponse),
    (Samples.orderLookup, #"{"items":[]}"#), (.getReturn("R-1", date: nil), #"{"items":[]}"#), (.testConnection, ""),
  ])
  func `a usable 200 is a success with its body as it came`(call: PlannedCall, body: String) async throws {
    let (outcome, _) = try await ScriptedServer.outcome(of: call) { connection in
      try await connection.readRequest()
      try await connection.respond(200, body)
    }
    #expect(outcome == .success(Outcome.Response(status: 200, body: Array(body.utf8))))
  }

  @Test(arguments: [
    (Samples.order, #"{"items":[{"lines":[{"index":"i-1"}]}]}"#),
    (Samples.order, #"{"items":[{"externalOrderId":"","lines":[{"index":"i-1"}]}]}"#),
    (Samples.order, #"{"items":[{"externalOrderId":null,"lines":[{"index":"i-1"}]}]}"#),
    (Samples.order, #"{"items":[{"externalOrderId":"1","index":"i-1","lines":[]}]}"#),
    (Samples.return, #"{"items":[{"index":"i-1"}]}"#),
    (Samples.return, #"{"items":[{"externalReturnId":"1","index":"i-2"}]}"#),
  ])
  func `an index without an id beside it leaves the document in doubt with the body kept`(call: PlannedCall, body: String) async throws {
    let (outcome, _) = try await ScriptedServer.outcome(of: call) { connection in
      try await connection.readRequest()
      try await connection.respond(200, body)
    }
    guard case .inDoubt(let doubt) = outcome else { return #expect(Bool(false), "\(outcome)") }
    #expect(doubt.body == Array(body.utf8))
  }

  @Test(arguments: [Samples.orderLookup, .getReturn("R-1", date: nil)])
  func `a look-up that finds nothing is refused, other statuses hold the target`(call: PlannedCall) async throws {
    for (status, expected) in [(404, "refused 404"), (403, "held settings 403"), (500, "held broken 500")] {
      let (outcome, _) = try await ScriptedServer.outcome(of: call) { connection in
        try await connection.readRequest()
        try await connection.respond(status)
      }
      #expect(outcome.summary == expected)
    }
  }

  @Test func `503 leaves an unsafe call in doubt where the settings say so, and holds the target for a safe one`() async throws {
    for (call, expected) in [(Samples.order, "in doubt 503"), (Samples.search, "held busy 503")] {
      let (outcome, _) = try await ScriptedServer.outcome(of: call, change: { $0.retry503 = false }) { connection in
        try await connection.readRequest()
        try await connection.respond(503)
      }
      #expect(outcome.summary == expected)
    }
  }

  @Test func `a redirect is not followed`() async throws {
    try await ScriptedServer.run { connection in
      try await connection.readRequest()
      try await connection.respond(307, headers: ["Location: /elsewhere"])
      try await connection.readRequest()
    } _: { server in
      let outcome = try await withERPGateway(Samples.settings(server.address), logger: Samples.quiet) { await $0.perform(Samples.order) }
      #expect(
        outcome.sentences == [
          "erp: POST \(server.address)/orders answered 307: redirects are not followed; put the final address into erp.base_url"
        ])
      #expect(server.requests.count == 1)
    }
  }

  @Test func `an informational response is passed over`() async throws {
    let (outcome, _) = try await ScriptedServer.outcome(of: Samples.order) { connection in
      try await connection.readRequest()
      try await connection.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n")
      try await connection.respond(200, Samples.orderResponse)
    }
    #expect(outcome.summary == "success 200")
  }

  @Test func `a body without announced length ends with the connection`() async throws {
    let (outcome, _) = try await ScriptedServer.outcome(of: Samples.order) { connection in
      try await connection.readRequest()
      try await connection.send("HTTP/1.1 200 OK\r\n\r\n" + Samples.orderResponse)
    }
    #expect(outcome.summary == "success 200")
  }

  @Test func `of a body in doubt 64 KiB are kept`() async throws {
    let (outcome, _) = try await ScriptedServer.outcome(of: Samples.order) { connection in
      try await connection.readRequest()
      try await connection.respond(200, String(repeating: "x", count: 100_000))
      try await connection.waitUntilClientLeaves()
    }
    guard case .inDoubt(let doubt) = outcome else { return #expect(Bool(false), "\(outcome)") }
    #expect(doubt.body.count == 64 * 1024)
  }

  @Test func `messages name the target, the call, the status and the remedy`() async throws {
    for (status, remedy) in [
      (403, "ask the target's operator whether these credentials may do this"), (404, "check erp.base_url"), (407, "check erp.proxy"),
    ] {
      try await ScriptedServer.run { connection in
        try await connection.readRequest()
        try await connection.respond(status)
      } _: { server in
        let outcome = try await withERPGateway(Samples.settings(server.address + "/v1/"), logger: Samples.quiet) { await $0.probe() }
        #expect(outcome.sentences == ["erp: GET \(server.address)/v1/test-connection answered \(status): \(remedy)"])
      }
    }
  }
}
