import Synchronization

/// The access tokens that were issued: opaque, random, good for a fixed time.
final class SchneiderTokens: Sendable {
  private struct Pages {
    /// When each expires, in seconds since 1970.
    var expiry: [String: Double] = [:]
    var issued = 0
  }

  /// Seconds.
  let life: Int
  private let now: @Sendable () -> Double
  private let pages = Mutex(Pages())

  init(life: Int, now: @escaping @Sendable () -> Double) {
    self.life = life
    self.now = now
  }

  /// How many, since the start or the last reset.
  var issued: Int { pages.withLock { $0.issued } }

  func issue() -> String {
    let token = (0..<4).map { _ in StableHash.hexadecimal(UInt64.random(in: .min ... .max)) }.joined()
    pages.withLock { pages in
      pages.issued += 1
      pages.expiry[token] = now() + Double(life)
    }
    return token
  }

  func admit(authorization: String?) throws(TokenRefusal) {
    let token = try Doorkeeper.bearer(in: authorization)
    guard let expiry = pages.withLock({ $0.expiry[token] }) else { throw .unknownToken }
    guard now() < expiry else { throw .expired }
  }

  func revokeAll() { pages.withLock { $0.expiry = [:] } }

  /// Forgets the count; what was issued stays good.
  func resetCount() { pages.withLock { $0.issued = 0 } }
}
