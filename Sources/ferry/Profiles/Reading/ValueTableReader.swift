import Formats
import SystemPackage

/// Tables of values: written into the profile, a CSV beside it, or one that comes with Ferry (``BuiltinProfiles/tables``).
struct ValueTableReader {
  /// nil: no files, the profile is a built-in one.
  let folder: FilePath?
  let notes: SettingsNotes

  private static let longest = 10 << 20
  /// Of mistakes of one file.
  private static let toldAtMost = 20

  /// nil: wrong, and reported.
  func values(_ entry: SettingsSection.Entry, _ section: SettingsSection, _ key: String) -> [String: String]? {
    switch entry {
    case .section(let table): return Dictionary(table.scalars().map { ($0.name, $0.value.text) }) { $1 }
    case .scalar(let file): return read(file, as: section.name(key))
    case .list, .nothing:
      notes.mistake(
        notes.places[section.name(key)] ?? section.place,
        "\(section.name(key)) is a list or empty; expected { value: replacement, … }, or the name of a CSV beside the profile")
      return nil
    }
  }

  /// Two columns: what the partner writes, what it means; a header line above them.
  private func read(_ scalar: SettingsSection.Scalar, as key: String) -> [String: String]? {
    if let table = BuiltinProfiles.tables[scalar.text] { return builtin(table, scalar, key) }
    guard let folder else {
      notes.mistake(scalar.place, "\(key) is a file, and a built-in profile has none beside it; write the values into the profile")
      return nil
    }
    let path = folder.pushing(FilePath(scalar.text)).lexicallyNormalized()
    let shown = FilePath(notes.file).removingLastComponent().pushing(FilePath(scalar.text)).string
    do {
      let source = try ByteSource(path: path.string, name: shown)
      var rows = CSVReader(source: source)
      return try read(&rows, source, shown, scalar.place, key)
    } catch {
      let remedy = "expected a CSV beside the profile with two columns and a header line"
      notes.mistake(scalar.place, "\(key): \(shown) \(error.message); \(remedy)")
      return nil
    }
  }

  private func builtin(_ table: [UInt8], _ scalar: SettingsSection.Scalar, _ key: String) -> [String: String]? {
    let source = ByteSource(bytes: table, name: scalar.text)
    var rows = CSVReader(source: source)
    return try? read(&rows, source, scalar.text, scalar.place, key)
  }

  private func read(
    _ rows: inout CSVReader, _ source: ByteSource, _ shown: String, _ place: SettingsPlace, _ key: String
  ) throws(FormatError) -> [String: String]? {
    var values: [String: String] = [:]
    var lines: [String: Int] = [:]
    var mistakes = 0
    func mistake(_ line: Int, _ message: String) {
      mistakes += 1
      if mistakes <= Self.toldAtMost { notes.mistake(.file(shown, line: line, column: 1), message) }
    }
    guard try rows.next() else {
      notes.mistake(place, "\(key): \(shown) is empty; expected two columns and a header line")
      return nil
    }
    while try rows.next() {
      let record = rows.record
      guard source.offset <= Self.longest else {
        notes.mistake(place, "\(key): \(shown) has more than \(Self.longest >> 20) MB; expected a smaller table")
        return nil
      }
      guard record.defect == nil, record.count == 2, !record.text(0).isEmpty else {
        mistake(record.line, "the row is no pair of a value and its replacement; expected two columns, the first one filled")
        continue
      }
      let value = record.text(0)
      if let first = lines.updateValue(record.line, forKey: value) {
        mistake(record.line, "the value \"\(SettingsSection.shown(value))\" is in line \(first) already; keep one of them")
      }
      values[value] = record.text(1)
    }
    return mistakes == 0 ? values : nil
  }
}
