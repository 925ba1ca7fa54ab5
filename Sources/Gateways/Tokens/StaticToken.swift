import Contracts

/// A ready-made token, sent as it is.
struct StaticToken: TokenSource {
  private static let shortest = 8
  private let secret: Secret

  /// - Throws: `GatewayError` with code `key`, naming the setting.
  init(_ secret: Secret, setting: String) throws(GatewayError) {
    guard KeptToken.isUsable(secret.reveal()) else {
      throw GatewayError(.key, "\(setting) is empty or holds blanks or other characters no token has")
    }
    // It is struck out of whatever the target answers: a word of a few letters would leave nothing that can be read.
    guard secret.reveal().count >= Self.shortest else {
      throw GatewayError(.key, "\(setting) has fewer than \(Self.shortest) characters, which no token has; put the whole token there")
    }
    self.secret = secret
  }

  func current() async -> TokenAnswer { .header("Bearer " + String(decoding: secret.reveal(), as: UTF8.self)) }
  func drop(_ header: String) -> Bool { false }
}
