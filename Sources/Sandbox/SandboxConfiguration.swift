import FoundationEssentials
package import Logging

/// How a ``SandboxServer`` is set up. Only the facade's credentials have no default.
package struct SandboxConfiguration: Sendable {
  package var credentials: SandboxCredentials
  /// Only 127.0.0.1: a server that takes orders and forgets them has no business on a network.
  package var host = "127.0.0.1"
  /// 0: any free one.
  package var port = 0
  /// Where the facade begins. Begins with a slash and does not end with one; "" for none. Not `/sandbox`.
  package var basePath = "/v1"
  /// `externalOrderDate` of every order but the seed's example: opaque text.
  package var externalDate = "2018-01-16"
  /// Bytes; a longer request body is answered with 413.
  package var bodyLimit = 20_000_000
  /// Whether the record keeps bodies and the books keep parts and prices. Off for load tests.
  package var keepsBodies = true
  /// Whether an order or return number that comes again is answered with the first response and not entered again.
  package var recognisesRepeatedOrders = false
  /// Whether the books hold the seed's example order (ABCD, EFGH, IJKL) and return (123456789) from the start.
  package var holdsExamples = false
  /// Who gets tokens at `/token`, for Schneider Electric's services.
  package var client = SandboxClient.development
  /// Of those tokens, in seconds.
  package var tokenLife = 3600
  /// Seconds since 1970, for the claims of tokens.
  package var now: @Sendable () -> Double = { Date().timeIntervalSince1970 }
  /// How delays pass.
  package var pause: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  package var logger = Logger(label: "sandbox", factory: { _ in SwiftLogNoOpLogHandler() })

  package init(credentials: SandboxCredentials) { self.credentials = credentials }
}
