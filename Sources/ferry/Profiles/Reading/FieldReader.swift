import Documents
import Translation

/// `fields`: canonical columns, each with where it comes from and what is done on the way.
struct FieldReader {
  let draft: ProfileDraft
  let tables: ValueTableReader

  /// The fields of what is extended, with those of the section in their place or behind them. `column: ~` takes one away.
  func read(_ section: SettingsSection, into draft: inout ProfileDraft) {
    var rules = draft.fields
    let columns = Set((draft.kind.map { [$0] } ?? Kind.allCases).flatMap { $0.layout.fields.map(\.column) })
    // All are asked for, so that a mistyped one finds the nearest; those that are there in the order of the file.
    for column in section.keys.filter(columns.contains) + columns.subtracting(section.keys).sorted() {
      guard let entry = section.entry(column) else { continue }
      let known = rules.firstIndex { $0.column == column }
      if case .nothing = entry {
        if let known { rules.remove(at: known) }
        continue
      }
      var line = 0
      if case .file(_, let found, _) = section.notes.places[section.name(column)] { line = found }
      guard let rule = rule(column, entry, section, line: line) else {
        draft.wrongFields.insert(column)
        continue
      }
      if let known { rules[known] = rule } else { rules.append(rule) }
    }
    // A mistyped column is told once: what it was meant for does not count as missing.
    let mistyped = section.keys.filter { !columns.contains($0) }
    draft.wrongFields.formUnion(mistyped.compactMap { Suggestion.nearest(to: $0, among: columns.sorted()) })
    let kind = draft.kind?.rawValue
    section.finish(
      expected: kind.map { "a column of \($0), as ferry describe \($0) lists them" } ?? "a column as ferry describe lists them")
    draft.fields = rules
  }

  /// nil: wrong, and reported.
  func rule(_ column: String, _ entry: SettingsSection.Entry, _ fields: SettingsSection, line: Int) -> FieldRule? {
    let section: SettingsSection
    switch entry {
    case .scalar(let scalar): return FieldRule(column, source([scalar], joint: "", record: nil), line: line)
    case .section(let inner): section = inner
    case .list, .nothing:
      fields.notes.mistake(
        fields.notes.places[fields.name(column)] ?? fields.place,
        "\(fields.name(column)) is a list; expected one source, or { from: [A, B], join: \" \" }")
      return nil
    }
    let source = source(of: section)
    let steps = steps(section)
    let style = style(section)
    let ifEmpty = section.value("if_empty", expected: "text") { $0.isEmpty ? nil : $0 }
    let unit = section.list("unit")
    section.finish()
    if case .constant? = source, let place = section.notes.places[section.name("if_empty")] {
      section.notes.mistake(place, "\(section.name("if_empty")) stands beside value, which is never empty; remove the key")
    }
    return source.map {
      FieldRule(
        column, $0, steps: steps, style: style, ifEmpty: ifEmpty, repeatJoint: repeatJoint(of: section),
        unit: unit.map { self.source($0, joint: "", record: nil) }, line: line)
    }
  }

  // MARK: sources

  private func source(of section: SettingsSection) -> FieldRule.Source? {
    let notes = section.notes
    let constant = section.value("value", expected: "text") { $0 }
    let joint = section.value("join", expected: "text") { $0 }
    let record = section.text("record")
    guard let from = section.list("from") else {
      if constant == nil, notes.places[section.name("from")] == nil, notes.places[section.name("value")] == nil {
        section.isMissing("from", expected: "where the field comes from; or value: a constant")
      }
      return constant.map { .constant($0) }
    }
    if constant != nil {
      notes.mistake(
        notes.places[section.name("value")] ?? section.place, "\(section.name("value")) stands beside from; expected one of them")
    }
    let made = source(from, joint: joint ?? " ", record: record)
    if record != nil, draft.format != nil, !Self.hasPosition(made) {
      notes.mistake(
        notes.places[section.name("record")] ?? section.place,
        "\(section.name("record")) goes with a position, and \(section.name("from")) has none; remove the key")
    }
    return made
  }

  /// `join` counts between all nodes that one XPath finds, and between records where these are additions.
  private func repeatJoint(of section: SettingsSection) -> String? {
    guard section.notes.places[section.name("join")] != nil else { return nil }
    let record = section.text("record")
    let repeats =
      draft.format == .xml
      ? section.list("from")?.count == 1 : draft.csv.records.contains { $0.code == record && $0.role == .addition }
    return repeats ? section.value("join", expected: "text") { $0 } : nil
  }

