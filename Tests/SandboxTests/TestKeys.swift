import Sandbox

/// The two secrets that ``ForeignTokens`` were made with.
enum TestKeys {
  static let signing = Array("sandbox-signing-key-of-32-bytes!".utf8)
  static let encryption = Array("sandbox-cipher-key-of-32-bytes!!".utf8)

  static var credentials: SandboxCredentials { .nestedToken(signing: .hs256(signing), encryptionKey: encryption) }
  static var configuration: SandboxConfiguration { SandboxConfiguration(credentials: credentials) }
}
