import Translation

/// `csv`: what a row looks like.
struct CSVShapeKeys {
  let section: SettingsSection

  func read(into shape: inout CSVShape) {
    if let separator = section.mark("separator") { shape.separator = separator }
    if let quote = section.mark("quote", orNone: true) { shape.quote = quote }
    if let flag = section.boolean("header") { shape.hasHeader = flag }
    if let unknown = section.choice("unknown_columns", UnknownColumns.allCases) { shape.ignoresUnknownColumns = unknown == .ignore }
    if let number = section.choice("empty_number", CSVShape.EmptyNumber.allCases) { shape.emptyNumber = number }
    let records = section.section("records", as: .map(CSVShape.RecordType.Role.allCases.map(\.rawValue)))
    if records.isPresent {
      shape.records = records.entries().compactMap { name, _ in
        records.choice(name, CSVShape.RecordType.Role.allCases).map { CSVShape.RecordType(name, $0) }
      }
    }
    section.finish()
    if shape.separator == shape.quote {
      section.notes.mistake(
        section.notes.places[section.name("quote")] ?? section.place,
        "\(section.name("quote")) and \(section.name("separator")) are the same character; expected two")
    }
  }

  private enum UnknownColumns: String, CaseIterable { case refuse, ignore }
}
