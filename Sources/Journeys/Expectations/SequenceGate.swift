package import Ledgers
package import Mailboxes
package import Translation

/// Which files stay in the inbox until a missing one has come, by profiles that want that.
package struct SequenceGate: Sendable {
  private struct Key: Hashable {
    let partner: String
    let profile: String
  }

  private struct Waiting {
    let index: Int
    let key: Key
    let number: Int
    let numbers: FileNumbers
  }

  private var last: [Key: Int] = [:]
  private var missing: [Key: [ClosedRange<Int>]] = [:]
  /// The last numbers that were let through; the ledger knows them when the files have been read.
  private var passed: [Key: Int] = [:]

  package init() {}

  /// `isReading`: whether files of a partner are under way that are not counted yet.
  package mutating func know(_ arrivals: [ArrivalState], isReading: (String) -> Bool) {
    (last, missing) = ([:], [:])
    for state in arrivals {
      let key = Key(partner: state.partner, profile: state.profile)
      last[key] = state.lastNumber
      missing[key] = state.missing.map(\.numbers)
    }
    passed = passed.filter { isReading($0.key.partner) }
    last.merge(passed) { _, passed in passed }
  }

  /// Of complete files in the order in which they would be taken: why each of them waits, by its index. All others are let through.
  package mutating func pass(_ files: [Sighting], handling: (String) -> Handling?) -> [Int: String] {
    // There may be very many files, and nearly always none waits.
    var mayWait: [String: Bool] = [:]
    for file in files where mayWait[file.partner] == nil { mayWait[file.partner] = handling(file.partner)?.holdsFilesBack ?? false }
    guard mayWait.values.contains(true) else { return [:] }
    var waiting = files.enumerated().compactMap { index, file -> Waiting? in
      guard mayWait[file.partner] == true, let profile = handling(file.partner)?.profile(ofFile: file.name.text),
        let sequence = profile.completeness.sequence,
        sequence.gap == .wait, let number = sequence.number(in: file.name.text)
      else { return nil }
      return Waiting(
        index: index, key: Key(partner: file.partner, profile: profile.name), number: number,
        numbers: FileNumbers(first: sequence.first, last: sequence.last))
    }
    // Where numbers begin anew the first one is before the last in the order of names.
    while true {
      let still = waiting.filter { !isNext($0) }
      if still.count == waiting.count { break }
      waiting = still
    }
    return Dictionary(uniqueKeysWithValues: waiting.map { ($0.index, reason($0)) })
  }

  private mutating func isNext(_ file: Waiting) -> Bool {
    switch NumberRules.step(from: last[file.key], to: file.number, in: file.numbers) {
    case .behind: return true
    case .ahead: return false
    case .next:
      guard missing[file.key, default: []].isEmpty else { return false }
      last[file.key] = file.number
      passed[file.key] = file.number
      return true
    }
  }

  private func reason(_ file: Waiting) -> String {
    var gap = missing[file.key]?.first
    if gap == nil, case .ahead(let numbers) = NumberRules.step(from: last[file.key], to: file.number, in: file.numbers) {
      gap = numbers.first
    }
    guard let gap else { return "another file is missing" }
    return gap.count == 1 ? "file \(gap.lowerBound) is missing" : "files \(gap.numbersText) are missing"
  }
}
