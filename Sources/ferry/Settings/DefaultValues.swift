import Documents

/// `defaults`: values by canonical column, for fields that a file leaves out. `operator: { email: … }` is `operator_email`.
enum DefaultValues {
  static func read(_ section: SettingsSection) -> [String: String] {
    guard !section.notes.isDescribing else { return [:] }
    let columns = fields.keys.sorted()
    var values: [String: String] = [:]
    func take(_ column: String, _ key: String, in section: SettingsSection) {
      guard let field = fields[column] else { return }
      let value = section.value(key, expected: field.content.expectation) { accepts($0, field.content) ? $0 : nil }
      if let value { values[column] = value }
    }
    let groups = Set(columns.compactMap { $0.split(separator: "_").first.map(String.init) }).filter { section.hasSection($0) }
    for group in groups.sorted() {
      let inner = section.section(group)
      for column in columns where column.hasPrefix(group + "_") { take(column, String(column.dropFirst(group.count + 1)), in: inner) }
      inner.finish(expected: "a column as ferry describe lists them, without \(group)_")
    }
    for column in columns { take(column, column, in: section) }
    section.finish(expected: "a column as ferry describe lists them")
    return values
  }

  /// Fields of all kinds that may have a default, by column: not the numbers of documents and lines.
  static let fields: [String: Field] = {
    let all = Kind.allCases.flatMap(\.layout.fields).filter { $0.role == .plain }
    return Dictionary(all.map { ($0.column, $0) }) { first, _ in first }
  }()

  private static func accepts(_ text: String, _ content: Field.Content) -> Bool {
    let digits = text.utf8.filter(\.isASCIIDigit).count
    return switch content {
    case .text, .opaque, .segment: !text.isEmpty
    case .currency: text.utf8.count == 3 && text.utf8.allSatisfy { (0x41...0x5A).contains($0) }
    case .boolean: ["true", "false", "1", "0"].contains(text)
    case .choice(let words): words.contains(text)
    case .quantity: digits == text.utf8.count && Int(text) ?? 0 > 0
    case .decimal: digits > 0 && isDecimal(text)
    case .date: false
    }
  }

  /// digits (`.` digits)?
  private static func isDecimal(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count <= 2 && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(\.isASCIIDigit) }
  }
}
