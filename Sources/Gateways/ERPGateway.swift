import AsyncHTTPClient
package import Contracts
package import FoundationEssentials
package import Logging
import NIOCore
import NIOHTTP1

/// The ERP facade over HTTP/1.1. `shutdown()` has to be called before the last copy goes; `withERPGateway` does.
package struct ERPGateway: Gateway {
  /// Of a response's body, in bytes.
  static let largestResponse = 16 * 1024 * 1024

  private let settings: ERPSettings
  private let address: BaseURL
  private let client: HTTPClient
  private let tokens: TokenSource?
  private let bearer: Secret
  private let verdict: Verdict
  private let logger: Logger
  private let now: @Sendable () -> Date

  /// Opens no connection.
  /// `now` is the wall clock, for tokens and `Retry-After`; `random` gives that many bytes nobody can foretell.
  /// - Throws: `GatewayError` where the settings cannot work; nothing has to be shut down then.
  package init(
    _ settings: ERPSettings, logger: Logger, now: @escaping @Sendable () -> Date = { Date() },
    random: @escaping @Sendable (Int) -> [UInt8] = { count in (0..<count).map { _ in UInt8.random(in: .min ... .max) } }
  ) throws(GatewayError) {
    self.settings = settings
    self.logger = logger
    self.now = now
    address = try BaseURL(settings)
    verdict = Verdict(settings: settings)
    switch settings.credentials {
    case .token(let token):
      tokens = try TokenSource(token, setting: settings.setting, now: now, random: random)
      bearer = Secret([])
    case .bearer(let secret):
      guard secret.count > 0, secret.reveal().allSatisfy({ (0x21...0x7E).contains($0) }) else {
        throw GatewayError(.key, "\(settings.setting("token.bearer")) is empty or holds blanks or other characters no token has")
      }
      tokens = nil
      bearer = secret
    }
    // One event loop: see `Exchange`.
    client = HTTPClient(
      eventLoopGroup: HTTPClient.defaultEventLoopGroup.next(), configuration: try HTTPClient.Configuration(settings))
  }

  package var target: String { settings.target }

  package func perform(_ call: PlannedCall) async -> Outcome {
    let url = address.text + call.path
    do {
      let authorization = try authorization()
      let ending = try await attempt(call, authorization)
      guard case .answered(let response) = ending, response.status == 401, let tokens else {
        return verdict.outcome(of: call, url: url, ending: ending, now: now())
      }
      logger.info("token refused, a new one is tried", metadata: ["target": "\(target)", "path": "\(call.path)"])
      tokens.drop(authorization)
      let second = try await attempt(call, try self.authorization())
      return verdict.outcome(of: call, url: url, ending: second, now: now())
    } catch is UnusablePath {
      return .held(Outcome.Hold(.settings, "\(target): \(url) is no address; check \(settings.setting("base_url"))"))
    } catch {
      let remedy = "check the keys under \(settings.setting("token"))"
      return .held(Outcome.Hold(.credentials, "\(target): no token can be made (\(error)); \(remedy)"))
    }
  }

  package func probe() async -> Outcome { await perform(.testConnection) }

  /// Ends what is in flight as cancelled and closes the connections. Later calls are held.
  package func shutdown() async {
    try? await client.shutdown()
  }

  private func authorization() throws -> String {
    guard let tokens else { return "Bearer " + String(decoding: bearer.reveal(), as: UTF8.self) }
    return try tokens.authorization()
  }

  private struct UnusablePath: Error {}

  private func attempt(_ call: PlannedCall, _ authorization: String) async throws -> Ending {
    var headers = HTTPHeaders()
    headers.add(name: "Authorization", value: authorization)
    headers.add(name: "Accept", value: "application/json")
    headers.add(name: "User-Agent", value: "ferry/\(settings.version)")
    if let key = call.idempotencyKey { headers.add(name: "Idempotency-Key", value: key) }
    let isPost = call.method == .post
    if isPost { headers.add(name: "Content-Type", value: "application/json") }
    let body = isPost ? HTTPClient.Body.byteBuffer(ByteBuffer(bytes: call.body)) : nil
    guard call.path.hasPrefix("/"), call.path.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x23 && $0 != 0x3F }),
      let request = try? HTTPClient.Request(url: address.url(of: call), method: isPost ? .POST : .GET, headers: headers, body: body)
    else { throw UnusablePath() }
    let time = TimeAmount(call.operation.isUnsafe ? settings.orderTimeout : settings.timeout)
    let ending = await Exchange(limit: Self.largestResponse).run(request, on: client, within: time) {
      Mishap($0, host: address.host, settings: settings)
    }.without(String(authorization.dropFirst("Bearer ".count)))
    logger.debug("call ended", metadata: metadata(of: ending, call))
    return ending
  }

  private func metadata(of ending: Ending, _ call: PlannedCall) -> Logger.Metadata {
    let end: String =
      switch ending {
      case .answered(let response): String(response.status)
      case .broken(let mishap, _): "broken: " + mishap.what
      case .unsent(let mishap): "not sent: " + mishap.what
      }
    return ["target": "\(target)", "method": "\(call.method.rawValue)", "path": "\(call.path)", "end": "\(end)"]
  }
}

extension ERPGateway: CustomStringConvertible, CustomReflectable {
  package var description: String { "ERPGateway(\(target))" }
  /// The client inside holds the proxy's password.
  package var customMirror: Mirror { Mirror(self, children: ["target": target]) }
}

/// Makes a gateway and shuts it down after use, however that ends.
/// - Throws: `GatewayError`, or what the body throws.
package func withERPGateway<Result>(
  _ settings: ERPSettings, logger: Logger, now: @escaping @Sendable () -> Date = { Date() }, _ body: (ERPGateway) async throws -> Result
) async throws -> Result {
  let gateway = try ERPGateway(settings, logger: logger, now: now)
  do {
    let result = try await body(gateway)
    await gateway.shutdown()
    return result
  } catch {
    await gateway.shutdown()
    throw error
  }
}
