import AsyncHTTPClient
import Contracts
import FoundationEssentials
import KillPoints
import Logging
import NIOCore
import NIOHTTP1

/// A target over HTTP/1.1, whatever its API: one attempt, after a 401 one more with another token, and the verdict.
struct HTTPGateway: Sendable {
  /// Of a response's body, in bytes.
  private static let largestResponse = 16 * 1024 * 1024

  let connection: ConnectionSettings
  let address: Address
  let client: HTTPClient
  let tokens: any TokenSource
  let dialect: any Dialect
  /// The longest wait for calls that create something, and its key.
  let unsafeLimit: (key: String, time: Duration)
  let logger: Logger
  /// The wall clock.
  let now: @Sendable () -> Date

  func perform(_ call: PlannedCall) async -> Outcome {
    let url = address.text + call.path
    let target = connection.target
    if call.hasDotSegment {
      let text = "\(call.method.rawValue) \(url) was not sent: \".\" and \"..\" are no identifiers, they would lead to another address"
      return .refused(Outcome.Refusal(status: 0, messages: [Outcome.Message(item: nil, text: text)]))
    }
    guard let request = request(for: call) else {
      return .held(Outcome.Hold(.settings, "\(target): \(url) is no address; check \(address.setting)"))
    }
    let first: String
    KillPoint.before(.token)
    let token = await tokens.current()
    KillPoint.after(.token)
    switch token {
    case .header(let header): first = header
    case .held(let hold): return .held(hold)
    }
    var ending = await attempt(call, request, first)
    if case .answered(let response) = ending, response.status == 401, tokens.drop(first) {
      logger.info("token refused, a new one is tried", metadata: ["target": "\(target)", "path": "\(call.path)"])
      switch await tokens.current() {
      case .header(let header): ending = await attempt(call, request, header)
      case .held(let hold): return .held(hold)
      }
    }
    return Verdict(connection: connection, dialect: dialect).outcome(of: call, url: url, ending: ending, now: now())
  }

  /// Ends what is in flight as cancelled and closes the connections. Later calls are held.
  func shutdown() async {
    try? await client.shutdown()
  }

  /// Without the token. nil where the path is none.
  private func request(for call: PlannedCall) -> HTTPClient.Request? {
    guard call.path.hasPrefix("/"), call.path.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x23 && $0 != 0x3F }) else {
      return nil
    }
    var headers = HTTPHeaders()
    headers.add(name: "Accept", value: "application/json")
    headers.add(name: "User-Agent", value: "ferry/\(connection.version)")
    if let key = call.idempotencyKey { headers.add(name: "Idempotency-Key", value: key) }
    let isPost = call.method == .post
    if isPost { headers.add(name: "Content-Type", value: "application/json") }
    let body = isPost ? HTTPClient.Body.of(call.body) : nil
    return try? HTTPClient.Request(url: address.url(of: call), method: isPost ? .POST : .GET, headers: headers, body: body)
  }

  private func attempt(_ call: PlannedCall, _ request: HTTPClient.Request, _ authorization: String) async -> Ending {
    var request = request
    request.headers.add(name: "Authorization", value: authorization)
    let limit = call.operation.isUnsafe ? unsafeLimit : (key: "timeout", time: connection.timeout)
    let ending = await Exchange(limit: Self.largestResponse).run(request, on: client, within: TimeAmount(limit.time)) {
      Mishap($0, address: address, limit: connection.setting(limit.key), connection: connection)
    }.without(String(authorization.dropFirst("Bearer ".count)))
    logger.debug(
      "call ended",
      metadata: [
        "target": "\(connection.target)", "method": "\(call.method.rawValue)", "path": "\(call.path)", "end": "\(ending.words)",
      ])
    return ending
  }
}

extension PlannedCall {
  /// `.` and `..` name other places (RFC 3986 section 5.2.4), percent-encoded too; clients, proxies and servers follow them.
  fileprivate var hasDotSegment: Bool {
    path.split(separator: "/").contains { segment in
      let plain = segment.lowercased().split(separator: "%2e", omittingEmptySubsequences: false).joined(separator: ".")
      return plain == "." || plain == ".."
    }
  }
}
