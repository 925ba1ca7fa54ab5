import FoundationEssentials

/// A token with the time in which it is used.
struct KeptToken: Sendable {
  let header: String
  private let since: Date
  private let freshUntil: Date

  /// Its last minute, or the last fifth of a life shorter than five, is not used: a call takes time too.
  init(_ token: String, since: Date, lifetime: TimeInterval) {
    header = "Bearer " + token
    self.since = since
    freshUntil = since.addingTimeInterval(lifetime - min(60, lifetime / 5))
  }

  /// Not after the clock was set back, either.
  func isFresh(at now: Date) -> Bool { now >= since && now < freshUntil }

  /// Can it stand in a header? RFC 6750 allows less.
  static func isUsable(_ token: some Collection<UInt8>) -> Bool {
    !token.isEmpty && token.allSatisfy { (0x21...0x7E).contains($0) }
  }
}
