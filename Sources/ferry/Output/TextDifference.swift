/// Two texts line by line: `-` what was expected, `+` what came, with two lines around each difference.
enum TextDifference {
  private static let context = 2
  private static let mostLines = 200
  /// Longer texts are not compared, which would take long.
  private static let longest = 20_000

  static func text(_ expected: [String], _ came: [String]) -> String {
    guard expected.count + came.count <= longest else { return "- \(expected.count) lines\n+ \(came.count) lines, which are others" }
    let difference = came.difference(from: expected)
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var all: [(mark: String, text: String)] = []
    var old = 0
    var new = 0
    while old < expected.count || new < came.count {
      if removed.contains(old) {
        all.append(("-", expected[old]))
        old += 1
      } else if inserted.contains(new) {
        all.append(("+", came[new]))
        new += 1
      } else {
        all.append((" ", expected[old]))
        old += 1
        new += 1
      }
    }
    return shown(all)
  }

  private static func shown(_ all: [(mark: String, text: String)]) -> String {
    let changed = all.indices.filter { all[$0].mark != " " }
    var lines: [String] = []
    var last = -1
    for place in changed {
      for near in max(last + 1, place - context)..<min(all.count, place + context + 1) where near > last {
        if near > last + 1 { lines.append("  …") }
        lines.append("\(all[near].mark) \(PlainText.line(all[near].text))")
        last = near
      }
    }
    if lines.count > mostLines { lines = lines.prefix(mostLines) + ["  … and \(lines.count - mostLines) lines more"] }
    return lines.joined(separator: "\n")
  }
}
