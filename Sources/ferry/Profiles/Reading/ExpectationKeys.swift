import Translation

/// `sequence`, `daily_by` and `weekdays` of `completeness`: which files should come.
struct ExpectationKeys {
  let section: SettingsSection

  private enum Weekday: String, CaseIterable { case mon, tue, wed, thu, fri, sat, sun }

  func read(into completeness: inout Completeness) {
    readSequence(into: &completeness.sequence)
    if let time = section.value("daily_by", expected: "a time of the day, for example \"02:00\"", Self.time) {
      completeness.daily = DailyFile(hour: time.hour, minute: time.minute, weekdays: completeness.daily?.weekdays ?? [])
    }
    guard let words = section.list("weekdays") else { return }
    let days = Set(words.compactMap(weekday))
    if completeness.daily == nil {
      section.notes.mistake(
        section.notes.places[section.name("weekdays")] ?? section.place,
        "\(section.name("weekdays")) says on which days a file is expected, and nothing says by when; add daily_by, for example \"02:00\"")
    }
    completeness.daily?.weekdays = days
  }

  private func readSequence(into sequence: inout FileSequence?) {
    let keys = section.section("sequence")
    let name = keys.value("name", expected: "the names of the files with {number} once, for example orders-{number}.csv", Self.pattern)
    let from = keys.integer("from", in: 0...999_999_999_999_999)
    let to = keys.integer("to", in: 1...999_999_999_999_999)
    let gap: FileSequence.Gap? = keys.choice("gap", FileSequence.Gap.allCases)
    keys.finish()
    guard keys.isPresent, !section.notes.isDescribing else { return }
    guard var read = name.map({ FileSequence(name: $0) }) ?? sequence else {
      if keys.isMapping, section.notes.places[keys.name("name")] == nil {
        keys.isMissing("name", expected: "the names of the files with {number} where their number stands, for example orders-{number}.csv")
      }
      return
    }
    if name != nil, let inherited = sequence { (read.first, read.last, read.gap) = (inherited.first, inherited.last, inherited.gap) }
    if let from { read.first = from }
    if let to { read.last = to }
    if let gap { read.gap = gap }
    if let last = read.last, last <= read.first {
      section.notes.mistake(
        section.notes.places[keys.name("to")] ?? keys.place,
        "\(keys.name("to")) is \(last), and the numbers begin with \(read.first); expected a larger one")
      return
    }
    sequence = read
  }

  private static func pattern(_ text: String) -> String? {
    let parts = text.split(separator: FileSequence.mark, omittingEmptySubsequences: false)
    return parts.count == 2 && !text.contains("/") && !parts.contains { $0.contains("{") || $0.contains("}") } ? text : nil
  }

  private static func time(_ text: String) -> (hour: Int, minute: Int)? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
    else { return nil }
    return (hour, minute)
  }

  private func weekday(_ scalar: SettingsSection.Scalar) -> Int? {
    if let place = Weekday.allCases.firstIndex(where: { $0.rawValue == scalar.text }) { return place + 1 }
    section.notes.mistake(
      scalar.place,
      "\(section.name("weekdays")) has \"\(SettingsSection.shown(scalar.text))\"; expected some of "
        + Weekday.allCases.map(\.rawValue).joined(separator: ", "))
    return nil
  }
}
