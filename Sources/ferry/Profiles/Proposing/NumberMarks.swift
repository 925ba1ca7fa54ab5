/// Which marks numbers are written with, as far as they tell.
struct NumberMarks {
  private(set) var decimal: String?
  private(set) var thousands = ""
  private(set) var hasTrailingMinus = false
  /// `1.234` alone tells nothing, or two numbers contradict each other.
  private(set) var isSure = true

  /// `pieces`: of columns that hold whole numbers, where `884.655` can only have a thousands mark (`12.000` may be twelve with three decimals).
  init(_ values: [String], pieces: [String] = []) {
    var decimals: [Character: Int] = [:]
    var groups: [Character: Int] = [:]
    var open: Set<Character> = []
    for (value, isWhole) in values.map({ ($0, false) }) + pieces.map({ ($0, true) }) where Self.isNumber(value) {
      if value.hasSuffix("-") { hasTrailingMinus = true }
      let marks = value.filter { !$0.isNumber && $0 != "-" && $0 != "+" }
      guard let last = marks.last else { continue }
      let tail = value.split(separator: last, omittingEmptySubsequences: false).last?.count { $0.isNumber } ?? 0
      if last == "'" || last == " " || last == "\u{A0}" || marks.count(where: { $0 == last }) > 1 {
        groups[last == "\u{A0}" ? " " : last, default: 0] += 1
      } else if isWhole, tail == 3, !value.hasSuffix("000"), !value.hasSuffix("000-") {
        groups[last, default: 0] += 1
      } else if marks.count > 1 || tail != 3 {
        decimals[last, default: 0] += 1
        if let first = marks.first, first != last { groups[first == "\u{A0}" ? " " : first, default: 0] += 1 }
      } else {
        open.insert(last)
      }
    }
    let best = decimals.max { ($0.value, String($1.key)) < ($1.value, String($0.key)) }?.key
    if decimals.count > 1 { isSure = false }
    if let best {
      decimal = String(best)
      thousands =
        groups.filter { $0.key != best }.max { $0.value < $1.value }.map { String($0.key) } ?? open.first { $0 != best }.map { String($0) }
        ?? ""
    } else if let group = groups.max(by: { ($0.value, String($1.key)) < ($1.value, String($0.key)) })?.key {
      thousands = String(group)
      decimal = group == "." ? "," : "."
    } else if let mark = open.sorted().first {
      decimal = String(mark)
      isSure = false
    }
  }

  /// Digits, with marks between them.
  static func isNumber(_ text: String) -> Bool {
    var digits = text[...]
    if digits.first == "-" || digits.first == "+" { digits = digits.dropFirst() } else if digits.last == "-" { digits = digits.dropLast() }
    guard let first = digits.first, let last = digits.last, first.isASCII, first.isNumber, last.isASCII, last.isNumber else { return false }
    return digits.utf8.count <= 40 && digits.allSatisfy { $0.isASCII && $0.isNumber || ".,' \u{A0}".contains($0) }
  }
}
