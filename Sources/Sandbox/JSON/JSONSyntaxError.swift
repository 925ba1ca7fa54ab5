/// Where and why a text is not JSON (RFC 8259).
struct JSONSyntaxError: Error, Equatable {
  /// Bytes before the offending one.
  var offset: Int
  var message: String
}
