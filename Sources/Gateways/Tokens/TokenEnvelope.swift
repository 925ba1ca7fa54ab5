import Crypto
import CryptoExtras

/// Makes the outer token: a JWE in compact form with `alg: dir` and `enc: A128CBC-HS256` (RFC 7516, RFC 7518 section 5.2.3).
package struct TokenEnvelope: Sendable {
  /// In the order of the sample in the facade's description.
  package static let header = #"{"cty":"JWT","enc":"A128CBC-HS256","alg":"dir"}"#

  private let macKey: SymmetricKey
  private let cipherKey: SymmetricKey

  /// - Throws: `GatewayError` with code `key`, naming the setting.
  package init(key: Secret, setting: String) throws(GatewayError) {
    let key = key.reveal()
    guard key.count == 32 else {
      throw GatewayError(
        .key, "\(setting) has \(key.count) bytes; A128CBC-HS256 needs exactly 32 (is the suffix |base64 or |hex missing?)")
    }
    macKey = SymmetricKey(data: key[..<16])
    cipherKey = SymmetricKey(data: key[16...])
  }

  /// `header..iv.ciphertext.tag`: the second part, an encrypted key, is empty for `dir`.
  package func seal(_ text: String, iv: [UInt8]) throws -> String {
    let header = base64URL(Self.header.utf8)
    let (ciphertext, tag) = try encrypt(Array(text.utf8), iv: iv, associated: Array(header.utf8))
    return header + ".." + base64URL(iv) + "." + base64URL(ciphertext) + "." + base64URL(tag)
  }

  /// RFC 7518 section 5.2.2.1: the tag is the first half of HMAC over associated data, IV, ciphertext, and the length of the
  /// associated data in bits.
  package func encrypt(_ plaintext: [UInt8], iv: [UInt8], associated: [UInt8]) throws -> (ciphertext: [UInt8], tag: [UInt8]) {
    let ciphertext = Array(try AES._CBC.encrypt(plaintext, using: cipherKey, iv: AES._CBC.IV(ivBytes: iv)))
    var code = HMAC<SHA256>(key: macKey)
    code.update(data: associated)
    code.update(data: iv)
    code.update(data: ciphertext)
    code.update(data: withUnsafeBytes(of: UInt64(associated.count * 8).bigEndian) { Array($0) })
    return (ciphertext, Array(code.finalize().prefix(16)))
  }
}
