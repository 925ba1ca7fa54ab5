import Documents
import Ledgers

/// Documents as the commands name them.
enum DocumentNames {
  /// `order`, `return`.
  static func singular(_ kind: Kind) -> String { kind.rawValue.hasSuffix("s") ? String(kind.rawValue.dropLast()) : kind.rawValue }

  /// `in doubt`.
  static func state(_ state: DocumentState) -> String { state.rawValue.replacing("_", with: " ") }

  /// `order A-17 of partner default at target erp`.
  static func full(_ key: DocumentKey) -> String {
    PlainText.line("\(singular(key.kind)) \(key.number) of partner \(key.partner) at target \(key.target)")
  }
}
