package import Contracts
package import Documents

/// A response flattened to rows: scalars repeat; each entry of an innermost array is a row of its own, with the cells of sibling arrays empty
/// and `entry` naming the array.
package struct ResponseRows: Sendable {
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

  private static let orders = ResponseRows(.of(.orders))
  private static let returns = ResponseRows(.of(.returns))
  private static let availability = ResponseRows(.of(.availability))

  /// Taken apart once in a process: a document of one line would spend more on that than on its own rows.
  package static func of(_ kind: Kind) -> ResponseRows {
    switch kind {
    case .orders: orders
    case .returns: returns
    case .availability: availability
    }
  }

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
    entryColumn = layout.index(of: "entry")
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
    walk([response]) { index, cells in rows[index, default: []].append(cells) }
    return rows
  }

  private func walk(_ above: [JSONValue], _ take: (String, [String]) -> Void) {
    let depth = above.count - 1
    guard depth == unit.count else {
      for element in Self.member(above[depth], unit[depth])?.elements ?? [] { walk(above + [element], take) }
      return
    }
    guard let index = above[depth]["index"]?.text else { return }
    var cells = Array(repeating: "", count: layout.columns.count)
    for path in paths where path.list == nil { cells[path.column] = Self.text(above[path.depth], path.members) }
    var hasEntries = false
    for list in lists {
      for entry in Self.member(above[depth], list)?.elements ?? [] {
        hasEntries = true
        var row = cells
        for path in paths where path.list == list { row[path.column] = Self.text(entry, path.members) }
        if let entryColumn { row[entryColumn] = list.last ?? "" }
        take(index, row)
      }
    }
    if !hasEntries { take(index, cells) }
  }

  private static func member(_ value: JSONValue, _ names: [String]) -> JSONValue? {
    names.reduce(Optional(value)) { $0?[$1] }
  }

  private static func text(_ value: JSONValue, _ names: [String]) -> String { member(value, names)?.text ?? "" }
}
