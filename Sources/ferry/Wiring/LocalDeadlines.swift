import Glibc
import Ledgers
import Translation

extension LocalDate {
  /// The latest passed and the next time by which a daily file is expected, in the zone in use. Where the clock is put forward over that time, it
  /// is the time that far after it. `instant`: RFC 3339 UTC.
  static func deadlines(_ daily: DailyFile, around instant: String) -> Deadlines {
    var now = UTC.seconds(of: instant) ?? 0
    var today = tm()
    localtime_r(&now, &today)
    // A week has at least one of the days; a day more, since the first may be in the other direction of now.
    let times = (-8...8).compactMap { time(of: daily, on: today, shiftedBy: $0) }
    let passed = times.last { $0 <= now } ?? now
    let next = times.first { $0 > now } ?? now
    let nearest = now - passed <= next - now ? passed : next
    return Deadlines(passed: UTC.text(seconds: passed), next: UTC.text(seconds: next), nearest: UTC.text(seconds: nearest))
  }

  /// nil: no file is expected on that day.
  private static func time(of daily: DailyFile, on day: tm, shiftedBy days: Int) -> Int? {
    var parts = tm()
    (parts.tm_year, parts.tm_mon, parts.tm_mday) = (day.tm_year, day.tm_mon, day.tm_mday + Int32(days))
    (parts.tm_hour, parts.tm_min, parts.tm_isdst) = (Int32(daily.hour), Int32(daily.minute), -1)
    let seconds = mktime(&parts)
    // Of the C library Sunday is 0.
    let weekday = parts.tm_wday == 0 ? 7 : Int(parts.tm_wday)
    return daily.weekdays.isEmpty || daily.weekdays.contains(weekday) ? seconds : nil
  }
}
