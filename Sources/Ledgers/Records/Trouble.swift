/// What keeps Ferry from going on somewhere, for the time being: a disk, a folder, a partner who is no longer in the settings.
package struct Trouble: Sendable, Hashable {
  /// What cannot go on: the id of a file, `inbox`, `claims`, `replay 17`, … Not for people.
  package let source: String
  /// With the place and the remedy.
  package let message: String
  /// RFC 3339 UTC.
  package let since: String

  package init(source: String, message: String, since: String) {
    self.source = source
    self.message = message
    self.since = since
  }
}