  /// A plain number is a position.
  private func source(_ scalars: [SettingsSection.Scalar], joint: String, record: String?) -> FieldRule.Source {
    guard draft.format == .csv else { return .paths(scalars.map(\.text), joint: joint) }
    return .cells(
      scalars.map { scalar in
        let number = scalar.isPlain && scalar.text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(scalar.text) : nil
        return number.map { .at($0, record: record) } ?? .named(scalar.text)
      }, joint: joint)
  }

  private static func hasPosition(_ source: FieldRule.Source) -> Bool {
    guard case .cells(let cells, _) = source else { return false }
    return cells.contains { if case .at = $0 { true } else { false } }
  }

  // MARK: steps, in the order in which they are done

  private func steps(_ section: SettingsSection) -> [FieldRule.Step] {
    var steps: [FieldRule.Step] = []
    if let characters = section.text("strip") { steps.append(.strip(characters)) }
    if let part = part(section) { steps.append(part) }
    if let pad = pad(section) { steps.append(pad) }
    if let table = table(section) { steps.append(.table(table)) }
    switch section.entry("per", as: .source) {
    case .scalar(let scalar): steps.append(.per(source([scalar], joint: "", record: section.scalar("record")?.text)))
    case .section(let inner):
      if let source = source(of: inner) { steps.append(.per(source)) }
      inner.finish()
    case .list, .nothing:
      section.notes.mistake(
        section.notes.places[section.name("per")] ?? section.place,
        "\(section.name("per")) is a list or empty; expected where the base quantity stands")
    case nil: break
    }
    return steps
  }

  private func part(_ section: SettingsSection) -> FieldRule.Step? {
    let separator = section.value("split", expected: "the text between the parts, for example \" \"") { $0.isEmpty ? nil : $0 }
    let words: [String: FieldRule.Part] = ["first": .first, "last": .last, "rest": .rest, "lead": .lead]
    let take = section.value("take", expected: "first, last, rest (all but the first), lead (all but the last), or a number from 1") {
      text in
      words[text] ?? Int(text).flatMap { (1...1000).contains($0) ? .number($0) : nil }
    }
    let places = section.notes.places
    if take != nil, separator == nil, places[section.name("split")] == nil {
      section.isMissing("split", expected: "the text between the parts, for example \" \"")
    }
    if separator != nil, take == nil, places[section.name("take")] == nil {
      section.isMissing("take", expected: "first, last, rest (all but the first), lead (all but the last), or a number from 1")
    }
    guard let separator, let take else { return nil }
    return .part(take, separator: separator)
  }

  private func pad(_ field: SettingsSection) -> FieldRule.Step? {
    if case .scalar(let scalar)? = field.entry("pad") {
      let length = Int(scalar.text).flatMap { (1...100).contains($0) ? $0 : nil } ?? 8
      field.notes.mistake(
        scalar.place,
        "\(field.name("pad")) is \"\(SettingsSection.shown(scalar.text))\"; expected a length in braces, for example { to: \(length) }")
      return nil
    }
    let section = field.section("pad")
    let length = section.integer("to", in: 1...100)
    let filling = section.value("with", expected: "one character, for example \"0\"") { $0.count == 1 ? $0 : nil }
    section.finish()
    if section.isPresent, section.notes.places[section.name("to")] == nil { section.isMissing("to", expected: "a length from 1 to 100") }
    return length.map { .pad(length: $0, with: filling ?? "0") }
  }

  private func table(_ section: SettingsSection) -> ValueTable? {
    let otherwise = section.value("otherwise", expected: "refuse, keep, or a value") { text -> ValueTable.Otherwise? in
      switch text {
      case "refuse": .refuse
      case "keep": .keep
      default: .value(text)
      }
    }
    guard let entry = section.entry("table", as: .table) else {
      if let place = section.notes.places[section.name("otherwise")] {
        section.notes.mistake(place, "\(section.name("otherwise")) stands without a table; add the table or remove the key")
      }
      return nil
    }
    return tables.values(entry, section, "table").map { ValueTable($0, otherwise: otherwise ?? .refuse) }
  }

  /// nil: as the profile writes them.
  private func style(_ section: SettingsSection) -> ValueStyle? {
    var style = draft.style
    let keys = ValueStyleKeys(section: section)
    keys.readNumbers(into: &style, finish: false)
    keys.readDates(into: &style)
    return style == draft.style ? nil : style
  }
}
