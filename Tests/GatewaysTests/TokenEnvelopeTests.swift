import Gateways
import Testing

@Suite struct TokenEnvelopeTests {
  private func bytes(_ hex: String) -> [UInt8] {
    hex.split { $0 == " " || $0 == "\n" }.compactMap { UInt8($0, radix: 16) }
  }

  @Test func `RFC 7518 appendix B.1 comes out to the byte`() throws {
    let envelope = try TokenEnvelope(key: Secret((0..<32).map { UInt8($0) }), setting: "erp.token.encryption_key")
    let plaintext =
      "A cipher system must not be required to be secret, and it must be able to fall into the hands of the enemy without inconvenience"
    let (ciphertext, tag) = try envelope.encrypt(
      Array(plaintext.utf8), iv: bytes("1a f3 8c 2d c2 b9 6f fd d8 66 94 09 23 41 bc 04"),
      associated: Array("The second principle of Auguste Kerckhoffs".utf8))
    #expect(
      ciphertext
        == bytes(
          """
          c8 0e df a3 2d df 39 d5 ef 00 c0 b4 68 83 42 79 a2 e4 6a 1b 80 49 f7 92 f7 6b fe 54 b9 03 a9 c9
          a9 4a c9 b4 7a d2 65 5c 5f 10 f9 ae f7 14 27 e2 fc 6f 9b 3f 39 9a 22 14 89 f1 63 62 c7 03 23 36
          09 d4 5a c6 98 64 e3 32 1c f8 29 35 ac 40 96 c8 6e 13 33 14 c5 40 19 e8 ca 79 80 df a4 b9 cf 1b
          38 4c 48 6f 3a 54 c5 10 78 15 8e e5 d7 9d e5 9f bd 34 d8 48 b3 d6 95 50 a6 76 46 34 44 27 ad e5
          4b 88 51 ff b5 98 f7 f8 00 74 b9 47 3c 82 e2 db
          """))
    #expect(tag == bytes("65 2c 3f a3 6b 0a 7c 5b 32 19 fa b3 a3 0b c1 c4"))
  }

  /// The header of the token that the facade's description shows.
  @Test func `the header is the one of the facade's sample`() throws {
    let sample = "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMTI4Q0JDLUhTMjU2IiwiYWxnIjoiZGlyIn0"
    #expect(try TokenEnvelope.header == String(decoding: OpenedToken.bytes(sample), as: UTF8.self))
    let envelope = try TokenEnvelope(key: Secret(utf8: Samples.encryptionKey), setting: "erp.token.encryption_key")
    #expect(try envelope.seal("x", iv: Array(repeating: 7, count: 16)).hasPrefix(sample + ".."))
  }

  @Test(arguments: [0, 16, 31, 33, 64]) func `a key of another length is refused by name and length`(count: Int) {
    let error = #expect(throws: GatewayError.self) {
      try TokenEnvelope(key: Secret(Array(repeating: 0, count: count)), setting: "erp.token.encryption_key")
    }
    #expect(
      error?.message
        == "erp.token.encryption_key has \(count) bytes; A128CBC-HS256 needs exactly 32 (is the suffix |base64 or |hex missing?)")
  }
}
