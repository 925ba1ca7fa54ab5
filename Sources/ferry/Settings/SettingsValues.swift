import SystemPackage
import Translation

/// Values of the kinds that settings have. Each returns nil where the key is not set, or wrong (and reported).
extension SettingsSection {
  /// `expected` is what the writer of a wrong value reads: `a whole number from 1 to 64`.
  func value<Value>(_ key: String, as shape: KeyShape = .text, expected: String, _ read: (String) -> Value?) -> Value? {
    notes.describe(path + [key], shape)
    guard let scalar = scalar(key) else { return nil }
    guard let value = read(scalar.text) else {
      notes.mistake(scalar.place, "\(name(key)) is \"\(Self.shown(scalar.text))\"; expected \(expected)")
      return nil
    }
    return value
  }

  func text(_ key: String) -> String? { value(key, expected: "text") { $0.isEmpty ? nil : $0 } }

  func boolean(_ key: String) -> Bool? {
    value(key, as: .boolean, expected: "true or false") { ["true": true, "false": false][$0.lowercased()] }
  }

  func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
    value(key, as: .integer(range), expected: "a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
      guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text) else { return nil }
      return range.contains(number) ? number : nil
    }
  }

  /// One of the words.
  func choice<Value: RawRepresentable<String>>(_ key: String, _ values: [Value]) -> Value? {
    let words = values.map(\.rawValue)
    notes.describe(path + [key], .choice(words))
    guard let scalar = scalar(key) else { return nil }
    if let value = Value(rawValue: scalar.text) { return value }
    let hint =
      Suggestion.nearest(to: scalar.text, among: words).map { "did you mean \($0)?" } ?? "expected one of \(words.joined(separator: ", "))"
    notes.mistake(scalar.place, "\(name(key)) is \"\(Self.shown(scalar.text))\"; \(hint)")
    return nil
  }

  /// `isPositive`: 0 is too short.
  func duration(_ key: String, isPositive: Bool = false) -> Duration? {
    let expected = "a duration\(isPositive ? " above 0" : ""): a whole number and its unit, for example 500ms, 2s, 5m or 24h"
    return value(key, expected: expected) { text in
      Duration(settings: text).flatMap { isPositive && $0 == .zero ? nil : $0 }
    }
  }

  /// Bytes, `KB`, `MB` or `GB` (of 1024).
  func size(_ key: String, in range: ClosedRange<Int>) -> Int? {
    value(key, expected: "a size from \(range.lowerBound) bytes to \(range.upperBound >> 20)MB, for example 16MB") { text in
      let units = [("KB", 10), ("MB", 20), ("GB", 30)]
      let unit = units.first { text.hasSuffix($0.0) }
      let digits = unit.map { text.dropLast($0.0.count) } ?? text[...]
      guard !digits.isEmpty, digits.count < 10, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits) else {
        return nil
      }
      let size = number << (unit?.1 ?? 0)
      return range.contains(size) ? size : nil
    }
  }

  /// Permissions of a file, octal.
  func mode(_ key: String) -> FilePermissions? {
    value(key, expected: "permissions of a file in octal, for example \"0640\"") { text in
      guard (3...4).contains(text.count), let number = CInterop.Mode(text, radix: 8), number <= 0o777 else { return nil }
      return FilePermissions(rawValue: number)
    }
  }

  /// Relative to the settings file's folder.
  func path(_ key: String, below base: FilePath) -> FilePath? {
    text(key).map { base.pushing(FilePath($0)).lexicallyNormalized() }
  }

  func isMissing(_ key: String, expected: String) {
    notes.mistake(place, "\(name(key)) is missing; expected \(expected)")
  }

  /// At most 60 characters on one line.
  static func shown(_ text: String) -> String {
    let line = String(text.prefix(60).map { $0.isNewline || $0 == "\t" ? " " : $0 })
    return text.count > 60 ? line + "…" : line
  }
}

extension Duration {
  /// `2s`, `500ms`: as the settings write it.
  var settingsText: String {
    let milliseconds = Int64(self / .milliseconds(1))
    let units: [(suffix: String, milliseconds: Int64)] = [("h", 3_600_000), ("m", 60_000), ("s", 1000)]
    guard let unit = units.first(where: { milliseconds > 0 && milliseconds % $0.milliseconds == 0 }) else { return "\(milliseconds)ms" }
    return "\(milliseconds / unit.milliseconds)\(unit.suffix)"
  }

  /// `500ms`, `2s`, `5m`, `24h`, `90d`, `0s`; nil for anything else.
  init?(settings text: String) {
    let units: [(suffix: String, milliseconds: Int64)] = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)]
    guard let unit = units.first(where: { text.hasSuffix($0.suffix) }) else { return nil }
    let digits = text.dropLast(unit.suffix.count)
    guard (1...9).contains(digits.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int64(digits) else {
      return nil
    }
    self = .milliseconds(number * unit.milliseconds)
  }
}
