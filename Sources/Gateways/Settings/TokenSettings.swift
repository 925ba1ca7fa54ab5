package import Contracts

/// How the token is made that the facade calls "JWE->JWS->JWT" (docs/contract 3.1).
package struct TokenSettings: Sendable {
  package enum Algorithm: String, Sendable, CaseIterable { case hs256 = "HS256", rs256 = "RS256", es256 = "ES256" }

  package var algorithm = Algorithm.hs256
  /// HS256: at least 32 bytes. RS256, ES256: a private key in PEM.
  package var signingKey: Secret
  /// 32 bytes: the first 16 for HMAC-SHA256, the last 16 for AES-128.
  package var encryptionKey: Secret
  /// Besides `iat`, `exp` and `jti`, which are set for each token.
  package var claims: [JSONValue.Member] = []
  package var lifetime: Duration = .seconds(300)

  package init(signingKey: Secret, encryptionKey: Secret) {
    self.signingKey = signingKey
    self.encryptionKey = encryptionKey
  }
}
