/// Which marks numbers are written with, as far as they tell.
struct NumberMarks {
  private(set) var decimal: String?
  private(set) var thousands = ""
  private(set) var hasTrailingMinus = false
  /// What somebody has to look at: `1.234` alone tells nothing, or two numbers contradict each other. nil: all is sure.
  private(set) var doubt: String?

  /// A mark of which nothing says whether it groups digits: `12.000`.
  private struct Open {
    let mark: Character
    let value: String
    /// Of a column in which another mark is the decimal one.
    var isGroup = false
  }

  /// By column. `pieces`: columns that hold whole numbers, where `884.655` can only have a thousands mark (`12.000` may be twelve with three decimals).
  init(_ columns: [[String]], pieces: [[String]] = []) {
    var decimals: [Character: Int] = [:]
    var groups: [Character: Int] = [:]
    var open: [Open] = []
    for (values, isWhole) in columns.map({ ($0, false) }) + pieces.map({ ($0, true) }) {
      let first = open.count
      var own: Set<Character> = []
      for value in values where Self.isNumber(value) {
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
          own.insert(last)
          if let first = marks.first, first != last { groups[first == "\u{A0}" ? " " : first, default: 0] += 1 }
        } else {
          open.append(Open(mark: last, value: value))
        }
      }
      for place in open.indices[first...] where own.count == 1 && !own.contains(open[place].mark) { open[place].isGroup = true }
    }
    for mark in open where mark.isGroup { groups[mark.mark, default: 0] += 1 }
    decide(decimals, groups, open.filter { !$0.isGroup })
  }

  private mutating func decide(_ decimals: [Character: Int], _ groups: [Character: Int], _ open: [Open]) {
    let best = decimals.max { ($0.value, String($1.key)) < ($1.value, String($0.key)) }?.key
    if decimals.count > 1 { doubt = "" }
    if let best {
      decimal = String(best)
      thousands = groups.filter { $0.key != best }.max { $0.value < $1.value }.map { String($0.key) } ?? ""
      // Left out it is refused where it stands; taken for granted it could make twelve of twelve thousand, or the other way round.
      if thousands.isEmpty, let other = open.first(where: { $0.mark != best }) {
        doubt =
          "\"\(other.value)\" is \(other.value.filter { $0 != other.mark }) with thousands: \"\(other.mark)\" here, or \(whole(other)) with decimal: \"\(other.mark)\" "
          + "in its field"
      }
    } else if let group = groups.max(by: { ($0.value, String($1.key)) < ($1.value, String($0.key)) })?.key {
      thousands = String(group)
      decimal = group == "." ? "," : "."
    } else if let first = open.min(by: { $0.mark < $1.mark }) {
      // With the other mark it is refused until somebody has decided.
      decimal = first.mark == "." ? "," : "."
      doubt =
        "\"\(first.value)\" is \(first.value.filter { $0 != first.mark }) with thousands: \"\(first.mark)\" here, or \(whole(first)) with decimal: \"\(first.mark)\""
    }
  }

  /// `12` of `12.000`, `1.234` of `1,234`.
  private func whole(_ open: Open) -> String {
    let parts = open.value.split(separator: open.mark)
    return parts.count == 2 && parts[1].allSatisfy { $0 == "0" } ? String(parts[0]) : parts.joined(separator: ".")
  }

  /// Digits, with marks between them; between two marks three digits, so that no date is one.
  static func isNumber(_ text: String) -> Bool {
    var digits = text[...]
    if digits.first == "-" || digits.first == "+" { digits = digits.dropFirst() } else if digits.last == "-" { digits = digits.dropLast() }
    guard digits.utf8.count <= 40 else { return false }
    let groups = digits.split(omittingEmptySubsequences: false) { ".,' \u{A0}".contains($0) }
    return groups.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isNumber } }
      && groups.dropFirst().dropLast().allSatisfy { $0.count == 3 }
  }
}
