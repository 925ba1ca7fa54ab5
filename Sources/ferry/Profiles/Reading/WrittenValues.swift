import Documents
import Translation

/// Values that stand in the profile itself, constants and the results of tables: one that its field cannot hold would be a mistake of every file.
struct WrittenValues {
  let draft: ProfileDraft
  let notes: SettingsNotes

  /// Of a table that is a file of its own.
  private static let toldAtMost = 20

  /// `other`: where the mistake is told if the profile does not have the field itself.
  func check(_ rule: FieldRule, or other: SettingsPlace) {
    guard let profile = draft.profile, let index = profile.kind.layout.fieldIndex(column: rule.column) else { return }
    let path = "fields.\(rule.column)"
    func mistake(_ key: String, _ text: String, _ expected: String, of entry: String? = nil) {
      let exact = entry.flatMap { notes.places["\(path).\(key).\($0)"] }
      let place = exact ?? notes.places["\(path).\(key)"] ?? notes.places[path] ?? other
      let name =
        entry.map { exact == nil ? "\(path).\(key) of \"\(SettingsSection.shown($0))\"" : "\(path).\(key).\($0)" } ?? "\(path).\(key)"
      notes.mistake(place, "\(name) is \(text.isEmpty ? "empty" : "\"\(SettingsSection.shown(text))\""); expected \(expected)")
    }
    let field = profile.kind.layout.fields[index]
    if case .constant(let text) = rule.source,
      !isCanonical(text, rule, profile) || text.isEmpty && profile.kind.layout.isAlwaysRequired(field)
    {
      mistake("value", text, field.content.expectation)
    }
    if let text = rule.ifEmpty, !isCanonical(text, rule, profile) { mistake("if_empty", text, field.content.expectation) }
    // What a table gives is read as the partner writes.
    guard let reading = mapping(rule, style: rule.style, profile), !reading.isIdentity else { return }
    for case .table(let table) in rule.steps {
      let wrong = table.values.compactMap { entry, text in expectation(text, reading).map { (entry: entry, text: text, expected: $0) } }
      for value in wrong.sorted(by: { $0.entry < $1.entry }).prefix(Self.toldAtMost) {
        mistake("table", value.text, value.expected, of: value.entry)
      }
      if case .value(let text) = table.otherwise, let expected = expectation(text, reading) { mistake("otherwise", text, expected) }
    }
  }

  private func mapping(_ rule: FieldRule, style: ValueStyle?, _ profile: Profile) -> ValueMapping? {
    ValueMapping(FieldRule(rule.column, .constant(""), style: style), of: profile)
  }

  /// As canonical files write it.
  private func isCanonical(_ text: String, _ rule: FieldRule, _ profile: Profile) -> Bool {
    guard let mapping = mapping(rule, style: ValueStyle(), profile) else { return true }
    var made: [UInt8] = []
    if mapping.field == profile.kind.layout.fieldIndex(column: rule.column), profile.kind.layout.fields[mapping.field].content == .decimal,
      text.hasPrefix("-")
    {
      return false
    }
    return Array(text.utf8).withUnsafeBufferPointer { mapping.append($0, to: &made) } == .same
  }

  /// What is expected instead; nil: the field can hold it.
  private func expectation(_ text: String, _ mapping: ValueMapping) -> String? {
    var made: [UInt8] = []
    guard case .wrong(let mistake) = Array(text.utf8).withUnsafeBufferPointer({ mapping.append($0, to: &made) }) else { return nil }
    return mapping.finding(mistake, of: text, file: notes.file, line: nil, column: nil).expected
  }
}
