/// What has come of a partner's files of one profile.
package struct ArrivalState: Sendable, Hashable {
  package let partner: String
  package let profile: String
  /// When the last file was received, RFC 3339 UTC; nil: none ever was.
  package let receivedAt: String?
  /// Up to which deadline the files have come.
  package let covered: String?
  package let lastNumber: Int?
  /// In the order in which they were missed.
  package let missing: [MissingFiles]
}

/// Numbers of files that did not come.
package struct MissingFiles: Sendable, Hashable {
  package let numbers: ClosedRange<Int>
  /// RFC 3339 UTC, when a later one came, and that one's name.
  package let since: String
  package let shownBy: String
}
