/// One operation of the facade: where it is, what its body must look like, what it does.
struct Endpoint: Sendable {
  var method: Method
  /// Below the base path; `{…}` stands for exactly one segment.
  var path: String
  /// Nil: no body is read.
  var body: Shape?
  /// Called with a body of that shape.
  var answer: @Sendable (Call, Books) -> Reply

  private let segments: [Substring]

  init(_ method: Method, _ path: String, body: Shape? = nil, answer: @escaping @Sendable (Call, Books) -> Reply) {
    self.method = method
    self.path = path
    self.body = body
    self.answer = answer
    segments = path.split(separator: "/", omittingEmptySubsequences: false)
  }

  /// The value of the `{…}` segment ("" where there is none), or nil if this is another path.
  func match(_ path: [Substring]) -> Substring? {
    guard path.count == segments.count else { return nil }
    var parameter: Substring = ""
    for (segment, pattern) in zip(path, segments) {
      if pattern.hasPrefix("{") {
        guard !segment.isEmpty else { return nil }
        parameter = segment
      } else if segment != pattern {
        return nil
      }
    }
    return parameter
  }
}
