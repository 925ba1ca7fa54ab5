/// How one attempt ended on the wire, before anybody judges it.
enum Ending: Sendable {
  /// A response, complete to its last byte.
  case answered(WireResponse)
  /// The request's first bytes were handed to the connection, and no complete response came back. What was read of one is kept.
  case broken(Mishap, WireResponse?)
  /// No byte of the request was handed to a connection.
  case unsent(Mishap)
}

struct WireResponse: Sendable {
  let status: Int
  /// The header's text.
  let retryAfter: String?
  let body: [UInt8]
}
