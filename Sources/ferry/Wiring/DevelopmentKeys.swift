/// Keys that everybody knows: for the sandbox, which takes nothing else, and for the settings that `ferry init` makes.
enum DevelopmentKeys {
  static let signing = "ferry-sandbox-signing-key-known-to-all"
  /// 32 bytes.
  static let encryption = "ferry-sandbox-encryption-key-32b"
  static let port = 8787
}
