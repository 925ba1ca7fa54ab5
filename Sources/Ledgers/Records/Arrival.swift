/// A file that came, as its profile counts it: its number among the partner's files, and the day that it is for.
package struct Arrival: Sendable, Hashable {
  package let partner: String
  /// The profile's name: each has numbers of its own.
  package let profile: String
  /// nil: the profile counts its files, and this one's name has no number.
  package let number: Int?
  package let numbers: FileNumbers?
  /// nil: no file is expected at a time of the day.
  package let deadlines: Deadlines?
  /// SHA-256 of the content.
  package let sha256: String

  package init(partner: String, profile: String, number: Int?, numbers: FileNumbers?, deadlines: Deadlines?, sha256: String) {
    self.partner = partner
    self.profile = profile
    self.number = number
    self.numbers = numbers
    self.deadlines = deadlines
    self.sha256 = sha256
  }
}

/// The numbers that files have one after the other.
package struct FileNumbers: Sendable, Hashable {
  package let first: Int
  /// After it comes the first again; nil: there is no last one.
  package let last: Int?

  package init(first: Int = 1, last: Int? = nil) {
    self.first = first
    self.last = last
  }
}

/// The times, RFC 3339 UTC, by which files were and are expected, seen from one moment.
package struct Deadlines: Sendable, Hashable {
  /// The latest one that has passed, and the next one.
  package let passed: String
  package let next: String
  /// The nearer one of them.
  package let nearest: String

  package init(passed: String, next: String, nearest: String) {
    self.passed = passed
    self.next = next
    self.nearest = nearest
  }

  /// Which one a file that comes now is for. A late file is for the day that it missed, as long as that is nearer than the next one.
  func covered(before: String?) -> String {
    let covered = before ?? ""
    return max(covered, covered < passed ? nearest : next)
  }
}
