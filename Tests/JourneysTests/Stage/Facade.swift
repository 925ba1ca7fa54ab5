import Contracts
import Gateways
import Sandbox

@testable import Journeys

/// The stand-in facade over real HTTP, and a gateway to it.
struct Facade {
  let sandbox: RunningSandbox
  let gateway: ERPGateway

  var server: SandboxServer { sandbox.server }
  /// How often each order number was ordered.
  var orders: [String: Int] { server.orderCounts }
  /// Order numbers (or paths of what is no order) in order of arrival, without probes.
  var calls: [String] {
    server.record.filter { !$0.path.hasSuffix("/test-connection") }.map { $0.orderNumber ?? $0.path }
  }
}

func withFacade(
  recognisesRepeats: Bool = false, settings: (inout ERPSettings) -> Void = { _ in }, _ body: (Facade) async throws -> Void
) async throws {
  var configuration = SandboxConfiguration(credentials: .bearer("secret-token"))
  configuration.recognisesRepeatedOrders = recognisesRepeats
  try await withSandbox(configuration) { sandbox in
    var erp = ERPSettings(baseURL: sandbox.baseURL, credentials: .bearer(Secret(utf8: "secret-token")))
    settings(&erp)
    try await withERPGateway(erp, logger: Stage.logger) { gateway in
      try await body(Facade(sandbox: sandbox, gateway: gateway))
    }
  }
}
