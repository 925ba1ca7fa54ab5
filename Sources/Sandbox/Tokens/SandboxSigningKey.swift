/// With what the inner JWS is verified.
package enum SandboxSigningKey: Sendable {
  /// The shared secret, 32 bytes or more (RFC 7518 section 3.2).
  case hs256([UInt8])
  /// The platform's public RSA key (SubjectPublicKeyInfo, PEM).
  case rs256(publicKeyPEM: String)
  /// The platform's public P-256 key (SubjectPublicKeyInfo, PEM).
  case es256(publicKeyPEM: String)
}
