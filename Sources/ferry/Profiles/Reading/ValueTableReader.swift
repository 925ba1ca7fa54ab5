import Formats
import SystemPackage

/// Tables of values: written into the profile, a CSV beside it, or one that comes with Ferry (``BuiltinProfiles/tables``).
struct ValueTableReader {
  /// nil: no files, the profile is a built-in one.
  let folder: FilePath?
  /// Of the partner's files, by its name; nil: a byte order mark says it, else they are UTF-8. Tables beside the profile have the same.
  let encoding: String?
  let notes: SettingsNotes

  private static let longest = 10 << 20
  /// Of mistakes of one file.
  private static let toldAtMost = 20

  /// nil: wrong, and reported.
  func values(_ entry: SettingsSection.Entry, _ section: SettingsSection, _ key: String) -> [String: String]? {
    switch entry {
    case .section(let table): return Dictionary(table.scalars().map { (trimmed($0.name), trimmed($0.value.text)) }) { $1 }
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
      if let encoding = encoding.flatMap(TextEncoding.named), !encoding.hasUnits { source.declare(encoding) }
      var rows = CSVReader(source: source)
      let values = try read(&rows, source, shown, scalar.place, key)
      guard source.encoding != .utf8, try Self.isUTF8(path) else { return values }
      notes.mistake(
        scalar.place,
        "\(key): \(shown) is UTF-8 by its bytes, and the profile's encoding is \(source.encoding.name); save the table in that encoding, or with a byte order mark"
      )
      return nil
    } catch {
      let remedy = "expected a CSV beside the profile with two columns and a header line"
      notes.mistake(scalar.place, "\(key): \(shown) \(error.message); \(remedy)")
      return nil
    }
  }

  /// Whether all bytes beyond ASCII, of which there are some, are UTF-8: in no other encoding this happens by chance.
  private static func isUTF8(_ path: FilePath) throws(FormatError) -> Bool {
    let rows = CSVReader(source: try ByteSource(path: path.string))
    var isASCII = true
    while try rows.next() {
      if case .invalidByte? = rows.record.defect?.kind { return false }
      rows.record.withCells { bytes, _ in if !bytes.allSatisfy({ $0 < 0x80 }) { isASCII = false } }
    }
    return !isASCII
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
      if let defect = record.defect {
        mistake(defect.line, "\(defect.message); expected \(defect.expected)")
        continue
      }
      let value = record.count > 0 ? trimmed(record.text(0)) : ""
      guard record.count == 2, !value.isEmpty else {
        mistake(record.line, "the row is no pair of a value and its replacement; expected two columns, the first one filled")
        continue
      }
      if let first = lines.updateValue(record.line, forKey: value) {
        mistake(record.line, "the value \"\(SettingsSection.shown(value))\" is in line \(first) already; keep one of them")
      }
      values[value] = trimmed(record.text(1))
    }
    return mistakes == 0 ? values : nil
  }
}
