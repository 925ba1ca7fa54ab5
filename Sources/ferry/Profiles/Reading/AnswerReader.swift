import Documents
import Translation

/// `answer`: how the partner wants it.
struct AnswerReader {
  let section: SettingsSection
  let draft: ProfileDraft

  private var notes: SettingsNotes { section.notes }

  /// Left as it is where the file has no such section.
  func read(into answer: inout AnswerStyle?) {
    guard section.isPresent || notes.isDescribing else { return section.finish() }
    var style = answer ?? AnswerStyle(form: draft.format == .xml ? .xml : .csv)
    if let form = section.choice("format", AnswerStyle.Form.allCases) { style.form = form }
    if let encoding = section.encoding("encoding") { style.encoding = encoding }
    if let separator = section.mark("separator") { style.separator = separator }
    if let flag = section.boolean("header") { style.hasHeader = flag }
    if let end = section.choice("line_end", LineEnd.allCases) { style.endsWithCRLF = end == .crlf }
    if let mark = section.value("decimal", expected: "\".\" or \",\"", { [".", ","].contains($0) ? $0 : nil }) { style.decimalMark = mark }
    if let date = section.value(
      "date", expected: SettingsSection.datePattern, { SettingsSection.isDatePattern($0) ? $0 : nil })
    {
      style.date = date
    }
    if let file = section.value("file", expected: "a file name with {stem} in it, for example {stem}_ANSWER.csv", Self.fileName) {
      style.fileName = file
    }
    if let marker = section.value("marker", expected: "a suffix, for example .ok", Self.suffix) { style.marker = marker }
    if let columns = section.items("columns") { style.columns = columns.compactMap { column($0, style.form) } }
    section.finish()
    checkForm(style)
    answer = style
  }

  private enum LineEnd: String, CaseIterable { case lf, crlf }

  // MARK: columns

  private func column(_ section: SettingsSection, _ form: AnswerStyle.Form) -> AnswerStyle.Column? {
    let name = section.text("name")
    if notes.places[section.name("name")] == nil { section.isMissing("name", expected: "the column's name in the answer") }
    notes.describe(section.path + ["from"], .text)
    let from = section.scalar("from")
    let constant = section.value("value", expected: "text") { $0 }
    let table = section.entry("table", as: .map([])).flatMap {
      ValueTableReader(folder: nil, encoding: nil, notes: notes).values($0, section, "table")
    }
    section.finish()
    if from == nil, constant == nil, notes.places[section.name("from")] == nil, notes.places[section.name("value")] == nil {
      section.isMissing("from", expected: "a column of the answer as ferry describe lists them; or value: a constant")
    }
    if let from, !check(from, section) { return nil }
    if from != nil, constant != nil {
      notes.mistake(
        notes.places[section.name("value")] ?? section.place, "\(section.name("value")) stands beside from; expected one of them")
    }
    guard let name else { return nil }
    if form == .xml, !Self.isElementName(name) {
      notes.mistake(
        notes.places[section.name("name")] ?? section.place,
        "\(section.name("name")) is \"\(name)\"; expected the name of an XML element: letters, digits, - and _, a letter first")
    }
    return AnswerStyle.Column(name, from: from?.text, constant: constant ?? "", table: table ?? [:])
  }

  private func check(_ from: SettingsSection.Scalar, _ section: SettingsSection) -> Bool {
    guard let kind = draft.kind else { return true }
    let known = ResultLayout.leading.map(\.name) + ResultLayout.of(kind).columns.map(\.name)
    if known.contains(from.text) { return true }
    let hint =
      Suggestion.nearest(to: from.text, among: known).map { "did you mean \($0)?" }
      ?? "expected a column out, as ferry describe \(kind.rawValue) lists them"
    notes.mistake(from.place, "\(section.name("from")): the answer to \(kind.rawValue) has no column \"\(from.text)\"; \(hint)")
    return false
  }

  // MARK: what does not go together

  private func checkForm(_ style: AnswerStyle) {
    guard style.form != .csv, style.form != .xml else { return }
    if let kind = draft.kind, kind != .orders {
      notes.mistake(
        notes.places[section.name("format")] ?? section.place,
        "\(section.name("format")) is \(style.form.rawValue), which answers orders, and the profile is of \(kind.rawValue); expected csv or xml"
      )
    }
    for key in ["columns", "separator", "header", "line_end"] {
      guard let place = notes.places[section.name(key)] else { continue }
      notes.mistake(place, "\(section.name(key)): \(style.form.rawValue) has a layout of its own; remove the key")
    }
  }

  private static func fileName(_ text: String) -> String? {
    text.contains("{stem}") && !text.contains("/") && !text.hasPrefix(".") && text.utf8.count < 128 && PlainText.line(text) == text
      ? text : nil
  }

  /// With its dot.
  private static func suffix(_ text: String) -> String? {
    let suffix = text.hasPrefix(".") ? text : "." + text
    return suffix.count > 1 && suffix.utf8.count < 32 && !suffix.contains("/") && PlainText.line(suffix) == suffix ? suffix : nil
  }

  private static func isElementName(_ text: String) -> Bool {
    guard let first = text.utf8.first, first.isASCIILetter || first == UInt8(ascii: "_") else { return false }
    return text.utf8.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || "-_".utf8.contains($0) }
  }
}
