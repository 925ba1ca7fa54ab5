/// What an endpoint gets to see of a request.
struct Call: Sendable {
  /// The decoded `{…}` segment of the path; "" where the path has none.
  var parameter: String
  /// Names and values, decoded.
  var query: [String: String]
  /// Of the endpoint's shape; null for an endpoint without one.
  var body: JSONValue
}
