import Contracts
import Gateways
import Logging

/// Calls and settings that the tests share.
enum Samples {
  static let order = PlannedCall(
    .createOrder, path: "/orders", body: Array(#"{"items":[{"index":"i-1"},{"index":"i-2"}]}"#.utf8), indices: ["i-1", "i-2"],
    idempotencyKey: "9d7f5c1e-0000-5000-8000-000000000001")
  static let orderResponse = #"{"items":[{"externalOrderId":77,"lines":[{"index":"i-2","externalLineNumber":"1"}]}]}"#

  static let `return` = PlannedCall(
    .createReturn, path: "/returns", body: Array(#"{"items":[{"index":"i-1"}]}"#.utf8), indices: ["i-1"],
    idempotencyKey: "9d7f5c1e-0000-5000-8000-000000000002")
  static let returnResponse = #"{"items":[{"index":"i-1","externalReturnId":"R-1"}]}"#

  static let search = PlannedCall(
    .searchAvailabilities, path: "/availabilities/search", body: Array(#"{"items":[{"index":"i-1"}]}"#.utf8), indices: ["i-1"])
  static let searchResponse = #"{"items":[{"index":"i-1","availabilities":{"warehouses":[]}}]}"#

  static let orderLookup = PlannedCall.getOrder("AB/12", date: "2018-01-16 é")

  static let schneiderOrder = PlannedCall(.getSchneiderOrder, path: "/v1/supply-chain/partner-order-status/orders/FR/010011111")
  static let schneiderResponse = #"{"orderNumber":"010011111"}"#

  static let signingKey = "ferry test signing key, 32 bytes"
  static let encryptionKey = "0123456789abcdefFEDCBA9876543210"

  static func settings(_ address: String) -> ERPSettings {
    ERPSettings(baseURL: address, credentials: .bearer(Secret(utf8: "static-token")))
  }

  static var token: TokenSettings {
    var token = TokenSettings(signingKey: Secret(utf8: signingKey), encryptionKey: Secret(utf8: encryptionKey))
    token.claims = [JSONValue.Member("iss", .string("ferry"))]
    return token
  }

  static let quiet = Logger(label: "quiet") { _ in SwiftLogNoOpLogHandler() }
}

extension ScriptedServer {
  /// Performs one call against a server with this script and nothing remarkable in the settings.
  static func outcome(
    of call: PlannedCall, change: (inout ERPSettings) -> Void = { _ in },
    script: @escaping @Sendable (ServerConnection) async throws -> Void
  ) async throws -> (outcome: Outcome, requestCount: Int) {
    try await run(script) { server in
      var settings = Samples.settings(server.address)
      change(&settings)
      let outcome = try await withERPGateway(settings, logger: Samples.quiet) { await $0.perform(call) }
      return (outcome, server.requests.count)
    }
  }
}
