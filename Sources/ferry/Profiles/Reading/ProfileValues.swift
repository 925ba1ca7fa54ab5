import Formats

/// Values of the kinds that profiles have.
extension SettingsSection {
  /// Exactly one ASCII character, none of letters, digits and line ends; `tab` for one.
  func mark(_ key: String, orNone: Bool = false) -> String? {
    let expected = "one ASCII character that is no letter or digit, or the word tab" + (orNone ? "; \"\" for none" : "")
    return value(key, expected: expected) { text in
      if text == "tab" { return "\t" }
      if text.isEmpty { return orNone ? "" : nil }
      guard text.utf8.count == 1, let byte = text.utf8.first, byte < 0x7F, byte >= 0x20 || byte == 0x09 else { return nil }
      return (text.first?.isLetter ?? true) || (text.first?.isNumber ?? true) ? nil : text
    }
  }

  func encoding(_ key: String) -> String? {
    value(key, expected: "one of \(TextEncoding.names)") { TextEncoding.named($0)?.name }
  }

  /// Where a date pattern is expected.
  static let datePattern = "a pattern of DD, MM and YYYY or YY, each once, for example DD.MM.YYYY or YYYYMMDD"

  /// DD or D, MM or M, YYYY or YY, each once, and between them no letters or digits.
  static func isDatePattern(_ text: String) -> Bool {
    var rest = text
    for (long, short) in [("YYYY", "YY"), ("MM", "M"), ("DD", "D")] {
      guard let place = rest.firstRange(of: long) ?? rest.firstRange(of: short) else { return false }
      rest.replaceSubrange(place, with: " ")
    }
    return !rest.contains { $0.isLetter || $0.isNumber } && rest.utf8.count < 16
  }
}
