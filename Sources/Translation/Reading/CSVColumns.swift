import Documents
import Formats

/// Where each column of one file goes: compiled from the header line once, so that a cell costs an array access.
struct CSVColumns {
  /// Column of the document's number; of the line's; -1 where the file has none.
  private(set) var number = -1
  private(set) var line = -1
  /// The known columns, those of a section next to each other, and for every section where they are.
  private(set) var cells: [(column: Int, slot: Int)] = []
  private(set) var ranges: [Range<Int>] = []
  /// Required columns that neither the file nor the settings supply.
  private(set) var missing: Set<String> = []
  private(set) var findings: [Finding] = []
  /// Slots of the document's own fields whose value is replaced by a later row's.
  private(set) var growing: UInt64 = 0
  let headerCount: Int

  /// Reads the header record. `supplied`: columns that need not be there. Findings: unknown, repeated and missing columns, all of them.
  init(header: CSVRecord, layout: Layout, supplied: Set<String>, file: String) {
    var names: Set<String> = []
    var columns: [[(column: Int, slot: Int)]] = Array(repeating: [], count: layout.sections.count)
    headerCount = header.count
    let known = layout.fields.map(\.column)
    for index in 0..<header.count {
      let written = header.text(index)
      let name = trimmed(written).lowercased()
      let column = header.withCells { _, cells in Int(cells[index].column) }
      guard let field = layout.fieldIndex(column: name) else {
        findings.append(Self.unknown(written, known: known, file: file, line: header.line, column: column))
        continue
      }
      guard names.insert(name).inserted else {
        findings.append(
          Finding(
            .repeatedColumn, file: file, line: header.line, column: column, path: name, value: written, expected: "each column once",
            "column \(name) stands twice in the header line; expected each column once: remove one of them"))
        continue
      }
      let place = layout.place(of: field)
      columns[place.section].append((index, place.slot))
      switch layout.fields[field].role {
      case .documentNumber: number = index
      case .lineNumber: line = index
      case .plain, .documentName: break
      }
    }
    for section in columns {
      ranges.append(cells.count..<cells.count + section.count)
      cells += section
    }
    let absent = Self.absent(names, layout: layout, supplied: supplied)
    missing = Set(absent.map(\.column))
    findings += absent.map { field in
      Finding(
        .missingColumn, file: file, line: header.line, path: field.column, expected: field.content.expectation,
        "required column \(field.column) is missing; expected \(field.content.expectation): add the column, or a default in the settings")
    }
  }

  /// The columns of a profile, in its order; `names` are canonical columns, each once. `growing`: fields of the document that get longer by
  /// further rows.
  init(_ names: [String], growing: Set<String> = [], layout: Layout) {
    var columns: [[(column: Int, slot: Int)]] = Array(repeating: [], count: layout.sections.count)
    headerCount = names.count
    for (index, name) in names.enumerated() {
      guard let field = layout.fieldIndex(column: name) else { continue }
      let place = layout.place(of: field)
      if place.section == 0, growing.contains(name) { self.growing |= 1 << UInt64(place.slot) }
      columns[place.section].append((index, place.slot))
      switch layout.fields[field].role {
      case .documentNumber: number = index
      case .lineNumber: line = index
      case .plain, .documentName: break
      }
    }
    for section in columns {
      ranges.append(cells.count..<cells.count + section.count)
      cells += section
    }
  }

  private static func unknown(_ written: String, known: [String], file: String, line: Int, column: Int) -> Finding {
    let short = Finding.shortened(written)
    let hint = Suggestion.nearest(to: written, among: known).map { "did you mean \($0)?" } ?? "`ferry describe` lists the columns"
    return Finding(
      .unknownField, file: file, line: line, column: column, path: short, value: written, expected: "a column of this kind",
      written.isEmpty
        ? "a column has no name; expected a column of this kind: name it or remove it" : "unknown column \"\(short)\"; \(hint)")
  }

  private static func absent(_ names: Set<String>, layout: Layout, supplied: Set<String>) -> [Field] {
    layout.fields.filter { !names.contains($0.column) && !supplied.contains($0.column) && layout.isAlwaysRequired($0) }
  }
}
