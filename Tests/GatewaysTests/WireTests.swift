import Contracts
import Gateways
import Testing

/// The rows of the outcome table where no complete response comes.
@Suite(.serialized, .timeLimit(.minutes(5))) struct WireTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// `held broken` for a safe call, `in doubt` for an unsafe one; with the status where a head was read.
    let status: String
    let limit: Duration
    let script: @Sendable (ServerConnection) async throws -> Void

    /// Only what hangs is given a short time: on a busy machine the others may need more.
    init(_ name: String, status: Int? = nil, hangs: Bool = false, script: @escaping @Sendable (ServerConnection) async throws -> Void) {
      testDescription = name
      self.status = status.map { " \($0)" } ?? ""
      limit = hangs ? .seconds(2) : .seconds(30)
      self.script = script
    }
  }

  static let rows = [
    Row("closed after the request's head") { _ = try await $0.readHead() },
    Row("closed after the request") { try await $0.readRequest() },
    Row("reset after the request") {
      try await $0.readRequest()
      try await $0.makeCloseAReset()
    },
    Row("half a head") {
      try await $0.readRequest()
      try await $0.send("HTTP/1.1 200 OK\r\nContent-Le")
    },
    Row("only an informational head") {
      try await $0.readRequest()
      try await $0.send("HTTP/1.1 100 Continue\r\n\r\n")
    },
    Row("another protocol") {
      try await $0.readRequest()
      try await $0.send("220 mail.example.com ESMTP\r\n")
    },
    Row("a head without end") {
      try await $0.readRequest()
      try await $0.send("HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: 200_000))
    },
    Row("half a body", status: 200) {
      try await $0.readRequest()
      try await $0.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + Samples.orderResponse)
    },
    Row("half a chunk", status: 200) {
      try await $0.readRequest()
      try await $0.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{\"items\"")
    },
    Row("a chunk of no size", status: 200) {
      try await $0.readRequest()
      try await $0.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
    },
    Row("a body cut by its announced length", status: 200) {
      try await $0.readRequest()
      try await $0.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n" + Samples.orderResponse)
    },
    Row("a compressed body nobody asked for", status: 200) {
      try await $0.readRequest()
      try await $0.respond(200, "\u{1F}\u{8B}\u{08}", headers: ["Content-Encoding: gzip"])
    },
    Row("half a body after a refusal", status: 400) {
      try await $0.readRequest()
      try await $0.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 100\r\n\r\n{\"messages\":[\"no\"]}")
    },
    Row("nothing until the time is over", hangs: true) {
      try await $0.readRequest()
      try await $0.waitUntilClientLeaves()
    },
    Row("a head, then nothing until the time is over", status: 200, hangs: true) {
      try await $0.readRequest()
      try await $0.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
      try await $0.waitUntilClientLeaves()
    },
    Row("another protocol on the same connection", status: 101) {
      try await $0.readRequest()
      try await $0.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\nConnection: upgrade\r\n\r\n")
    },
  ]

  @Test(arguments: rows) func `a broken exchange holds the target for a safe call`(row: Row) async throws {
    let (outcome, requestCount) = try await ScriptedServer.outcome(
      of: Samples.search, change: { $0.timeout = row.limit }, script: row.script)
    #expect(outcome.summary == "held broken" + row.status)
    #expect(requestCount == 1)
  }

  @Test(arguments: rows, [Samples.order, Samples.return])
  func `a broken exchange leaves an unsafe call in doubt, sent once`(row: Row, call: PlannedCall) async throws {
    let (outcome, requestCount) = try await ScriptedServer.outcome(
      of: call, change: { $0.orderTimeout = row.limit }, script: row.script)
    #expect(outcome.summary == "in doubt" + row.status)
    #expect(requestCount == 1)
  }

  @Test func `what was read before the break is kept`() async throws {
    let (outcome, _) = try await ScriptedServer.outcome(of: Samples.order) { connection in
      try await connection.readRequest()
      try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + Samples.orderResponse)
    }
    guard case .inDoubt(let doubt) = outcome else { return #expect(Bool(false), "\(outcome)") }
    #expect(String(decoding: doubt.body, as: UTF8.self) == Samples.orderResponse)
  }

  @Test func `a response in single bytes is read`() async throws {
    let (outcome, _) = try await ScriptedServer.outcome(of: Samples.order) { connection in
      try await connection.readRequest()
      let response = "HTTP/1.1 200 OK\r\nContent-Length: \(Samples.orderResponse.utf8.count)\r\n\r\n" + Samples.orderResponse
      for character in response { try await connection.send(String(character)) }
    }
    #expect(outcome.summary == "success 200")
  }

  @Test func `a request that the target stops reading is in doubt`() async throws {
    let large = PlannedCall(
      .createOrder, path: "/orders", body: Array(repeating: UInt8(ascii: "x"), count: 32 * 1024 * 1024), indices: ["i-1"])
    let (outcome, requestCount) = try await ScriptedServer.outcome(of: large) { connection in
      _ = try await connection.readHead()
      try await connection.makeCloseAReset()
    }
    #expect(outcome.summary == "in doubt")
    #expect(requestCount == 1)
  }

  @Test func `a refusal before the end of a large request is taken as the answer`() async throws {
    let large = PlannedCall(
      .createOrder, path: "/orders", body: Array(repeating: UInt8(ascii: "x"), count: 32 * 1024 * 1024), indices: ["i-1"])
    let (outcome, _) = try await ScriptedServer.outcome(of: large) { connection in
      _ = try await connection.readHead()
      try await connection.respond(413)
      try await connection.waitUntilClientLeaves()
    }
    #expect(outcome.summary == "refused 413")
  }

  @Test func `a response over the limit is not read on`() async throws {
    let (outcome, _) = try await ScriptedServer.outcome(of: Samples.order) { connection in
      try await connection.readRequest()
      try await connection.send("HTTP/1.1 200 OK\r\n\r\n")
      let block = String(repeating: " ", count: 1024 * 1024)
      // Ends when the client has had enough and closes.
      while true { try await connection.send(block) }
    }
    #expect(outcome.summary == "in doubt 200")
    #expect(outcome.sentences.first?.contains("but the response is larger than 16777216 bytes") == true)
  }

  @Test func `an unsafe call says what to do about it`() async throws {
    try await ScriptedServer.run {
      try await $0.readRequest()
    } _: { server in
      let outcome = try await withERPGateway(Samples.settings(server.address), logger: Samples.quiet) { await $0.perform(Samples.order) }
      #expect(
        outcome.sentences == [
          "erp: POST \(server.address)/orders was sent, but the target closed the connection; it may have been carried out: "
            + "look it up in the ERP, then decide with ferry resolve"
        ])
    }
  }
}
