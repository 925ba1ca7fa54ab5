/// The encodings that a profile may name.
enum KnownEncodings {
  static let names = [
    "utf-8", "utf-16", "utf-16le", "utf-16be", "iso-8859-1", "iso-8859-2", "iso-8859-15", "windows-1250", "windows-1251", "windows-1252",
    "cp437", "cp850", "cp852",
  ]

  /// In any case, with `_` for `-`.
  static func named(_ name: String) -> String? {
    let name = name.lowercased().replacing("_", with: "-")
    return names.contains(name) ? name : nil
  }
}
