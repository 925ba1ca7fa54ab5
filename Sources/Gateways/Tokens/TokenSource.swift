import Contracts
import FoundationEssentials
import Synchronization

/// The current token of a target: kept, renewed before it expires, dropped when the target does not know it.
///
/// A token is made under the lock, without waiting for anything: whoever comes meanwhile gets the same one.
final class TokenSource: Sendable {
  private struct Kept {
    let header: String
    let madeAt: Date
    let freshUntil: Date
  }

  private let signer: TokenSigner
  private let envelope: TokenEnvelope
  private let claims: [JSONValue.Member]
  private let lifetime: Int64
  private let now: @Sendable () -> Date
  private let random: @Sendable (Int) -> [UInt8]
  private let kept = Mutex<Kept?>(nil)

  /// `random` gives that many bytes nobody can foretell.
  /// - Throws: `GatewayError` with code `key` or `claims`, naming the setting.
  init(
    _ token: TokenSettings, setting: (String) -> String, now: @escaping @Sendable () -> Date,
    random: @escaping @Sendable (Int) -> [UInt8]
  ) throws(GatewayError) {
    signer = try TokenSigner(token, setting: setting("token.signing_key"))
    envelope = try TokenEnvelope(key: token.encryptionKey, setting: setting("token.encryption_key"))
    if let own = token.claims.first(where: { ["iat", "exp", "jti"].contains($0.name) }) {
      throw GatewayError(.claims, "\(setting("token.claims")) has \(own.name): it is set for each token; leave it out")
    }
    guard token.lifetime >= .seconds(1) else {
      throw GatewayError(.claims, "\(setting("token.lifetime")) is shorter than a second")
    }
    claims = token.claims
    lifetime = token.lifetime.components.seconds
    self.now = now
    self.random = random
  }

  /// `Bearer <JWE>`: the one that is kept, unless less than a fifth of its life (at most a minute) is left, or the clock was set back.
  func authorization() throws -> String {
    let now = now()
    return try kept.withLock { kept in
      if let kept, now >= kept.madeAt, now < kept.freshUntil { return kept.header }
      let header = "Bearer " + (try make(at: now))
      let margin = min(60, TimeInterval(lifetime) / 5)
      kept = Kept(header: header, madeAt: now, freshUntil: now.addingTimeInterval(TimeInterval(lifetime) - margin))
      return header
    }
  }

  /// The target said 401 to this one. Another that was made meanwhile stays.
  func drop(_ header: String) {
    kept.withLock { kept in
      if kept?.header == header { kept = nil }
    }
  }

  private func make(at time: Date) throws -> String {
    let issued = Int64(time.timeIntervalSince1970)
    let payload = JSONValue.object(
      claims + [
        JSONValue.Member("iat", .number(String(issued))),
        JSONValue.Member("exp", .number(String(issued + lifetime))),
        JSONValue.Member("jti", .string(base64URL(random(16)))),
      ])
    return try envelope.seal(signer.sign(payload.bytes), iv: random(16))
  }
}
