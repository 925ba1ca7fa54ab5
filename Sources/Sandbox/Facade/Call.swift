/// What an endpoint gets to see of a request.
struct Call: Sendable {
  /// The decoded `{…}` segments of the path.
  var parameters: [String]
  /// Names and values, decoded.
  var query: [String: String]
  /// Of the endpoint's shape; null for an endpoint without one.
  var body: JSONValue = .null

  /// Nil where an escape in the path or the query is broken.
  init?(_ segments: [Substring], _ target: RequestTarget) {
    let parameters = segments.compactMap { RequestTarget.decode($0) }
    guard parameters.count == segments.count, let query = target.parameters else { return nil }
    self.parameters = parameters
    self.query = query
  }
}
