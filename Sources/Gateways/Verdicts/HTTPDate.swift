import FoundationEssentials

/// Times in headers (RFC 9110).
enum HTTPDate {
  /// Longer waits than this are not believed.
  static let longest = 86_400.0

  /// Of `Retry-After` (section 10.2.3): seconds, or a date. nil where the text is neither; zero where the date has passed.
  static func wait(_ text: String, now: Date) -> Duration? {
    let text = text.trimmed
    if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      return .seconds(min(Int64(text) ?? .max, Int64(longest)))
    }
    guard let date = seconds(of: text) else { return nil }
    return .seconds(min(max(0, Double(date) - now.timeIntervalSince1970), longest))
  }

  /// Seconds since 1970 of an HTTP date in one of its three forms (section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`,
  /// `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`. The name of the day is not checked.
  static func seconds(of text: String) -> Int64? {
    let parts = text.split { $0 == " " || $0 == "-" || $0 == "," }.map(String.init)
    let day: String
    let month: String
    let year: String
    let time: String
    if parts.count == 6, parts[5] == "GMT" {
      (day, month, year, time) = (parts[1], parts[2], parts[3], parts[4])
    } else if parts.count == 5 {
      (day, month, year, time) = (parts[2], parts[1], parts[4], parts[3])
    } else {
      return nil
    }
    let clock = time.split(separator: ":", omittingEmptySubsequences: false).map { number(String($0), digits: 2...2) }
    guard let day = number(day, digits: 1...2), let year = fullYear(year), let month = months.firstIndex(of: month).map({ $0 + 1 }),
      clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2],
      hour < 24, minute < 60, second <= 60, (1...daysInMonth(month, of: year)).contains(day)
    else { return nil }
    return (daysSince1970(year: year, month: month, day: day) * 24 + hour) * 3600 + minute * 60 + second
  }

  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  private static func number(_ text: String, digits: ClosedRange<Int>) -> Int64? {
    guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int64(text)
  }

  /// A year of two digits is of the century that begins with 1970.
  private static func fullYear(_ text: String) -> Int64? {
    if let year = number(text, digits: 4...4) { return year >= 1970 ? year : nil }
    return number(text, digits: 2...2).map { $0 >= 70 ? 1900 + $0 : 2000 + $0 }
  }

  private static func daysInMonth(_ month: Int, of year: Int64) -> Int64 {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }

  private static func daysSince1970(year: Int64, month: Int, day: Int64) -> Int64 {
    let earlier = year - 1
    let leapDays = earlier / 4 - earlier / 100 + earlier / 400 - 477
    let monthDays = (1..<month).reduce(Int64(0)) { $0 + daysInMonth($1, of: year) }
    return (year - 1970) * 365 + leapDays + monthDays + day - 1
  }
}

extension String {
  fileprivate var trimmed: String {
    let blank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    return String(drop(while: blank).reversed().drop(while: blank).reversed())
  }
}
