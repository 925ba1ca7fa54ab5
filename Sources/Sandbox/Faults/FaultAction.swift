/// How the facade misbehaves. Those that say so enter the order or return in the books first; the others never do.
package enum FaultAction: Sendable, Equatable {
  /// Nothing but the rule's delay.
  case delay
  /// This status, headers and body, nothing entered.
  case status(Int, headers: [String: String] = [:], body: String = "")
  /// The same, after entering: a proxy that lost its patience.
  case statusAfterCommit(Int, headers: [String: String] = [:], body: String = "")
  /// 401, as if the token had been withdrawn.
  case unauthorized
  /// 302 to this location.
  case redirect(String)
  /// Closes the connection without a byte.
  case dropBefore
  /// Enters, then closes the connection without a byte.
  case dropAfter
  /// Never answers; the connection stays open until the server stops.
  case hang
  /// Enters, then never answers.
  case hangAfterCommit
  /// Enters, then sends the whole head, `Content-Length` included, half of the body, and closes.
  case truncate
  /// Enters, then answers 200 with a page that is not JSON.
  case garbage
  /// Enters, then answers as usual but names only the first half of the `index` values (rounded down: of one, none).
  case partial
  /// Enters, then sends the body byte by byte with this pause before each.
  case slow(Duration)

  /// Every ``name``.
  package static let names = [
    "delay", "status", "statusAfterCommit", "unauthorized", "redirect", "dropBefore", "dropAfter", "hang", "hangAfterCommit", "truncate",
    "garbage", "partial", "slow",
  ]

  /// The name in `POST /sandbox/faults` and in the record.
  package var name: String {
    switch self {
    case .delay: "delay"
    case .status: "status"
    case .statusAfterCommit: "statusAfterCommit"
    case .unauthorized: "unauthorized"
    case .redirect: "redirect"
    case .dropBefore: "dropBefore"
    case .dropAfter: "dropAfter"
    case .hang: "hang"
    case .hangAfterCommit: "hangAfterCommit"
    case .truncate: "truncate"
    case .garbage: "garbage"
    case .partial: "partial"
    case .slow: "slow"
    }
  }
}
