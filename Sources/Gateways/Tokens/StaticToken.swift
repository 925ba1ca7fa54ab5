import Contracts

/// A ready-made token, sent as it is.
struct StaticToken: TokenSource {
  private let secret: Secret

  /// - Throws: `GatewayError` with code `key`, naming the setting.
  init(_ secret: Secret, setting: String) throws(GatewayError) {
    guard KeptToken.isUsable(secret.reveal()) else {
      throw GatewayError(.key, "\(setting) is empty or holds blanks or other characters no token has")
    }
    self.secret = secret
  }

  func current() async -> TokenAnswer { .header("Bearer " + String(decoding: secret.reveal(), as: UTF8.self)) }
  func drop(_ header: String) -> Bool { false }
}
