import Contracts
import Crypto
import CryptoExtras
import Gateways
import JWTKit
import Testing

/// The token as the target receives it.
@Suite(.serialized, .timeLimit(.minutes(5))) struct TokenTests {
  /// Made by another implementation, joserfc 1.6.5 for Python:
  /// ```
  /// from joserfc import jwe, jws
  /// from joserfc.jwk import OctKey
  /// inner = jws.serialize_compact({"alg": "HS256", "typ": "JWT"},
  ///   b'{"iss":"ferry","iat":1790000000,"exp":1790000300,"jti":"AAECAwQFBgcICQoLDA0ODw"}',
  ///   OctKey.import_key(b"ferry test signing key, 32 bytes"))
  /// print(jwe.encrypt_compact({"cty": "JWT", "enc": "A128CBC-HS256", "alg": "dir"}, inner,
  ///   OctKey.import_key(b"0123456789abcdefFEDCBA9876543210")))
  /// ```
  static let foreign =
    "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMTI4Q0JDLUhTMjU2IiwiYWxnIjoiZGlyIn0..OqvEaLi54F1zZnuAjUDj-w.pYItGb_F4mYIi38t_mJLZl8tSdNFIK6-1AEeh2"
    + "SIB0HZQqjK1PVwKo4ESofpnaGA89A8AyOGARkfOKktmnMfAtmk8JBaJZtSMEjEHf8ytBPEfsYW0fHrc74v3lsUTYVvSEYA2s-Xjquf4ZTkcCXTmxudlmubuFySyxH5"
    + "Tsp1-yGPckX1O_QBBhfoCgPXM76UdByBrXnmPmyBxY9ObIwN_tjDOEk5ud4USoaB8PElCTFJ7b4nnK6eGfgiFCAYCSUa.tPpVdGhmBie5iOtIPn6ehw"

  /// Performs one call and gives back what the target was sent.
  private func tokenSent(
    _ token: TokenSettings, now: SteppedClock = SteppedClock(1_790_000_000),
    random: @escaping @Sendable (Int) -> [UInt8] = { count in (0..<count).map { _ in UInt8.random(in: .min ... .max) } }
  ) async throws -> String {
    try await ScriptedServer.run { connection in
      try await connection.readRequest()
      try await connection.respond(200)
    } _: { server in
      let settings = ERPSettings(baseURL: server.address, credentials: .token(token))
      let gateway = try ERPGateway(settings, logger: Samples.quiet, now: now.now, random: random)
      let outcome = await gateway.probe()
      await gateway.shutdown()
      #expect(outcome.summary == "success 200")
      return try #require(server.requests.first).token
    }
  }

  @Test func `with the same clock and chance it is the other implementation's token to the byte`() async throws {
    let iv = try OpenedToken.bytes(String(Self.foreign.split(separator: ".")[1]))
    let chance = Chance([(0..<16).map { UInt8($0) }, iv])
    #expect(try await tokenSent(Samples.token, random: { _ in chance.next() }) == Self.foreign)
  }

  @Test func `ours and the other implementation's open alike`() async throws {
    let foreign = try OpenedToken(Self.foreign, encryptionKey: Samples.encryptionKey)
    let ours = try OpenedToken(try await tokenSent(Samples.token), encryptionKey: Samples.encryptionKey)
    #expect(ours.header == foreign.header)
    #expect(ours.inner.split(separator: ".")[0] == foreign.inner.split(separator: ".")[0])
    for claim in ["iss", "iat", "exp"] { #expect(ours.claims[claim] == foreign.claims[claim]) }
    #expect(ours.jti != foreign.jti)
  }

  @Test func `a token changed in one place does not open`() throws {
    var changed = Array(Self.foreign.utf8)
    changed[120] ^= 1
    #expect(throws: OpenedToken.Malformed(what: "tag")) {
      try OpenedToken(String(decoding: changed, as: UTF8.self), encryptionKey: Samples.encryptionKey)
    }
  }

  private struct Claims: JWTPayload {
    let iss: String
    let iat: Int
    let exp: Int
    let jti: String
    func verify(using algorithm: some JWTAlgorithm) {}
  }

  @Test func `JWTKit accepts the signature of each algorithm`() async throws {
    let es256 = P256.Signing.PrivateKey()
    let rs256 = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    let hs256Keys = await JWTKeyCollection().add(hmac: HMACKey(from: Samples.signingKey), digestAlgorithm: .sha256)
    let es256Keys = await JWTKeyCollection().add(ecdsa: try ES256PublicKey(pem: es256.publicKey.pemRepresentation))
    let rs256Keys = await JWTKeyCollection().add(
      rsa: try Insecure.RSA.PublicKey(pem: rs256.publicKey.pemRepresentation), digestAlgorithm: .sha256)
    for (algorithm, key, keys) in [
      (TokenSettings.Algorithm.hs256, Samples.signingKey, hs256Keys), (.es256, es256.pemRepresentation, es256Keys),
      (.rs256, rs256.pemRepresentation, rs256Keys),
    ] {
      var token = Samples.token
      token.algorithm = algorithm
      token.signingKey = Secret(utf8: key)
      let inner = try OpenedToken(try await tokenSent(token), encryptionKey: Samples.encryptionKey).inner
      let header = try OpenedToken.bytes(String(inner.split(separator: ".")[0]))
      #expect(String(decoding: header, as: UTF8.self) == #"{"alg":"\#(algorithm.rawValue)","typ":"JWT"}"#)
      let claims = try await keys.verify(Array(inner.utf8), as: Claims.self)
      #expect(claims.iss == "ferry" && claims.exp - claims.iat == 300)
    }
  }

  @Test func `a ready-made token goes out as it is`() async throws {
    try await ScriptedServer.run { connection in
      try await connection.readRequest()
      try await connection.respond(200)
    } _: { server in
      _ = try await withERPGateway(Samples.settings(server.address), logger: Samples.quiet) { await $0.probe() }
      #expect(server.requests.first?["Authorization"] == "Bearer static-token")
    }
  }
}
