import Contracts

/// Schneider Electric's: a business code in the body of a 404 or 400 (docs/contract; Order Status guide, section 2.4).
struct SchneiderDialect: Dialect {
  let connection: ConnectionSettings

  /// What a hostile target can make us keep.
  private static let longestCode = 100
  private static let longestMessage = 1_000

  /// `{"code": " Invalid_OrderNumber ", "userMessage": …, "developerMessage": …, "moreInfo": …}`. A code that only repeats the status is
  /// of whatever stands in front of the API, not of its business.
  func refusal(in response: WireResponse) -> Outcome.Refusal? {
    guard let json = try? JSONReader.read(response.body), let code = Self.text(json["code"]), code != String(response.status) else {
      return nil
    }
    let message = Self.text(json["userMessage"]) ?? code
    return Outcome.Refusal(
      status: response.status, messages: [Outcome.Message(item: nil, text: String(message.prefix(Self.longestMessage)))],
      code: String(code.prefix(Self.longestCode)))
  }

  /// Without a code a 404 speaks of the path, on a look-up too: the same service answers both.
  func absence(of call: PlannedCall, in response: WireResponse) -> Outcome.Refusal? { refusal(in: response) }

  var words: String { "a business code" }
  /// There are no unsafe calls.
  var retries503: Bool { true }
  func remedyForForm(of call: PlannedCall) -> String { remedyForPath(of: call) }

  func remedyForPath(of call: PlannedCall) -> String {
    let path = call.operation == .getProductAvailability ? "product_availability_path" : "order_status_path"
    return "check \(connection.setting("base_url")) and \(connection.setting(path))"
  }

  var remedyForCredentials: String { "check \(TokenEndpoint.credentials(connection))" }

  /// A string or number, without blanks around it; nil where nothing is left.
  private static func text(_ value: JSONValue?) -> String? {
    switch value {
    case .string(let text), .number(let text):
      let blank: (Character) -> Bool = { $0.isWhitespace }
      let trimmed = String(text.drop(while: blank).reversed().drop(while: blank).reversed())
      return trimmed.isEmpty ? nil : trimmed
    default: return nil
    }
  }
}
