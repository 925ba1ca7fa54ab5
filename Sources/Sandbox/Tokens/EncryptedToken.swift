import Crypto
import CryptoExtras

/// Opens a compact JWE with `alg` dir and `enc` A128CBC-HS256 (RFC 7516 section 5.2, RFC 7518 section 5.2).
struct EncryptedToken {
  private let macKey: SymmetricKey
  private let cipherKey: SymmetricKey

  /// `key` has 32 bytes: the first 16 authenticate, the last 16 decipher.
  init(key: [UInt8]) {
    macKey = SymmetricKey(data: key[..<16])
    cipherKey = SymmetricKey(data: key[16...])
  }

  /// The plain text of a nested JWT. The tag is verified before anything is deciphered.
  func open(_ token: String) throws(TokenRefusal) -> [UInt8] {
    let parts = token.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 5 else { throw .notFiveParts }
    try checkHeader(parts[0])
    guard parts[1].isEmpty, let vector = Base64URL.decode(parts[2]), vector.count == 16, let tag = Base64URL.decode(parts[4]),
      tag.count == 16,
      let cipherText = Base64URL.decode(parts[3])
    else { throw .wrongShape }
    return try decipher(cipherText, vector: vector, tag: tag, associated: Array(parts[0]))
  }

  private func checkHeader(_ part: Substring.UTF8View) throws(TokenRefusal) {
    guard let bytes = Base64URL.decode(part), let header = try? JSONReader.read(bytes), case .object = header else {
      throw .headerNotReadable
    }
    guard header["alg"] == "dir", header["enc"] == "A128CBC-HS256", header["cty"] == "JWT", header["zip"] == nil, header["crit"] == nil
    else {
      throw .wrongEncryption
    }
  }

  /// `associated` is the ASCII of the protected header as it stands in the token (RFC 7516 section 5.2, step 14).
  func decipher(_ cipherText: [UInt8], vector: [UInt8], tag: [UInt8], associated: [UInt8]) throws(TokenRefusal) -> [UInt8] {
    var mac = HMAC<SHA256>(key: macKey)
    mac.update(data: associated)
    mac.update(data: vector)
    mac.update(data: cipherText)
    let bits = UInt64(associated.count) * 8
    mac.update(data: (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64($0))) })
    guard constantTimeEqual(Array(mac.finalize()).prefix(16), tag) else { throw .notAuthentic }
    do {
      return [UInt8](try AES._CBC.decrypt(cipherText, using: cipherKey, iv: AES._CBC.IV(ivBytes: vector)))
    } catch {
      throw .notDecipherable
    }
  }
}

/// Compares without telling by its duration where the first difference is.
func constantTimeEqual(_ one: some Collection<UInt8>, _ other: some Collection<UInt8>) -> Bool {
  guard one.count == other.count else { return false }
  return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
}
