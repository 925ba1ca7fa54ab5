import Gateways
import Logging

/// The server that stands for the target, and how hard it is called.
struct Endpoint {
  let url: String
  let inFlight: Int

  init(_ arguments: Arguments) throws(UsageError) {
    url = try arguments.option("--url")
    inFlight = try arguments.number("--in-flight", default: 64)
  }

  func withGateway<Result>(_ body: (ERPGateway) async throws -> Result) async throws -> Result {
    var settings = ERPSettings(baseURL: url, credentials: .bearer(Secret(utf8: "a-token-that-is-never-looked-at")))
    settings.concurrency = inFlight
    return try await withERPGateway(settings, logger: Self.logger, body)
  }

  /// Mistakes only.
  static var logger: Logger {
    var logger = Logger(label: "ferry-bench", factory: { StreamLogHandler.standardError(label: $0) })
    logger.logLevel = .error
    return logger
  }
}
