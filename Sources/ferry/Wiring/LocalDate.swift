import Glibc

/// The calendar day somewhere, for the date folders of the archive. By the C library, since Foundation's time zones need ICU.
enum LocalDate {
  private static let database = "/usr/share/zoneinfo/"

  /// Whether the tz database of this machine has the zone: the C library takes an unknown one for UTC.
  static func isKnown(zone: String) -> Bool {
    if zone == "UTC" { return true }
    guard !zone.isEmpty, !zone.hasPrefix("/"), !zone.contains("..") else { return false }
    var status = stat()
    return stat(database + zone, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// For the whole process, once, before anything runs beside it.
  static func use(zone: String?) {
    setenv("TZ", ":" + (zone ?? "UTC"), 1)
    tzset()
  }

  /// `2026/11/21` of an instant in RFC 3339 UTC, in the zone in use.
  static func folder(of instant: String) -> String {
    guard var seconds = UTC.seconds(of: instant) else { return instant.prefix(10).split(separator: "-").joined(separator: "/") }
    var parts = tm()
    localtime_r(&seconds, &parts)
    let day = [Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)]
    return day.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: "/")
  }
}
