import Documents

/// A partner's files are numbered: where the number stands in a file's name, and what is done where one is missing.
package struct FileSequence: Sendable, Hashable, Codable {
  package enum Gap: String, Sendable, Hashable, Codable, CaseIterable {
    /// The file is handled; the missing numbers are told until they come or are waived.
    case report
    /// The file stays in the inbox until the missing ones come or are waived.
    case wait
  }

  package static let mark = "{number}"

  /// `orders-{number}.csv`; besides `*` any characters, `?` one.
  package var name: String
  package var first: Int
  /// After it comes the first again; nil: there is no last one.
  package var last: Int?
  package var gap: Gap

  package init(name: String, first: Int = 1, last: Int? = nil, gap: Gap = .report) {
    self.name = name
    self.first = first
    self.last = last
    self.gap = gap
  }

  /// The number in a file's name, at most 15 digits; nil: the name has none, or none of the sequence, or is that of a copy, which is no new file.
  /// Of several places where it could stand the leftmost counts, with all the digits there.
  package func number(in file: String) -> Int? {
    guard !CopyEnding.isCopy(file) else { return nil }
    let bytes = Array(file.utf8)
    guard let mark = name.firstRange(of: Self.mark) else { return nil }
    let front = NamePattern(String(name[..<mark.lowerBound]))
    let back = NamePattern(String(name[mark.upperBound...]))
    for start in bytes.indices where bytes[start].isASCIIDigit && front.fits(bytes[..<start]) {
      let digits = bytes[start...].prefix(15).prefix { $0.isASCIIDigit }
      for end in stride(from: digits.endIndex, to: start, by: -1) where back.fits(bytes[end...]) {
        guard let number = Int(String(decoding: bytes[start..<end], as: UTF8.self)), number >= first, number <= last ?? .max else {
          return nil
        }
        return number
      }
    }
    return nil
  }
}

/// A file is expected every day, or on some days of the week, by a time of the day.
package struct DailyFile: Sendable, Hashable, Codable {
  /// Of the local day.
  package var hour: Int
  package var minute: Int
  /// 1 is Monday; empty: every day.
  package var weekdays: Set<Int>

  package init(hour: Int, minute: Int, weekdays: Set<Int> = []) {
    self.hour = hour
    self.minute = minute
    self.weekdays = weekdays
  }

  /// `02:00`.
  package var time: String { [hour, minute].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":") }
}
