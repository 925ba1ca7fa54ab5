import Translation

/// `numbers`, `dates`; and the same keys in a field, for itself.
struct ValueStyleKeys {
  let section: SettingsSection

  /// `finish`: the section has no other keys.
  func readNumbers(into style: inout ValueStyle, finish: Bool) {
    if let mark = section.value("decimal", expected: "\".\" or \",\"", { [".", ","].contains($0) ? $0 : nil }) { style.decimalMark = mark }
    if let mark = section.value(
      "thousands", expected: "\".\", \",\", \"'\", a blank, or \"\" for none", { ["", ".", ",", "'", " "].contains($0) ? $0 : nil })
    {
      style.thousandsMark = mark
    }
    if let flag = section.boolean("trailing_minus") { style.allowsTrailingMinus = flag }
    let places = section.notes.places
    if style.thousandsMark == style.decimalMark, let place = places[section.name("thousands")] ?? places[section.name("decimal")] {
      section.notes.mistake(
        place, "\(section.name("thousands")) and \(section.name("decimal")) are both \"\(style.decimalMark)\"; set both, as two marks")
    }
    if finish { section.finish() }
  }

  func readDates(into style: inout ValueStyle) {
    guard let patterns = section.list("dates") else { return }
    for pattern in patterns where !SettingsSection.isDatePattern(pattern.text) {
      section.notes.mistake(
        pattern.place, "\(section.name("dates")) has \"\(SettingsSection.shown(pattern.text))\"; expected \(SettingsSection.datePattern)")
    }
    style.dates = patterns.map(\.text)
  }
}
