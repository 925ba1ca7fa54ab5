import Documents
import Formats

/// The columns of a profile, compiled against the header line, if there is one.
struct RowColumns {
  private(set) var columns: [RowColumn] = []
  /// Columns whose absence has been reported.
  private(set) var missing: Set<String> = []
  private(set) var findings: [Finding] = []
  /// What fields are that stay empty in a document.
  private(set) var fillings: [ValueFilling] = []
  /// Cells of the header line, trailing ones without a name not counted; nil: there is none.
  let headerCount: Int?

  private let profile: Profile
  private let layout: Layout
  private let types: RowTypes
  private let file: String
  private let positions: [String: Int]?
  private let headerLine: Int

  init(_ profile: Profile, _ shape: CSVShape, header: CSVRecord?, types: RowTypes, handling: Handling, file: String) {
    self.profile = profile
    self.types = types
    self.file = file
    layout = profile.kind.layout
    headerLine = header?.line ?? 1
    let names = header.map { header in (0..<header.count).map { trimmed(header.text($0)).lowercased() } }
    let last = names?.lastIndex { !$0.isEmpty }
    headerCount = names.map { _ in (last ?? -1) + 1 }
    positions = names.map { names in
      Dictionary(names.enumerated().filter { !$0.element.isEmpty }.map { ($0.element, $0.offset) }) { first, _ in first }
    }
    for rule in profile.fields { add(rule) }
    count(lines: layout.fields.first { $0.role == .lineNumber }?.column)
    if let header, let names { look(at: header, names, shape) }
    lookForRequired(handling)
  }

  // MARK: rules

  private mutating func add(_ rule: FieldRule) {
    var bare = rule
    bare.ifEmpty = nil
    guard let mapping = ValueMapping(bare, of: profile), !columns.contains(where: { $0.name == rule.column }) else {
      return findings.append(
        Finding(
          .unknownField, file: file, path: rule.column,
          "the profile has a rule for \"\(rule.column)\", which is no column of \(profile.kind.rawValue) or has one already; correct it (\(place(of: rule)))"
        ))
    }
    let isOfDocument = layout.isSingle || !isInLine(layout.place(of: mapping.field).section)
    let way: RowColumn.Way
    var homes = homes(of: rule.source, isOfDocument)
    switch rule.source {
    case .cells(let cells, let joint):
      let places = cells.map { place(of: $0, rule) }
      if let only = places.first, places.count == 1, only.type < 0 || homes == 1 << UInt64(only.type) {
        way = .cell(only.position)
      } else {
        way = .joined(places, joint: Array(joint.utf8))
      }
    case .constant(let text): way = .constant(Array(text.utf8))
    case .paths:
      homes = 0
      way = .joined([], joint: [])
    }
    var base: (places: [RowColumn.Place], joint: [UInt8])?
    switch mapping.base {
    case .cells(let cells, let joint)?: base = (cells.map { place(of: $0, rule) }, Array(joint.utf8))
    case .constant(let text)?: base = ([], Array(text.utf8))
    case .paths?, nil: break
    }
    columns.append(
      RowColumn(
        name: rule.column, mapping: mapping, way: way, base: base, homes: homes, isOfDocument: isOfDocument,
        repeatJoint: layout.place(of: mapping.field).section == 0 ? rule.repeatJoint : nil))
    if let filling = ValueFilling(rule, of: profile) { fillings.append(filling) }
  }

  /// By type, the last position that any column is read from, from 1; 0: there is none.
  var lastPositions: [Int] {
    var last = Array(repeating: 0, count: types.indices.count)
    for column in columns {
      var places = column.base?.places ?? []
      switch column.way {
      case .cell(let position): places.append(RowColumn.Place(type: -1, position: position))
      case .joined(let joined, _): places += joined
      case .constant, .counted: break
      }
      for place in places {
        for type in place.type < 0 ? column.homes.bits : [place.type] where last.indices.contains(type) {
          last[type] = max(last[type], place.position + 1)
        }
      }
    }
    return last
  }

  /// Lines without a rule for their number are counted.
  private mutating func count(lines column: String?) {
    guard let column, !columns.contains(where: { $0.name == column }) else { return }
    columns.append(
      RowColumn(name: column, mapping: nil, way: .counted, base: nil, homes: types.mask { $0 == .line }, isOfDocument: false))
  }

