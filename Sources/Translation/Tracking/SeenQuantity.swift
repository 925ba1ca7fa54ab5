import Contracts

/// Pieces, as targets write them: 2, 2.0, "2". What is no number stays text, is told as such, and counts as none.
struct SeenQuantity: Hashable {
  let text: String

  init?(_ value: JSONValue?) {
    guard let text = value?.text, !text.isEmpty else { return nil }
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let isWhole = parts.count == 1 || parts[1].allSatisfy { $0 == "0" }
    self.text = isWhole ? parts.first.flatMap { Int($0) }.map(String.init) ?? text : text
  }

  var count: Int? { Int(text) }

  /// Never beyond what an Int holds.
  static func sum(_ counts: [Int]) -> Int {
    counts.reduce(0) { sum, count in
      let (result, isOver) = sum.addingReportingOverflow(count)
      return isOver ? (count > 0 ? .max : .min) : result
    }
  }
}
