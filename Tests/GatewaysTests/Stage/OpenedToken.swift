import Contracts
import Crypto
import CryptoExtras
import Foundation

/// A nested token taken apart with its keys, as the facade does it (RFC 7516 section 5.2, RFC 7518 section 5.2.2.2).
struct OpenedToken {
  let header: String
  /// The inner token, `header.payload.signature`.
  let inner: String
  let claims: JSONValue

  struct Malformed: Error, Equatable { let what: String }

  init(_ token: String, encryptionKey: String) throws {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 5, parts[1].isEmpty else { throw Malformed(what: "parts") }
    let key = Array(encryptionKey.utf8)
    let (iv, ciphertext) = (try Self.bytes(parts[2]), try Self.bytes(parts[3]))
    var code = HMAC<SHA256>(key: SymmetricKey(data: key[..<16]))
    for part in [Array(parts[0].utf8), iv, ciphertext] { code.update(data: part) }
    code.update(data: withUnsafeBytes(of: UInt64(parts[0].utf8.count * 8).bigEndian) { Array($0) })
    guard try Array(code.finalize().prefix(16)) == Self.bytes(parts[4]) else { throw Malformed(what: "tag") }
    let plain = try AES._CBC.decrypt(ciphertext, using: SymmetricKey(data: key[16...]), iv: AES._CBC.IV(ivBytes: iv))
    header = String(decoding: try Self.bytes(parts[0]), as: UTF8.self)
    inner = String(decoding: plain, as: UTF8.self)
    claims = try JSONReader.read(Self.bytes(String(inner.split(separator: ".")[1])))
  }

  var jti: String { claims["jti"]?.text ?? "" }

  static func bytes(_ base64URL: String) throws -> [UInt8] {
    var text = base64URL.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
    while text.utf8.count % 4 != 0 { text += "=" }
    guard let data = Data(base64Encoded: text) else { throw Malformed(what: "base64url") }
    return Array(data)
  }
}