  private func isInLine(_ section: Int) -> Bool {
    var section: Int? = section
    while let current = section {
      if current == layout.lines { return true }
      section = layout.sections[current].owner
    }
    return false
  }

  /// The records that a column is read from.
  private func homes(of source: FieldRule.Source, _ isOfDocument: Bool) -> UInt64 {
    let lines = types.mask { $0 == .line }
    guard types.haveDocuments, isOfDocument else { return lines }
    let documents = types.mask { $0 == .document }
    guard case .cells(let cells, _) = source else { return documents }
    let named = cells.compactMap { cell in
      if case .at(_, let record?) = cell { types.index(record) } else { nil as Int? }
    }
    guard let home = named.last else { return documents | lines }
    return types.role(home) == .shared ? documents : 1 << UInt64(home)
  }

  private mutating func place(of cell: FieldRule.Cell, _ rule: FieldRule) -> RowColumn.Place {
    switch cell {
    case .at(let position, let record): return RowColumn.Place(type: record.flatMap(types.index) ?? -1, position: position - 1)
    case .named(let name):
      if let position = positions?[trimmed(name).lowercased()] { return RowColumn.Place(type: -1, position: position) }
      if missing.insert(rule.column).inserted {
        findings.append(
          Finding(
            .missingColumn, file: file, line: headerLine, path: rule.column, expected: "a column \"\(name)\"",
            "column \"\(name)\" is missing, from which \(rule.column) is taken; expected it in the header line: add it, or correct the profile (\(place(of: rule)))"
          ))
      }
      return RowColumn.Place(type: -1, position: -1)
    }
  }

  private func place(of rule: FieldRule) -> String {
    rule.line > 0 ? "profile \(profile.name), line \(rule.line)" : "profile \(profile.name)"
  }

  // MARK: the header line

  /// Columns that no rule uses, and columns that a rule uses and that stand twice.
  private mutating func look(at header: CSVRecord, _ names: [String], _ shape: CSVShape) {
    let wanted = Set(profile.fields.flatMap(\.cellNames).map(trimmed))
    let known = Set(wanted.map { $0.lowercased() })
    var seen: Set<String> = []
    for (index, name) in names.enumerated().prefix(headerCount ?? 0) {
      let column = header.withCells { _, cells in Int(cells[index].column) }
      let written = trimmed(header.text(index))
      let short = Finding.shortened(written)
      if known.contains(name) {
        guard !seen.insert(name).inserted else { continue }
        findings.append(
          Finding(
            .repeatedColumn, file: file, line: header.line, column: column, path: short, value: written, expected: "each column once",
            "column \"\(short)\" stands twice in the header line; expected each column once: remove one of them"))
      } else if !shape.ignoresUnknownColumns {
        let hint =
          Suggestion.nearest(to: written, among: wanted.sorted()).map { "did you mean \"\($0)\"?" }
          ?? "add a rule to the profile, or let it ignore unknown columns"
        findings.append(
          Finding(
            .unknownField, file: file, line: header.line, column: column, path: short, value: written,
            expected: "a column that the profile uses",
            written.isEmpty
              ? "a column has no name; expected one that the profile uses: name it or remove it (profile \(profile.name))"
              : "unknown column \"\(short)\"; \(hint) (profile \(profile.name))"))
      }
    }
  }

  /// Required fields that neither a rule nor the settings supply.
  private mutating func lookForRequired(_ handling: Handling) {
    let supplied = handling.supplied(to: profile.kind)
    for field in layout.fields where layout.isAlwaysRequired(field) && !supplied.contains(field.column) {
      guard !columns.contains(where: { $0.name == field.column }) else { continue }
      missing.insert(field.column)
      findings.append(
        Finding(
          .missingColumn, file: file, path: field.column, expected: field.content.expectation,
          "required \(field.column) has no rule; expected \(field.content.expectation): add a rule to the profile, or a default in the settings (profile \(profile.name))"
        ))
    }
  }
}

extension FieldRule {
  /// The names of columns that it uses, also as a base.
  var cellNames: [String] {
    var sources = [source]
    for case .per(let base) in steps { sources.append(base) }
    return sources.flatMap { source -> [String] in
      guard case .cells(let cells, _) = source else { return [] }
      return cells.compactMap { if case .named(let name) = $0 { name } else { nil } }
    }
  }
}
