package import Contracts
package import Documents

/// A response flattened to rows: scalars repeat; each entry of an innermost array is a row of its own, with the cells of sibling arrays empty
/// and `entry` naming the array. Nothing of it is lost where an array is missing: what stands above is a row then.
package struct ResponseRows: Sendable {
  package struct Row: Sendable, Hashable {
    /// The `index` that the row's element carries; nil where it carries none.
    package let index: String?
    package let cells: [String]
  }

  /// A result column, taken apart.
  private struct Path: Sendable {
    let column: Int
    /// The innermost array below the unit, as names of members; nil where it is the unit's own.
    let list: [String]?
    /// The members to follow from the unit's element (or an ancestor's) or the list's entry.
    let members: [String]
    /// How many arrays stand above.
    let depth: Int
  }

  private let layout: ResultLayout
  private let unit: [[String]]
  private let paths: [Path]
  private let lists: [[String]]
  private let entryColumn: Int?
  private let further: FurtherFields

  private static let all = Dictionary(uniqueKeysWithValues: Kind.allCases.map { ($0, ResponseRows(.of($0))) })

  /// Taken apart once in a process: a document of one line would spend more on that than on its own rows.
  package static func of(_ kind: Kind) -> ResponseRows { all[kind] ?? ResponseRows(.of(kind)) }

  package init(_ layout: ResultLayout) {
    self.layout = layout
    unit = Self.segments(layout.unit).filter { !$0.isEmpty }
    var paths: [Path] = []
    var lists: [[String]] = []
    for (column, result) in layout.columns.enumerated() where !result.path.isEmpty {
      let segments = Self.segments(result.path)
      let above = segments.count - 1
      let list = above > unit.count ? segments[above - 1] : nil
      if let list, !lists.contains(list) { lists.append(list) }
      paths.append(Path(column: column, list: list, members: segments[above], depth: min(above, unit.count)))
    }
    self.paths = paths
    self.lists = lists
    entryColumn = layout.index(of: ResultLayout.Column.entry.name)
    further = FurtherFields(layout)
  }

  /// `items[].lines[].index` gives [[items], [lines], [index]].
  private static func segments(_ path: String) -> [[String]] {
    var segments: [[String]] = [[]]
    for part in path.split(separator: ".").map(String.init) {
      if part.hasSuffix("[]") {
        segments[segments.count - 1].append(String(part.dropLast(2)))
        segments.append([])
      } else {
        segments[segments.count - 1].append(part)
      }
    }
    return segments
  }

  /// The rows of each `index`, in the order of the response.
  package func rows(of response: JSONValue) -> [String: [[String]]] {
    var rows: [String: [[String]]] = [:]
    for row in all(of: response) {
      if let index = row.index { rows[index, default: []].append(row.cells) }
    }
    return rows
  }

  /// All rows, in the order of the response.
  package func all(of response: JSONValue) -> [Row] {
    var rows: [Row] = []
    walk([response], &rows)
    return rows
  }

  private func walk(_ above: [JSONValue], _ rows: inout [Row]) {
    let depth = above.count - 1
    if depth < unit.count, let elements = Self.member(above[depth], unit[depth])?.elements, !elements.isEmpty {
      for element in elements { walk(above + [element], &rows) }
      return
    }
    var cells = Array(repeating: "", count: layout.columns.count)
    for path in paths where path.list == nil && path.depth <= depth { cells[path.column] = Self.text(above[path.depth], path.members) }
    let index = depth == unit.count ? above[depth]["index"]?.text : nil
    let count = rows.count
    for list in lists where depth == unit.count {
      for entry in Self.member(above[depth], list)?.elements ?? [] {
        var row = cells
        for path in paths where path.list == list { row[path.column] = Self.text(entry, path.members) }
        if let entryColumn { row[entryColumn] = Self.snakeCase(list.last ?? "") }
        if let column = layout.furtherColumn { row[column] = further.text(of: chain(above) + [(listPath(list), entry)]) }
        rows.append(Row(index: index, cells: row))
      }
    }
    guard rows.count == count else { return }
    if let column = layout.furtherColumn { cells[column] = further.text(of: chain(above)) }
    if cells.contains(where: { !$0.isEmpty }) || index != nil { rows.append(Row(index: index, cells: cells)) }
  }

  /// The elements on the way to a row, each with its path: `itemList[]`.
  private func chain(_ above: [JSONValue]) -> [(path: String, value: JSONValue)] {
    above.enumerated().map { depth, value in
      (unit.prefix(depth).map { $0.joined(separator: ".") + "[]" }.joined(separator: "."), value)
    }
  }

  private func listPath(_ list: [String]) -> String { (layout.unit.isEmpty ? "" : layout.unit + ".") + list.joined(separator: ".") + "[]" }

  private static func member(_ value: JSONValue, _ names: [String]) -> JSONValue? {
    names.reduce(Optional(value)) { $0?[$1] }
  }

  private static func text(_ value: JSONValue, _ names: [String]) -> String { member(value, names)?.text ?? "" }

  /// `pickDeliveryRound` is `pick_delivery_round`.
  private static func snakeCase(_ name: String) -> String {
    name.reduce(into: "") { text, character in text += character.isUppercase ? "_" + character.lowercased() : String(character) }
  }
}
