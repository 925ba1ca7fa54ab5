/// A channel that alerts cannot go out by.
package struct AlertFailure: Sendable, Hashable {
  /// `command` or `webhook`.
  package let channel: String
  /// RFC 3339 UTC.
  package let since: String
  package let message: String
}
