import AsyncHTTPClient
package import Contracts
package import FoundationEssentials
package import Logging

/// The ERP facade over HTTP/1.1.
package struct ERPGateway: RemoteGateway {
  private let http: HTTPGateway

  /// Opens no connection.
  /// `now` is the wall clock, for tokens and `Retry-After`; `random` gives that many bytes nobody can foretell.
  /// - Throws: `GatewayError` where the settings cannot work; nothing has to be shut down then.
  package init(
    _ settings: ERPSettings, logger: Logger, now: @escaping @Sendable () -> Date = { Date() },
    random: @escaping @Sendable (Int) -> [UInt8] = { count in (0..<count).map { _ in UInt8.random(in: .min ... .max) } }
  ) throws(GatewayError) {
    let connection = settings.connection
    let address = try Address.base(of: connection, credentials: connection.setting("token"))
    let tokens: any TokenSource
    let credentials: String
    switch settings.credentials {
    case .token(let token):
      tokens = try MadeTokens(token, of: connection, now: now, random: random)
      let keys = ["signing_key", "encryption_key", "claims"].map { connection.setting("token." + $0) }
      credentials = "\(keys[0]), \(keys[1]) and \(keys[2])"
    case .bearer(let secret):
      credentials = connection.setting("token.bearer")
      tokens = try StaticToken(secret, setting: credentials)
    }
    try connection.check(settings.orderTimeout, "order_timeout")
    http = HTTPGateway(
      connection: connection, address: address, client: try HTTPClient(connection, concurrency: 1...1024), tokens: tokens,
      dialect: FacadeDialect(connection: connection, retries503: settings.retry503, credentials: credentials),
      unsafeLimit: ("order_timeout", settings.orderTimeout), logger: logger, now: now)
  }

  package var target: String { http.connection.target }
  package func perform(_ call: PlannedCall) async -> Outcome { await http.perform(call) }
  package func probe() async -> Outcome { await perform(.testConnection) }
  package func shutdown() async { await http.shutdown() }
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
  try await withGateway(try ERPGateway(settings, logger: logger, now: now), body)
}
