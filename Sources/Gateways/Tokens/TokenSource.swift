import Contracts

/// Where the token of a target's calls comes from.
protocol TokenSource: Sendable {
  /// The one that is kept, or another where that has come to its end.
  func current() async -> TokenAnswer
  /// The target said 401 to this one; another that came meanwhile stays.
  /// - Returns: Whether asking again can give another.
  func drop(_ header: String) -> Bool
}

enum TokenAnswer: Sendable {
  /// `Bearer <token>`, the text of the header.
  case header(String)
  /// None can be had. Says nothing of any call: it has no status.
  case held(Outcome.Hold)
}
