package struct TargetHold: Sendable, Hashable {
  package let reason: String
  package let message: String
  /// RFC 3339 UTC.
  package let since: String

  package init(reason: String, message: String, since: String) {
    self.reason = reason
    self.message = message
    self.since = since
  }
}
