import Contracts
import Documents
import Gateways
import Logging
import Translation

/// One remote system: `erp`, `schneider`, or a name under `targets`.
struct TargetSettings: Sendable {
  /// What a gateway is made of.
  enum Connection: Sendable {
    case erp(ERPSettings)
    case schneider(SchneiderSettings)
  }

  var name: String
  /// Where it stands in the settings: `erp`, `targets.second`.
  var section: String
  var api: API
  var baseURL = ""
  var concurrency: Int
  /// nil where the secrets were left out.
  var connection: Connection?

  // Of an ERP facade.
  var batchSize = 100
  var repeatedOrdersAreRecognised = false

  // Of an account of Schneider Electric.
  var addresses = SchneiderAddresses()
  var tokenURL = ""
  var shipTo: String?

  init(_ api: API, name: String, section: String) {
    self.name = name
    self.section = section
    self.api = api
    concurrency = api == .erp ? 8 : 10
  }

  /// What `probe` of the gateway does, in words.
  var probe: String {
    switch api {
    case .erp: "GET \(baseURL)/test-connection"
    case .schneider: "token from \(tokenURL)"
    }
  }
}

extension TargetSettings.Connection {
  /// - Throws: `GatewayError` where the settings cannot work.
  func open(logger: Logger) throws(GatewayError) -> any RemoteGateway {
    switch self {
    case .erp(let settings): try ERPGateway(settings, logger: logger)
    case .schneider(let settings): try SchneiderGateway(settings, logger: logger)
    }
  }
}
