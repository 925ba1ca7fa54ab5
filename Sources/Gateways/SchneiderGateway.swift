import AsyncHTTPClient
package import Contracts
package import FoundationEssentials
package import Logging

/// Schneider Electric's APIs over HTTP/1.1, with one account. The prefixes of the paths are the planned calls' own.
package struct SchneiderGateway: RemoteGateway {
  private let http: HTTPGateway
  private let tokens: FetchedTokens

  /// Opens no connection. `now` is the wall clock, for tokens and `Retry-After`.
  /// - Throws: `GatewayError` where the settings cannot work; nothing has to be shut down then.
  package init(_ settings: SchneiderSettings, logger: Logger, now: @escaping @Sendable () -> Date = { Date() }) throws(GatewayError) {
    let connection = settings.connection
    let credentials = TokenEndpoint.credentials(connection)
    let address = try Address.base(of: connection, credentials: credentials)
    let tokenAddress = try Address.token(of: settings, credentials: credentials)
    try TokenEndpoint.check(settings)
    // At most 10 calls at once is the published limit.
    let client = try HTTPClient(connection, concurrency: 1...10)
    tokens = FetchedTokens(TokenEndpoint(settings, address: tokenAddress, client: client, logger: logger), now: now)
    http = HTTPGateway(
      connection: connection, address: address, client: client, tokens: tokens, dialect: SchneiderDialect(connection: connection),
      unsafeLimit: ("timeout", connection.timeout), logger: logger, now: now)
  }

  package var target: String { http.connection.target }
  package func perform(_ call: PlannedCall) async -> Outcome { await http.perform(call) }

  /// A new token proves the credentials; it is used from then on.
  package func probe() async -> Outcome {
    switch await tokens.renewed() {
    case .header: .success(Outcome.Response(status: 200, body: []))
    case .held(let hold): .held(hold)
    }
  }

  package func shutdown() async { await http.shutdown() }
}

extension SchneiderGateway: CustomStringConvertible, CustomReflectable {
  package var description: String { "SchneiderGateway(\(target))" }
  /// The client inside holds the proxy's password.
  package var customMirror: Mirror { Mirror(self, children: ["target": target]) }
}

/// Makes a gateway and shuts it down after use, however that ends.
/// - Throws: `GatewayError`, or what the body throws.
package func withSchneiderGateway<Result>(
  _ settings: SchneiderSettings, logger: Logger, now: @escaping @Sendable () -> Date = { Date() },
  _ body: (SchneiderGateway) async throws -> Result
) async throws -> Result {
  try await withGateway(try SchneiderGateway(settings, logger: logger, now: now), body)
}
