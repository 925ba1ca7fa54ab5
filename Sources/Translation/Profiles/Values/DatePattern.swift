import Documents

/// `DD.MM.YYYY`, compiled. `DD` `MM` `YYYY` `YY` are digits, as many as letters; `D` and `M` are one digit or two; all else stands for itself.
struct DatePattern: Sendable {
  struct Date: Equatable {
    var year = 0
    var month = 0
    var day = 0

    /// `YYYY-MM-DD`.
    func append(to buffer: inout [UInt8]) {
      let digits = [year / 1000, year / 100, year / 10, year, -1, month / 10, month, -1, day / 10, day]
      buffer.append(contentsOf: digits.lazy.map { $0 < 0 ? UInt8(ascii: "-") : 0x30 | UInt8($0 % 10) })
    }
  }

  private enum Part {
    case day(ClosedRange<Int>), month(ClosedRange<Int>), year, shortYear, literal(UInt8)
  }

  private let parts: [Part]
  /// What fits it is a canonical date as it stands.
  let isCanonical: Bool

  init(_ pattern: String) {
    isCanonical = pattern == "YYYY-MM-DD"
    var parts: [Part] = []
    var rest = Array(pattern.utf8)[...]
    while let letter = rest.first {
      let run = rest.prefix { $0 == letter }.count
      let length: Int
      switch (letter, run) {
      case (UInt8(ascii: "D"), 2...): (length, parts) = (2, parts + [.day(2...2)])
      case (UInt8(ascii: "D"), _): (length, parts) = (1, parts + [.day(1...2)])
      case (UInt8(ascii: "M"), 2...): (length, parts) = (2, parts + [.month(2...2)])
      case (UInt8(ascii: "M"), _): (length, parts) = (1, parts + [.month(1...2)])
      case (UInt8(ascii: "Y"), 4...): (length, parts) = (4, parts + [.year])
      case (UInt8(ascii: "Y"), 2...): (length, parts) = (2, parts + [.shortYear])
      default: (length, parts) = (1, parts + [.literal(letter)])
      }
      rest = rest.dropFirst(length)
    }
    self.parts = parts
  }

  /// nil: the text does not fit, or names no day of the calendar.
  func date(in text: UnsafeBufferPointer<UInt8>) -> Date? {
    var date = Date()
    var at = 0
    for part in parts {
      switch part {
      case .literal(let byte):
        guard at < text.count, text[at] == byte else { return nil }
        at += 1
      case .day(let width):
        guard let number = Self.number(in: text, at: &at, width) else { return nil }
        date.day = number
      case .month(let width):
        guard let number = Self.number(in: text, at: &at, width) else { return nil }
        date.month = number
      case .year:
        guard let number = Self.number(in: text, at: &at, 4...4) else { return nil }
        date.year = number
      case .shortYear:
        guard let number = Self.number(in: text, at: &at, 2...2) else { return nil }
        date.year = 2000 + number
      }
    }
    guard at == text.count, ValueRules.isDay(year: date.year, month: date.month, day: date.day) else { return nil }
    return date
  }

  /// The date as the pattern writes it.
  func text(of date: Date) -> String {
    func digits(_ number: Int, _ width: Int) -> [UInt8] {
      let digits = Array(String(number).utf8)
      return Array(repeating: UInt8(ascii: "0"), count: max(0, width - digits.count)) + digits
    }
    let bytes = parts.flatMap { part in
      switch part {
      case .literal(let byte): [byte]
      case .day(let width): digits(date.day, width.lowerBound)
      case .month(let width): digits(date.month, width.lowerBound)
      case .year: digits(date.year, 4)
      case .shortYear: digits(date.year % 100, 2)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func number(in text: UnsafeBufferPointer<UInt8>, at: inout Int, _ width: ClosedRange<Int>) -> Int? {
    var number = 0
    var count = 0
    while at < text.count, count < width.upperBound, text[at].isASCIIDigit {
      number = number * 10 + Int(text[at] & 0x0F)
      count += 1
      at += 1
    }
    return count >= width.lowerBound ? number : nil
  }
}
