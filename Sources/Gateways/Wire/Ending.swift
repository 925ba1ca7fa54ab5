import FoundationEssentials

/// How one attempt ended on the wire, before anybody judges it.
enum Ending: Sendable {
  /// A response, complete to its last byte.
  case answered(WireResponse)
  /// The request's first bytes were handed to the connection, and no complete response came back. What was read of one is kept.
  case broken(Mishap, WireResponse?)
  /// No byte of the request was handed to a connection.
  case unsent(Mishap)

  /// For the log.
  var words: String {
    switch self {
    case .answered(let response): String(response.status)
    case .broken(let mishap, _): "broken: " + mishap.what
    case .unsent(let mishap): "not sent: " + mishap.what
    }
  }
}

struct WireResponse: Sendable {
  let status: Int
  /// The headers' texts.
  let retryAfter: String?
  let date: String?
  let body: [UInt8]

  /// nil where the header is absent or unreadable.
  func wait(now: Date) -> Duration? { retryAfter.flatMap { HTTPDate.wait($0, now: now) } }

  /// By how many seconds this machine's clock is ahead of the server's; nil where the header is absent or unreadable.
  func lead(now: Date) -> Int? { date.flatMap(HTTPDate.seconds).map { Int(now.timeIntervalSince1970) - Int($0) } }
}
