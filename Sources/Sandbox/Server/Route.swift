/// Where a path and a method lead.
enum Route {
  /// With the values of the `{…}` segments, still encoded.
  case endpoint(Endpoint, [Substring])
  /// 404 or 405.
  case dead(Reply)

  /// `path` is what follows the base path.
  static func find(_ path: String, _ method: String, among endpoints: [Endpoint]) -> Route {
    let segments = path.split(separator: "/", omittingEmptySubsequences: false)
    let matches = endpoints.compactMap { endpoint in endpoint.match(segments).map { (endpoint, $0) } }
    guard !matches.isEmpty else { return .dead(.empty(404)) }
    guard let (endpoint, parameters) = matches.first(where: { $0.0.method.rawValue == method }) else {
      return .dead(.wrongMethod(allowed: matches.map(\.0.method)))
    }
    return .endpoint(endpoint, parameters)
  }
}
