import Crypto
import CryptoExtras

/// Verifies a compact JWS (RFC 7515) with the one agreed algorithm: what the header says must be that, or it is refused.
struct SignedToken: Sendable {
  private enum Key {
    case hs256(SymmetricKey)
    case rs256(_RSA.Signing.PublicKey)
    case es256(P256.Signing.PublicKey)

    var algorithm: JSONValue {
      switch self {
      case .hs256: "HS256"
      case .rs256: "RS256"
      case .es256: "ES256"
      }
    }
  }

  private let key: Key

  /// Throws swift-crypto's error where a PEM text is no such key.
  init(_ key: SandboxSigningKey) throws {
    self.key =
      switch key {
      case .hs256(let secret): .hs256(SymmetricKey(data: secret))
      case .rs256(let text): .rs256(try _RSA.Signing.PublicKey(pemRepresentation: text))
      case .es256(let text): .es256(try P256.Signing.PublicKey(pemRepresentation: text))
      }
  }

  /// The claims.
  func open(_ token: [UInt8]) throws(TokenRefusal) -> JSONValue {
    let parts = token.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 3 else { throw .notSigned }
    guard let headerBytes = Base64URL.decode(parts[0]), let header = try? JSONReader.read(headerBytes), case .object = header else {
      throw .headerNotReadable
    }
    guard header["alg"] == key.algorithm, header["crit"] == nil else { throw .wrongAlgorithm }
    guard let signature = Base64URL.decode(parts[2]), isValid(signature, over: token[..<parts[1].endIndex]) else { throw .badSignature }
    guard let claimBytes = Base64URL.decode(parts[1]), let claims = try? JSONReader.read(claimBytes), case .object = claims else {
      throw .claimsNotReadable
    }
    return claims
  }

  private func isValid(_ signature: [UInt8], over signed: ArraySlice<UInt8>) -> Bool {
    switch key {
    case .hs256(let secret):
      return HMAC<SHA256>.isValidAuthenticationCode(signature, authenticating: signed, using: secret)
    case .rs256(let publicKey):
      return publicKey.isValidSignature(.init(rawRepresentation: signature), for: signed, padding: .insecurePKCS1v1_5)
    case .es256(let publicKey):
      guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
      return publicKey.isValidSignature(signature, for: signed)
    }
  }
}
