import Documents
import Formats
import Translation

/// What the parts of a profile have to agree upon.
struct ProfileChecks {
  let draft: ProfileDraft
  let root: SettingsSection

  private var notes: SettingsNotes { root.notes }

  func check() {
    guard !notes.isDescribing else { return }
    checkShape()
    for rule in draft.fields {
      WrittenValues(draft: draft, notes: notes).check(rule, or: root.place)
      // Where the format is wrong nobody knows what a source is.
      guard draft.format != nil else { continue }
      check(rule.source, rule.column, "from")
      for case .per(let base) in rule.steps { check(base, rule.column, "per") }
      if let unit = rule.unit { check(unit: unit, rule.column) }
    }
    if draft.completeness.lines != nil, draft.format == .csv {
      notes.mistake(
        notes.places["completeness.lines"] ?? root.place,
        "completeness.lines is an XPath, and the files are CSV; expected completeness.trailer, or remove the key")
    }
    let counts = draft.completeness
    let trailer = counts.trailerLines ?? counts.trailerDocuments ?? counts.trailerQuantity ?? counts.trailerAmount
    if trailer != nil, draft.format == .xml || !draft.csv.records.contains(where: { $0.role == .trailer }) {
      notes.mistake(
        notes.places["completeness.trailer"] ?? notes.places["csv.records"] ?? root.place,
        "completeness.trailer counts by a trailer record, and there is none; expected one in csv.records, for example { T: trailer }")
    }
  }

  private func check(_ source: FieldRule.Source, _ column: String, _ key: String) {
    switch source {
    case .constant: break
    case .cells(let cells, _): for cell in cells { check(cell, column, key) }
    case .paths(let paths, _): for path in paths { check(path: path, column, key) }
    }
  }

  private func check(unit: FieldRule.Source, _ column: String) {
    if draft.format == .csv { return mistake(column, "unit", "is for files of XML, and the files are CSV; remove the key") }
    check(unit, column, "unit")
    guard draft.units.isEmpty else { return }
    mistake(column, "unit", "needs units, and the profile has none; add how many pieces each is, for example units: { PCE: 1, DZN: 12 }")
  }

  private func check(_ cell: FieldRule.Cell, _ column: String, _ key: String) {
    switch cell {
    case .named(let name):
      if name.isEmpty { return mistake(column, key, "is empty; expected a column's name or position") }
      if name.hasPrefix("/") || name.hasPrefix("./") || name.hasPrefix("../") || name.hasPrefix("@") || name.contains("::") {
        return mistake(column, key, "is \"\(name)\", an XPath, and the files are CSV; expected a column's name or position")
      }
      guard !draft.csv.hasHeader else { return }
      mistake(column, key, "is \"\(name)\", and the files have no header; expected a position, counted from 1")
    case .at(let position, let record):
      if !(1...1000).contains(position) { return mistake(column, key, "is \(position); expected a position from 1 to 1000") }
      if draft.csv.hasHeader {
        return mistake(column, key, "is the position \(position), and the files have a header; name the column, or set csv.header: false")
      }
      if let record { check(record: record, column) }
    }
  }

  private func check(record: String, _ column: String) {
    let codes = draft.csv.records.map(\.code)
    guard !codes.contains(record) else { return }
    let expected = codes.isEmpty ? "csv.records, which names them" : "one of \(codes.joined(separator: ", "))"
    mistake(column, "record", "is \"\(record)\", and there are no such records; expected \(expected)")
  }

  private func check(path: String, _ column: String, _ key: String) {
    if path.isEmpty { return mistake(column, key, "is empty; expected an XPath") }
    if path.utf8.allSatisfy(\.isASCIIDigit) {
      return mistake(column, key, "is the position \(path), and the files are XML; expected an XPath, for example cbc:ID")
    }
    if let defect = defect(of: path) { mistake(column, key, "\(defect)", behind: ": ") }
  }

  /// `xml` itself.
  private func checkShape() {
    guard draft.format == .xml, !draft.xml.document.isEmpty else { return }
    func check(_ key: String, _ defect: XPathDefect?) {
      if let defect { notes.mistake(notes.places[key] ?? root.place, "\(key): \(defect)") }
    }
    do throws(XPathDefect) {
      _ = try XMLTreeShape(draft.xml.document, namespaces: draft.xml.namespaces, ignoresNamespaces: draft.xml.ignoresNamespaces)
    } catch {
      check("xml.document", error)
    }
    if let lines = draft.completeness.lines { check("completeness.lines", defect(of: lines)) }
    if !draft.xml.line.isEmpty { check("xml.line", defect(of: draft.xml.line)) }
    for (number, condition) in draft.xml.conditions.enumerated() { check("xml.only_if[\(number + 1)].test", defect(of: condition.test)) }
  }

  private func defect(of path: String) -> XPathDefect? {
    do throws(XPathDefect) {
      _ = try XPathExpression(path, namespaces: draft.xml.namespaces)
      return nil
    } catch {
      return error
    }
  }

  private func mistake(_ column: String, _ key: String, _ message: String, behind joint: String = " ") {
    let path = "fields.\(column)"
    let exact = notes.places["\(path).\(key)"]
    let place = exact ?? notes.places[path] ?? notes.places["csv.header"] ?? root.place
    notes.mistake(place, "\(exact == nil ? path : "\(path).\(key)")\(joint)\(message)")
  }

  // MARK: together with the handling

  /// Reports columns that files of the kind must have and that nothing fills.
  static func checkColumns(of draft: ProfileDraft, handling: Handling) {
    guard let kind = draft.kind, let root = draft.layers.last else { return }
    let filled = Set(draft.fields.map(\.column)).union(draft.wrongFields).union(handling.supplied(to: kind))
    let layout = kind.layout
    let place = root.section("fields").place
    // Lines count from 1 where nothing says their number.
    for field in layout.fields where layout.isAlwaysRequired(field) && field.role != .lineNumber && !filled.contains(field.column) {
      root.notes.mistake(
        place,
        "fields: nothing fills \(field.column), which files of \(kind.rawValue) need; add it to fields\(field.role == .plain ? " or defaults" : "")"
      )
    }
    for group in layout.alternatives {
      let columns = layout.fields.filter { field in group.contains { field.path.hasPrefix($0 + ".") } && field.isRequired }.map(\.column)
      guard !columns.isEmpty, filled.isDisjoint(with: columns) else { continue }
      root.notes.mistake(
        place, "fields: nothing fills one of \(columns.joined(separator: ", ")), which files of \(kind.rawValue) need; add it to fields")
    }
  }
}
