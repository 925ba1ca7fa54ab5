/// What a run came to, for the last line of a command and its exit code.
package struct RunReport: Sendable, Hashable {
  /// Files that got to their end.
  package var files = 0
  /// Documents (safe kinds: lines) of these files by answer status.
  package var counts: [String: Int] = [:]
  /// Documents of other files that were sent again, since somebody decided it, by what they are now.
  package var resent: [String: Int] = [:]
  /// Files that are still on their way, since a target is held or a folder is in trouble.
  package var waiting = 0
  /// Targets that were held at the end, and why.
  package var held: [String: String] = [:]
  /// Files in the error folder, and why.
  package var quarantined: [String: String] = [:]
  /// Files that should have come, in sentences: numbers that are missing, days without a file.
  package var expected: [String] = []
  /// Folders or the ledger: exit 74.
  package var troubles: [String] = []
  /// Ferry itself: exit 70.
  package var faults: [String] = []

  package init() {}

  package func count(_ status: String) -> Int { counts[status] ?? 0 }

  /// A person has to decide.
  package var undecided: Int { ["in_doubt", "unconfirmed"].reduce(0) { $0 + (counts[$1] ?? 0) + (resent[$1] ?? 0) } }

  package mutating func add(_ counts: [String: Int]) {
    self.counts.merge(counts) { $0 + $1 }
  }
}
