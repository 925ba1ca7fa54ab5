import Sandbox

extension WireFault {
  static let all = unsent + broken + late + answered + repeated

  /// Only what hangs is given a short time, in which a busy machine still takes the order to the other end.
  private static let short = ["ERP_ORDER_TIMEOUT": "5s"]

  private static func orders(_ action: FaultAction, times: Int? = nil) -> Place {
    .target([FaultRule(action, method: "POST", path: "/orders", times: times)])
  }

  /// Probes, too.
  private static func everything(_ action: FaultAction) -> Place { .target([FaultRule(action, times: nil)]) }

  private static let unsent: [WireFault] = [
    .held("connection refused", .nobody),
    .held("no answer to the connection", .silence, settings: ["ERP_CONNECT_TIMEOUT": "300ms"]),
    .held("TLS: certificate for another name", .certificate(.otherName)),
    .held("TLS: unknown issuer", .certificate(.unknownIssuer)),
    .held("TLS: certificate expired", .certificate(.expired)),
    .held("TLS: 1.1 at most", .certificate(.oldVersion)),
    .held("TLS: reset in the handshake", .secureGreeting { try await $0.reset() }),
    .held(
      "plain HTTP where TLS is expected",
      .secureGreeting { try await $0.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n") }),
    .held("redirect", everything(.redirect("http://127.0.0.1:8787/v1/orders")), calls: 1),
    .held("401, also with a new token", everything(.unauthorized), calls: 2),
  ]

  private static let broken: [WireFault] = [
    .doubt("TLS where plain HTTP is expected", there: 0, .greeting { try await $0.send([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46]) }),
    .doubt("reset at the first byte of the request", there: 0, .greeting { try await $0.reset() }),
    .doubt(
      "reset in the middle of the request's body", there: 0,
      .wire { connection, request in
        try await connection.readHalfABody(of: request)
        try await connection.reset()
      }),
    .doubt(
      "reset after the request's body", there: 0,
      .wire { connection, request in
        _ = try await connection.readBody(of: request)
        try await connection.reset()
      }),
    .doubt(
      "reset after the order was entered", there: 1,
      .wire { connection, request in
        _ = try await connection.exchange(request)
        try await connection.reset()
      }),
    .doubt("closed without an answer, nothing entered", there: 0, orders(.dropBefore)),
    .doubt("closed without an answer, entered", there: 1, orders(.dropAfter)),
  ]

  private static let late: [WireFault] = [
    .doubt("no answer in time, nothing entered", there: 0, orders(.hang), settings: short),
    .doubt("no answer in time, entered", there: 1, orders(.hangAfterCommit), settings: short),
    .fine(
      "answer in single bytes, in time",
      .wire { connection, request in
        for byte in try await connection.exchange(request).bytes() { try await connection.send([byte]) }
      }),
    .doubt(
      "answer in single bytes, not in time", there: 1,
      .wire { connection, request in
        for byte in try await connection.exchange(request).bytes() {
          try await connection.send([byte])
          try await Task.sleep(for: .milliseconds(50))
        }
      }, settings: short),
    .doubt(
      "length too long, connection kept open", there: 1,
      .wire { connection, request in
        let response = try await connection.exchange(request)
        try await connection.send(response.bytes(length: response.body.count + 1))
        try await connection.waitUntilClientLeaves()
      }, settings: short),
  ]

  private static let answered: [WireFault] = [
    .doubt(
      "length too long, connection closed", there: 1,
      .wire { connection, request in
        let response = try await connection.exchange(request)
        try await connection.send(response.bytes(length: response.body.count + 1))
      }),
    .doubt(
      "length too short", there: 1,
      .wire { connection, request in
        let response = try await connection.exchange(request)
        try await connection.send(response.bytes(length: response.body.count - 1))
      }),
    .doubt("answer cut off", there: 1, orders(.truncate)),
    .doubt(
      "chunked answer cut off", there: 1,
      .wire { connection, request in
        let response = try await connection.exchange(request)
        let body = String(decoding: response.body, as: UTF8.self)
        try await connection.send(
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\(String(response.body.count, radix: 16))\r\n\(body)\r\n")
      }),
    .doubt("answer is no JSON", there: 1, orders(.garbage)),
    .doubt(
      "answer in another protocol", there: 1,
      .wire { connection, request in
        _ = try await connection.exchange(request)
        try await connection.send("220 mail.example.com ESMTP\r\n")
      }),
    .doubt(
      "answer larger than 16 MB", there: 1,
      .wire { connection, request in
        _ = try await connection.exchange(request)
        try await connection.send("HTTP/1.1 200 OK\r\n\r\n")
        let block = [UInt8](repeating: 0x20, count: 1 << 20)
        // Ends when the client has had enough and closes.
        while true { try await connection.send(block) }
      }),
    .doubt("502, nothing entered", there: 0, orders(.status(502))),
    .doubt("502, entered", there: 1, orders(.statusAfterCommit(502, body: "<h1>Bad gateway</h1>"))),
    .doubt("503, entered, `retry_503: false`", there: 1, orders(.statusAfterCommit(503)), settings: ["ERP_RETRY_503": "false"]),
    WireFault(
      what: "answer names half of the lines", place: orders(.partial), lines: 2, there: 1, ledger: ["unconfirmed"],
      answer: ["accepted / –", "unconfirmed / unconfirmed"], exit: 75, end: .confirm),
  ]

  private static let repeated: [WireFault] = [
    .fine("401, until the token is renewed", orders(.unauthorized, times: 1), calls: 2),
    .fine("503 with `Retry-After`, once", orders(.status(503, headers: ["Retry-After": "1"]), times: 1), calls: 2),
    WireFault(
      what: "two answers to the first order, at once", place: .wire(twice), documents: 2, calls: 2, there: 2,
      ledger: ["accepted", "accepted"],
      answer: ["accepted / –", "accepted / –"], exit: 0, end: .nothing),
    .second("the first order's answer again, as answer to the second", there: 2, .wire(leftOver)),
    .second("kept connection closed as the second order is sent", there: 1, .wire(closing)),
  ]

  private static let twice: FaultProxy.Fault = { connection, request in
    guard request.number == 1 else { return try await connection.pass(request) }
    let bytes = try await connection.exchange(request).bytes()
    try await connection.send(bytes + bytes)
    try await connection.waitUntilClientLeaves()
  }

  private static let leftOver: FaultProxy.Fault = { connection, request in
    let bytes = try await connection.exchange(request).bytes()
    try await connection.send(bytes)
    guard let second = try await connection.readHead() else { return }
    _ = try await connection.exchange(second)
    try await connection.send(bytes)
  }

  private static let closing: FaultProxy.Fault = { connection, request in
    try await connection.send(try await connection.exchange(request).bytes())
    _ = try await connection.readHead()
  }
}
