import Crypto
import Testing

@testable import Sandbox

@Suite struct TokenTests {
  @Test func `RFC 7518 appendix B 1 is deciphered`() throws {
    let cipherText = """
      c80edfa32ddf39d5ef00c0b468834279a2e46a1b8049f792f76bfe54b903a9c9a94ac9b47ad2655c5f10f9aef71427e2fc6f9b3f399a221489f16362c70323\
      3609d45ac69864e3321cf82935ac4096c86e133314c54019e8ca7980dfa4b9cf1b384c486f3a54c51078158ee5d79de59fbd34d848b3d69550a67646344427\
      ade54b8851ffb598f7f80074b9473c82e2db
      """
    let plain = try EncryptedToken(key: Array(0...31)).decipher(
      bytes(cipherText), vector: bytes("1af38c2dc2b96ffdd86694092341bc04"), tag: bytes("652c3fa36b0a7c5b3219fab3a30bc1c4"),
      associated: Array("The second principle of Auguste Kerckhoffs".utf8))
    #expect(
      String(decoding: plain, as: UTF8.self) == """
        A cipher system must not be required to be secret, and it must be able to fall into the hands of the enemy without inconvenience
        """)
  }

  @Test func `a token of another JOSE implementation opens the door`() async throws {
    #expect(try await answer(to: ForeignTokens.good) == "200")
    #expect(try await answer(to: ForeignTokens.good, scheme: "bearer") == "200")
  }

  static let refused: [(token: String, reason: TokenRefusal)] = [
    ("", .missing),
    ("abc", .notFiveParts),
    (ForeignTokens.good + ".", .notFiveParts),
    (ForeignTokens.good + "A", .wrongShape),
    (replaced(part: 0, by: "e30"), .wrongEncryption),
    (replaced(part: 0, by: "bm8"), .headerNotReadable),
    (replaced(part: 1, by: "AAAA"), .wrongShape),
    (replaced(part: 2, by: "MmaSLM_8Nn7RH7iKZYnyQA"), .notAuthentic),
    (replaced(part: 4, by: "At5pkWgden3OXIC7IEpnfA"), .notAuthentic),
    (ForeignTokens.withoutContentType, .wrongEncryption),
    (ForeignTokens.gcm, .wrongEncryption),
    (ForeignTokens.plainClaimsInside, .notSigned),
    (ForeignTokens.unsignedInside, .wrongAlgorithm),
    (ForeignTokens.hs512Inside, .wrongAlgorithm),
    (ForeignTokens.rs256, .wrongAlgorithm),
    (ForeignTokens.otherSigningKey, .badSignature),
    (ForeignTokens.withoutExpiry, .noExpiry),
    (ForeignTokens.textExpiry, .claimsNotReadable),
  ]

  @Test(arguments: refused) func `a token that is not right in every respect is 401`(_ token: String, _ reason: TokenRefusal) async throws {
    #expect(try await answer(to: token) == reason.rawValue)
  }

  @Test func `a token sealed for another key is 401`() async throws {
    let credentials = SandboxCredentials.nestedToken(signing: .hs256(TestKeys.signing), encryptionKey: TestKeys.encryption.reversed())
    #expect(try await answer(to: ForeignTokens.good, credentials) == TokenRefusal.notAuthentic.rawValue)
  }

  static let moments: [(now: Double, answer: String)] = [
    (1_699_999_990, TokenRefusal.notYetValid.rawValue), (1_699_999_996, "200"), (4_102_444_804, "200"),
    (4_102_444_805, TokenRefusal.expired.rawValue),
  ]

  @Test(arguments: moments) func `a token is good from iat to exp, with five seconds of grace`(_ now: Double, _ expected: String)
    async throws
  {
    #expect(try await answer(to: ForeignTokens.good, now: now) == expected)
  }

  @Test func `a token that was good a moment ago is refused once it has expired`() throws {
    let clock = ManualClock(4_102_444_800)
    let doorkeeper = try Doorkeeper(TestKeys.credentials, now: { clock.now })
    try doorkeeper.admit(authorization: "Bearer " + ForeignTokens.good)
    clock.now = 4_102_444_805
    #expect(throws: TokenRefusal.expired) { try doorkeeper.admit(authorization: "Bearer " + ForeignTokens.good) }
  }

  @Test func `RS256 and ES256 are verified with the platform's public key`() async throws {
    let rsa = SandboxCredentials.nestedToken(
      signing: .rs256(publicKeyPEM: ForeignTokens.rsaPublicKey), encryptionKey: TestKeys.encryption)
    #expect(try await answer(to: ForeignTokens.rs256, rsa) == "200")
    #expect(try await answer(to: ForeignTokens.good, rsa) == TokenRefusal.wrongAlgorithm.rawValue)
    let ec = SandboxCredentials.nestedToken(signing: .es256(publicKeyPEM: ForeignTokens.ecPublicKey), encryptionKey: TestKeys.encryption)
    #expect(try await answer(to: ForeignTokens.es256, ec) == "200")
    let other = SandboxCredentials.nestedToken(
      signing: .es256(publicKeyPEM: P256.Signing.PrivateKey().publicKey.pemRepresentation), encryptionKey: TestKeys.encryption)
    #expect(try await answer(to: ForeignTokens.es256, other) == TokenRefusal.badSignature.rawValue)
  }

  @Test func `a static bearer is compared as it is`() async throws {
    #expect(try await answer(to: "s3cret", .bearer("s3cret")) == "200")
    #expect(try await answer(to: "s3cre", .bearer("s3cret")) == TokenRefusal.wrongBearer.rawValue)
  }

  @Test func `keys that cannot work are refused at the start, and never shown`() {
    func message(_ credentials: SandboxCredentials) -> String? {
      do {
        _ = try SandboxServer(SandboxConfiguration(credentials: credentials))
        return nil
      } catch {
        return error.message
      }
    }
    #expect(
      message(.nestedToken(signing: .hs256(TestKeys.signing), encryptionKey: [1]))
        == "The encryption key has 1 bytes; A128CBC-HS256 takes exactly 32.")
    #expect(
      message(.nestedToken(signing: .hs256([1, 2]), encryptionKey: TestKeys.encryption))
        == "The signing key has 2 bytes; HS256 takes 32 or more.")
    #expect(
      message(.nestedToken(signing: .rs256(publicKeyPEM: "nonsense"), encryptionKey: TestKeys.encryption))
        == "The public key is not a PEM text of its kind.")
    #expect(message(.bearer("")) == "The static bearer is empty; give one, or the two keys.")
    #expect("\(SandboxCredentials.bearer("s3cret"))" == "static bearer (hidden)")
    #expect(!String(reflecting: SandboxConfiguration(credentials: .bearer("s3cret"))).contains("s3cret"))
  }

  /// "200", or why the record says it was 401.
  private func answer(
    to token: String, scheme: String = "Bearer", _ credentials: SandboxCredentials = TestKeys.credentials, now: Double = 2_000_000_000
  ) async throws -> String {
    var configuration = SandboxConfiguration(credentials: credentials)
    configuration.now = { now }
    return try await withSandbox(configuration) { sandbox in
      let client = RawClient(port: sandbox.port, token: token)
      let text = client.text("GET", "/v1/test-connection").replacing("Authorization: Bearer", with: "Authorization: " + scheme)
      let response = try await client.exchange(text)
      guard response.status == 401 else { return String(response.status ?? 0) }
      #expect(response.body == "")
      #expect(response.header("WWW-Authenticate") == nil)
      let entry = try #require(sandbox.server.record.first)
      #expect(entry.status == 401)
      return entry.tokenRefusal?.rawValue ?? "no reason"
    }
  }

  /// The good token with another part.
  private static func replaced(part: Int, by text: String) -> String {
    var parts = ForeignTokens.good.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    parts[part] = text
    return parts.joined(separator: ".")
  }

  private func bytes(_ hex: String) -> [UInt8] {
    stride(from: 0, to: hex.count, by: 2).compactMap { UInt8(hex.dropFirst($0).prefix(2), radix: 16) }
  }
}
