import Synchronization

/// Decides from the `Authorization` header alone whether a request may enter.
final class Doorkeeper: Sendable {
  private enum Rule {
    case nested(EncryptedToken, SignedToken)
    case bearer([UInt8])
  }

  /// Clocks of two machines never agree to the second.
  private static let leeway = 5.0

  private struct Pass {
    var token: String
    var until: Double
  }

  private let rule: Rule
  private let now: @Sendable () -> Double
  /// The last good token: a client sends the same one thousands of times, and its claims do not change.
  private let lastGood = Mutex<Pass?>(nil)

  /// `now` tells seconds since 1970.
  init(_ credentials: SandboxCredentials, now: @escaping @Sendable () -> Double) throws(SandboxError) {
    self.now = now
    switch credentials {
    case .bearer(let bearer):
      guard !bearer.isEmpty else { throw SandboxError(.badCredentials, "The static bearer is empty; give one, or the two keys.") }
      rule = .bearer(Array(bearer.utf8))
    case .nestedToken(let signing, let encryptionKey):
      guard encryptionKey.count == 32 else {
        throw SandboxError(.badCredentials, "The encryption key has \(encryptionKey.count) bytes; A128CBC-HS256 takes exactly 32.")
      }
      if case .hs256(let secret) = signing, secret.count < 32 {
        throw SandboxError(.badCredentials, "The signing key has \(secret.count) bytes; HS256 takes 32 or more.")
      }
      do {
        rule = .nested(EncryptedToken(key: encryptionKey), try SignedToken(signing))
      } catch {
        throw SandboxError(.badCredentials, "The public key is not a PEM text of its kind.", cause: error)
      }
    }
  }

  /// The token in `Bearer <token>`.
  static func bearer(in authorization: String?) throws(TokenRefusal) -> String {
    guard let authorization, authorization.prefix(7).lowercased() == "bearer " else { throw .missing }
    let token = String(authorization.dropFirst(7))
    guard !token.isEmpty else { throw .missing }
    return token
  }

  func admit(authorization: String?) throws(TokenRefusal) {
    let token = try Self.bearer(in: authorization)
    switch rule {
    case .bearer(let agreed):
      guard constantTimeEqual(agreed, token.utf8) else { throw .wrongBearer }
    case .nested(let encrypted, let signed):
      let now = now()
      if lastGood.withLock({ $0.map { $0.token == token && now < $0.until } ?? false }) { return }
      let until = try check(signed.open(encrypted.open(token)), at: now)
      lastGood.withLock { $0 = Pass(token: token, until: until) }
    }
  }

  /// Until when these claims let in (RFC 7519 sections 4.1.4 to 4.1.6).
  private func check(_ claims: JSONValue, at now: Double) throws(TokenRefusal) -> Double {
    guard let expiry = try date("exp", in: claims) else { throw .noExpiry }
    guard now < expiry + Self.leeway else { throw .expired }
    for name in ["nbf", "iat"] {
      if let date = try date(name, in: claims), date > now + Self.leeway { throw .notYetValid }
    }
    return expiry + Self.leeway
  }

  private func date(_ name: String, in claims: JSONValue) throws(TokenRefusal) -> Double? {
    guard let value = claims[name] else { return nil }
    guard case .number(let digits) = value, let seconds = Double(digits), seconds.isFinite else { throw .claimsNotReadable }
    return seconds
  }
}
