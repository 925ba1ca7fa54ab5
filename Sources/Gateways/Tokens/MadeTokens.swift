import Contracts
import FoundationEssentials
import Synchronization

/// Tokens made here, with the facade's keys. One is made under the lock, without waiting for anything: whoever comes meanwhile gets the
/// same one.
final class MadeTokens: TokenSource {
  private let signer: TokenSigner
  private let envelope: TokenEnvelope
  private let claims: [JSONValue.Member]
  private let lifetime: Int64
  private let connection: ConnectionSettings
  private let now: @Sendable () -> Date
  private let random: @Sendable (Int) -> [UInt8]
  private let kept = Mutex<KeptToken?>(nil)

  /// `random` gives that many bytes nobody can foretell.
  /// - Throws: `GatewayError` with code `key` or `claims`, naming the setting.
  init(
    _ token: TokenSettings, of connection: ConnectionSettings, now: @escaping @Sendable () -> Date,
    random: @escaping @Sendable (Int) -> [UInt8]
  ) throws(GatewayError) {
    signer = try TokenSigner(token, setting: connection.setting("token.signing_key"))
    envelope = try TokenEnvelope(key: token.encryptionKey, setting: connection.setting("token.encryption_key"))
    if let own = token.claims.first(where: { ["iat", "exp", "jti"].contains($0.name) }) {
      throw GatewayError(.claims, "\(connection.setting("token.claims")) has \(own.name): it is set for each token; leave it out")
    }
    guard token.lifetime >= .seconds(1) else {
      throw GatewayError(.claims, "\(connection.setting("token.lifetime")) is shorter than a second")
    }
    claims = token.claims
    lifetime = token.lifetime.components.seconds
    self.connection = connection
    self.now = now
    self.random = random
  }

  func current() async -> TokenAnswer {
    let now = now()
    do {
      return .header(
        try kept.withLock { kept in
          if let kept, kept.isFresh(at: now) { return kept.header }
          let made = KeptToken(try make(at: now), since: now, lifetime: TimeInterval(lifetime))
          kept = made
          return made.header
        })
    } catch {
      let remedy = "check the keys under \(connection.setting("token"))"
      return .held(Outcome.Hold(.credentials, "\(connection.target): no token can be made (\(error)); \(remedy)"))
    }
  }

  func drop(_ header: String) -> Bool {
    kept.withLock { kept in
      if kept?.header == header { kept = nil }
    }
    return true
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
