import Gateways

/// One remote system: `erp`, or a name under `targets`.
struct TargetSettings: Sendable {
  var name: String
  var baseURL: String
  var concurrency = 8
  var batchSize = 100
  var repeatedOrdersAreRecognised = false
  /// What its gateway is made of; nil where the secrets were left out.
  var connection: ERPSettings?
}
