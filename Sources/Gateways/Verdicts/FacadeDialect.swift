import Contracts

/// The ERP facade's: `messages`, and look-ups by identifier.
struct FacadeDialect: Dialect {
  let connection: ConnectionSettings
  let retries503: Bool
  /// The settings of the token, in words.
  let credentials: String

  func refusal(in response: WireResponse) -> Outcome.Refusal? {
    FacadeMessages.read(response.body).map { Outcome.Refusal(status: response.status, messages: $0) }
  }

  func absence(of call: PlannedCall, in response: WireResponse) -> Outcome.Refusal? {
    guard call.operation == .getOrder || call.operation == .getReturn else { return nil }
    return refusal(in: response) ?? Outcome.Refusal(response, "the target knows nothing under this identifier")
  }

  var words: String { "messages" }
  func remedyForForm(of call: PlannedCall) -> String { "check the settings under \(connection.section) with the target's operator" }
  func remedyForPath(of call: PlannedCall) -> String { "check \(connection.setting("base_url"))" }
  var remedyForCredentials: String { "check \(credentials)" }
}
