import SystemPackage

/// The keys of `schneider`: checked for their shape and kept for the operations to come.
enum SchneiderSection {
  /// Whether the file has it.
  static func read(_ section: SettingsSection, below base: FilePath) -> Bool {
    guard section.isPresent else { return false }
    for key in ["base_url", "token_url", "order_status_path", "product_availability_path", "ship_to"] { _ = section.text(key) }
    for key in ["client_id", "client_secret"] { _ = SecretReference(key, in: section, below: base) }
    _ = section.integer("concurrency", in: 1...10)
    _ = section.duration("timeout", isPositive: true)
    section.finish()
    return true
  }
}
