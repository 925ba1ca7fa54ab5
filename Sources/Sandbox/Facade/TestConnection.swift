extension Endpoint {
  /// `GET /test-connection`: 200, empty.
  static let testConnection = Endpoint(.get, "/test-connection") { _, _ in .empty(200) }
}
