import Translation

/// `completeness`: what shows that a file is whole, and that none is missing.
struct CompletenessKeys {
  let section: SettingsSection

  func read(into completeness: inout Completeness) {
    if isSwitchedOff("trailer") {
      (completeness.trailerLines, completeness.trailerDocuments) = (nil, nil)
      (completeness.trailerQuantity, completeness.trailerAmount) = (nil, nil)
    }
    let trailer = section.section("trailer")
    if let position = trailer.integer("lines", in: 1...1000) { completeness.trailerLines = position }
    if let position = trailer.integer("documents", in: 1...1000) { completeness.trailerDocuments = position }
    if let position = trailer.integer("quantity", in: 1...1000) { completeness.trailerQuantity = position }
    if let position = trailer.integer("amount", in: 1...1000) { completeness.trailerAmount = position }
    trailer.finish()
    if isSwitchedOff("lines") {
      completeness.lines = nil
    } else if let lines = section.text("lines") {
      completeness.lines = lines
    }
    if let flag = section.boolean("final_line_end") { completeness.finalLineEnd = flag }
    ExpectationKeys(section: section).read(into: &completeness)
    section.finish()
  }

  /// `~`: what the extended profile checks is not checked.
  private func isSwitchedOff(_ key: String) -> Bool {
    if !section.notes.isDescribing, case .nothing? = section.entry(key) { true } else { false }
  }
}

/// `limits`: what is too much to be meant.
struct LimitKeys {
  let section: SettingsSection

  func read(into limits: inout Plausibility) {
    if let limit = section.integer("quantity", in: 1...1_000_000_000) { limits.quantity = limit }
    if let limit = section.integer("lines", in: 1...1_000_000) { limits.lines = limit }
    if let limit = section.value("document_value", expected: "an amount with \".\" as decimal mark, for example 100000", Self.amount) {
      limits.documentValue = limit
    }
    if let rows = section.choice("equal_rows", EqualRows.allCases) { limits.refusesEqualRows = rows == .refuse }
    section.finish()
  }

  private enum EqualRows: String, CaseIterable { case refuse, allow }

  private static func amount(_ text: String) -> String? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let isNumber = parts.count <= 2 && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    return isNumber && text.utf8.count <= 20 ? text : nil
  }
}
