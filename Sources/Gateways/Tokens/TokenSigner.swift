import Crypto
import CryptoExtras

/// Makes the inner token: a JWS in compact form (RFC 7515).
enum TokenSigner: Sendable {
  case hs256(SymmetricKey)
  case rs256(_RSA.Signing.PrivateKey)
  case es256(P256.Signing.PrivateKey)

  /// - Throws: `GatewayError` with code `key`, naming the setting.
  init(_ token: TokenSettings, setting: String) throws(GatewayError) {
    let key = token.signingKey.reveal()
    switch token.algorithm {
    case .hs256:
      guard key.count >= 32 else {
        throw GatewayError(.key, "\(setting) has \(key.count) bytes; HS256 needs at least 32")
      }
      self = .hs256(SymmetricKey(data: key))
    case .rs256:
      do {
        self = .rs256(try _RSA.Signing.PrivateKey(pemRepresentation: String(decoding: key, as: UTF8.self)))
      } catch {
        throw GatewayError(.key, "\(setting) is no RSA private key of 2048 bits or more in PEM, as RS256 needs", cause: error)
      }
    case .es256:
      do {
        self = .es256(try P256.Signing.PrivateKey(pemRepresentation: String(decoding: key, as: UTF8.self)))
      } catch {
        throw GatewayError(.key, "\(setting) is no P-256 private key in PEM, as ES256 needs", cause: error)
      }
    }
  }

  /// `header.payload.signature`.
  func sign(_ payload: [UInt8]) throws -> String {
    let text = base64URL(header.utf8) + "." + base64URL(payload)
    let bytes = Array(text.utf8)
    let signature: [UInt8] =
      switch self {
      case .hs256(let key): Array(HMAC<SHA256>.authenticationCode(for: bytes, using: key))
      case .rs256(let key): Array(try key.signature(for: SHA256.hash(data: bytes), padding: .insecurePKCS1v1_5).rawRepresentation)
      case .es256(let key): Array(try key.signature(for: SHA256.hash(data: bytes)).rawRepresentation)
      }
    return text + "." + base64URL(signature)
  }

  private var header: String {
    let algorithm =
      switch self {
      case .hs256: "HS256"
      case .rs256: "RS256"
      case .es256: "ES256"
      }
    return #"{"alg":"\#(algorithm)","typ":"JWT"}"#
  }
}
