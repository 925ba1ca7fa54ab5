/// One operation: where it is, what its body must look like, what it does.
struct Endpoint: Sendable {
  var method: Method
  /// Below the base path; `{…}` stands for exactly one segment.
  var path: String
  /// Nil: no body is read.
  var body: Shape?
  /// Called with a body of that shape.
  var answer: @Sendable (Call, Books) -> Reply

  private let segments: [Substring]
  private let takesEmptySegments: Bool

  /// With `takesEmptySegments` a `{…}` may be empty, and the operation has to say something about it.
  init(
    _ method: Method, _ path: String, body: Shape? = nil, takesEmptySegments: Bool = false,
    answer: @escaping @Sendable (Call, Books) -> Reply
  ) {
    self.method = method
    self.path = path
    self.body = body
    self.takesEmptySegments = takesEmptySegments
    self.answer = answer
    segments = path.split(separator: "/", omittingEmptySubsequences: false)
  }

  /// The values of the `{…}` segments, or nil if this is another path.
  func match(_ path: [Substring]) -> [Substring]? {
    guard path.count == segments.count else { return nil }
    var parameters: [Substring] = []
    for (segment, pattern) in zip(path, segments) {
      if pattern.hasPrefix("{") {
        guard takesEmptySegments || !segment.isEmpty else { return nil }
        parameters.append(segment)
      } else if segment != pattern {
        return nil
      }
    }
    return parameters
  }
}
