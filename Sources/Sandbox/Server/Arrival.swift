/// A request that has been read to its end.
struct Arrival: Sendable {
  /// As in the request line: `POST`.
  var method: String
  var target: RequestTarget
  var authorization: String?
  var contentType: String?
  var idempotencyKey: String?
  var body: [UInt8]
}
