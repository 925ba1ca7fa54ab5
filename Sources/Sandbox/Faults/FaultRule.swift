/// When to misbehave, and how. A rule looks at requests with a good token on a path and with a method that the facade or a service has, and
/// at `POST /token`; of several rules that match one request the one given first acts, and only that one counts it.
package struct FaultRule: Sendable, Equatable {
  /// Nil: any.
  package var method: String?
  /// How the path begins, with or without the base path; "" is any.
  package var path: String
  /// The body's `orderNumber` or `returnNumber`; nil: any or none.
  package var number: String?
  /// A piece of the body; nil: any or none.
  package var contains: String?
  /// How many matching requests to let pass first.
  package var after: Int
  /// How many to meet after those; nil: all.
  package var times: Int?
  /// Passes before the action begins.
  package var delay: Duration
  package var action: FaultAction

  package init(
    _ action: FaultAction, method: String? = nil, path: String = "", number: String? = nil, contains: String? = nil, after: Int = 0,
    times: Int? = 1, delay: Duration = .zero
  ) {
    self.action = action
    self.method = method
    self.path = path
    self.number = number
    self.contains = contains
    self.after = after
    self.times = times
    self.delay = delay
  }

  func matches(_ arrival: Arrival, relativePath: String, numbers: [String]) -> Bool {
    if let method, method != arrival.method { return false }
    guard path.isEmpty || arrival.target.path.hasPrefix(path) || relativePath.hasPrefix(path) else { return false }
    if let number, !numbers.contains(number) { return false }
    if let contains, !arrival.body.contains(Array(contains.utf8)) { return false }
    return true
  }
}
