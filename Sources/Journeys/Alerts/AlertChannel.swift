/// A way to tell people at once: a command, a webhook.
package protocol AlertChannel: Sendable {
  /// `command`, `webhook`: in the ledger, the log and `ferry status`.
  var name: String { get }
  /// Longest time of one delivery.
  var timeout: Duration { get }

  /// Delivers one alert, JSON. Ends within the time-out, and soon after its task is cancelled.
  /// - Returns: why it could not be delivered, for log and status, without secrets; nil: it was.
  func deliver(_ alert: [UInt8]) async -> String?
}
