import FoundationEssentials

/// Times in the ledger and in logs: RFC 3339, UTC, milliseconds.
package enum Timestamp {
  private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

  @Sendable package static func now() -> String { Date().formatted(style) }

  /// How long before `now` that was; zero for the future and for what is no time.
  static func age(of text: String, at now: String) -> Duration {
    guard let date = try? style.parse(text), let now = try? style.parse(now) else { return .zero }
    return .seconds(max(0, now.timeIntervalSince(date)))
  }

  /// That much before; nothing, which is earlier than every time, where `text` is no time.
  static func earlier(than text: String, by age: Duration) -> String {
    guard let date = try? style.parse(text) else { return "" }
    return date.addingTimeInterval(-(age / .seconds(1))).formatted(style)
  }
}
