import Documents
import Formats
import SystemPackage
import Translation

/// The keys of a profile file, but for those of the partner's handling, which `ProfileHandling` reads.
struct ProfileReader {
  let root: SettingsSection
  /// Where the tables beside the profile are; nil: a built-in one has none.
  let folder: FilePath?

  private var notes: SettingsNotes { root.notes }

  /// `standard`: what holds where the file says nothing.
  func read(over standard: ProfileDraft, extends: Bool) -> ProfileDraft {
    var draft = standard
    draft.layers.append(root)
    readKind(into: &draft, extends: extends)
    if let files = root.list("files") { draft.files = files.compactMap(pattern) }
    readSource(into: &draft)
    ValueStyleKeys(section: root.section("numbers")).readNumbers(into: &draft.style, finish: true)
    ValueStyleKeys(section: root).readDates(into: &draft.style)
    readBooleans(into: &draft.style)
    readUnits(into: &draft)
    FieldReader(
      draft: draft, tables: ValueTableReader(folder: folder, encoding: draft.format == .xml ? nil : draft.csv.encoding, notes: notes)
    ).read(root.section("fields"), into: &draft)
    if !extends, draft.fields.isEmpty, notes.places["fields"] == nil {
      root.isMissing("fields", expected: "canonical columns, each with where it comes from, for example order_number: OrderNo")
    }
    CompletenessKeys(section: root.section("completeness")).read(into: &draft.completeness)
    LimitKeys(section: root.section("limits")).read(into: &draft.limits)
    AnswerReader(section: root.section("answer"), draft: draft).read(into: &draft.answer)
    ProfileChecks(draft: draft, root: root).check()
    return draft
  }

  private func readKind(into draft: inout ProfileDraft, extends: Bool) {
    let kind: Kind? = root.choice("kind", Kind.allCases)
    let format: DocumentReader.Format? = root.choice("format", DocumentReader.Format.allCases)
    if extends {
      keep("kind", kind?.rawValue, of: draft.kind?.rawValue, draft)
      keep("format", format?.rawValue, of: draft.format?.rawValue, draft)
      return
    }
    draft.kind = kind
    draft.format = format
    if notes.places["kind"] == nil {
      root.isMissing("kind", expected: "what the files ask for: \(Kind.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    if notes.places["format"] == nil { root.isMissing("format", expected: "csv or xml") }
  }

  /// What is extended decides.
  private func keep(_ key: String, _ value: String?, of standard: String?, _ draft: ProfileDraft) {
    guard let value, let standard, value != standard, let extended = root.scalar("extends")?.text else { return }
    notes.mistake(
      notes.places[key] ?? root.place,
      "\(key) is \(value), and \(extended), which the profile extends, is of \(standard); remove the key, or extends")
  }

  private func pattern(_ scalar: SettingsSection.Scalar) -> String? {
    if CopyEnding.isCopy(scalar.text) {
      notes.mistake(
        scalar.place,
        "files has \"\(SettingsSection.shown(scalar.text))\", and copies that Ferry gives back are read as \"\(CopyEnding.original(of: scalar.text))\" is; remove it"
      )
      return nil
    }
    if !scalar.text.isEmpty, !scalar.text.contains("/") { return scalar.text }
    notes.mistake(
      scalar.place, "files has \"\(scalar.text)\"; expected names of files without folders, with * for any characters and ? for one")
    return nil
  }

  private func readSource(into draft: inout ProfileDraft) {
    let describes = notes.isDescribing
    if describes || draft.format != .xml {
      if let encoding = root.encoding("encoding") { draft.csv.encoding = encoding }
      CSVShapeKeys(section: root.section("csv")).read(into: &draft.csv)
    } else {
      for key in ["encoding", "csv"] where root.entry(key) != nil {
        let what = key == "encoding" ? "XML says its encoding itself" : "its files are XML"
        notes.mistake(notes.places[key] ?? root.place, "\(key) is for profiles with format: csv, and \(what); remove the key")
      }
    }
    if describes || draft.format != .csv {
      XMLShapeKeys(section: root.section("xml")).read(into: &draft.xml, isXML: draft.format == .xml)
    } else if root.entry("xml") != nil {
      notes.mistake(notes.places["xml"] ?? root.place, "xml is for profiles with format: xml, and its files are CSV; remove the key")
    }
  }

  /// Beside those of what is extended.
  private func readUnits(into draft: inout ProfileDraft) {
    let section = root.section("units", as: .map([]))
    if section.isPresent, draft.format == .csv, !notes.isDescribing {
      notes.mistake(section.place, "units is for profiles with format: xml, and the files are CSV; remove the key")
    }
    var written: [String: String] = [:]
    for (code, value) in section.scalars() {
      guard let pieces = Int(value.text), (1...1_000_000).contains(pieces) else {
        notes.mistake(
          value.place,
          "\(section.name(code)) is \"\(SettingsSection.shown(value.text))\"; expected how many pieces one of it is, from 1 to 1000000")
        continue
      }
      if let other = written.updateValue(code, forKey: code.uppercased()) {
        notes.mistake(
          value.place, "\(section.name(code)) and \(section.name(other)) are one unit, since case does not count; remove one of them")
      }
      draft.units[code.uppercased()] = pieces
    }
  }

  private func readBooleans(into style: inout ValueStyle) {
    let booleans = root.section("booleans")
    if let words = booleans.list("true") { style.truths = words.map(\.text) }
    if let words = booleans.list("false") { style.falsehoods = words.map(\.text) }
    booleans.finish()
    for word in style.truths where style.falsehoods.contains(where: { $0.lowercased() == word.lowercased() }) {
      notes.mistake(notes.places["booleans.true"] ?? booleans.place, "booleans has \"\(word)\" as true and as false; keep one of them")
    }
  }
}
