/// "Did you mean": the known name nearest to a mistyped one.
package enum Suggestion {
  /// The candidate with the smallest edit distance, if that is at most a third of the name's length; the first of equals.
  package static func nearest(to name: String, among candidates: [String]) -> String? {
    let name = Array(name.lowercased().utf8.prefix(64))
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
      let distance = distance(name, Array(candidate.lowercased().utf8))
      if distance < best?.distance ?? Int.max { best = (candidate, distance) }
    }
    guard let best, best.distance <= max(1, name.count / 3) else { return nil }
    return best.candidate
  }

  /// Of edits, two neighbours that changed places being one.
  private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
    var (before, row) = ([Int](), Array(0...other.count))
    for (i, a) in one.enumerated() {
      let last = row
      row[0] = i + 1
      for (j, b) in other.enumerated() {
        row[j + 1] = min(last[j] + (a == b ? 0 : 1), row[j] + 1, last[j + 1] + 1)
        if i > 0, j > 0, a == other[j - 1], one[i - 1] == b { row[j + 1] = min(row[j + 1], before[j - 1] + 1) }
      }
      before = last
    }
    return row[other.count]
  }
}
