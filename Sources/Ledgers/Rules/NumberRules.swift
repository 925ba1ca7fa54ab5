import Documents

/// How files' numbers follow each other. One rule for all ledgers.
package enum NumberRules {
  package enum Step: Sendable, Hashable {
    /// The first one ever, or the one behind the last.
    case next
    /// These lie between.
    case ahead([ClosedRange<Int>])
    /// Not behind the last one.
    case behind
  }

  /// What comes after the last number may be up to half a round away; what is further away is one from before.
  package static func step(from last: Int?, to number: Int, in numbers: FileNumbers) -> Step {
    guard let last else { return .next }
    guard let end = numbers.last, (numbers.first...max(numbers.first, end)).contains(last) else {
      if number <= last { return .behind }
      return number == last + 1 ? .next : .ahead([last + 1...number - 1])
    }
    let round = end - numbers.first + 1
    let distance = ((number - last) % round + round) % round
    if distance == 0 || distance > max(1, round / 2) { return .behind }
    if distance == 1 { return .next }
    if number > last { return .ahead([last + 1...number - 1]) }
    var missing: [ClosedRange<Int>] = []
    if last < end { missing.append(last + 1...end) }
    if number > numbers.first { missing.append(numbers.first...number - 1) }
    return .ahead(missing)
  }

  /// What is still missing of numbers when some of them are not any more.
  static func rest(of missing: ClosedRange<Int>, without numbers: ClosedRange<Int>) -> [ClosedRange<Int>] {
    guard missing.overlaps(numbers) else { return [missing] }
    var rest: [ClosedRange<Int>] = []
    if missing.lowerBound < numbers.lowerBound { rest.append(missing.lowerBound...numbers.lowerBound - 1) }
    if missing.upperBound > numbers.upperBound { rest.append(numbers.upperBound + 1...missing.upperBound) }
    return rest
  }

  /// A file of which something was refused comes back corrected, under the same number.
  static func wasRefused(_ survey: Survey?, _ settlement: Settlement?) -> Bool {
    let states: [DocumentState] = [.refused, .conflict, .failed]
    return survey?.isRefusedWhole == true || settlement?.place == .error
      || states.contains { (settlement?.counts[$0.rawValue] ?? 0) > 0 }
  }

  /// Of a number that is not behind the last one. `holder`: the file that had it first.
  static func verdict(
    on number: Int, wasMissing: Bool, holder: (file: String, came: String, isSame: Bool, wasRefused: Bool)?
  ) -> ArrivalVerdict {
    if wasMissing { return ArrivalVerdict(.late, number) }
    guard let holder else { return ArrivalVerdict(.unexpected, number) }
    var verdict = ArrivalVerdict(holder.isSame ? .again : holder.wasRefused ? .corrected : .taken, number)
    verdict.other = holder.file
    verdict.otherCame = holder.came
    return verdict
  }
}
