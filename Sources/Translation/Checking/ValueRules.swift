import Documents

/// Whether a value's bytes are what its field may contain. Works on bytes: this runs for each cell of each file.
enum ValueRules {
  /// More digits than this are no price and no quantity of anything; JSON readers lose them.
  static let maxDigits = 30
  static let maxQuantityDigits = 9

  /// `words`: of a choice.
  static func accepts(_ bytes: UnsafeBufferPointer<UInt8>, _ shape: ValueShape, words: @autoclosure () -> [String]) -> Bool {
    switch shape {
    case .text: true
    case .decimal: isDecimal(bytes) && !isNegative(bytes)
    case .quantity: isQuantity(bytes)
    case .boolean: boolean(bytes) != nil
    case .date: isDate(bytes)
    case .choice: words().contains { $0.utf8.elementsEqual(bytes) }
    case .currency: isCurrency(bytes)
    case .segment: !(bytes.count <= 2 && bytes.allSatisfy { $0 == UInt8(ascii: ".") })
    }
  }

  /// Equal by value: `12.50` and `12.5`, `1` and `true`.
  static func areEqual(_ one: UnsafeBufferPointer<UInt8>, _ other: UnsafeBufferPointer<UInt8>, _ shape: ValueShape) -> Bool {
    if one.elementsEqual(other) { return true }
    switch shape {
    case .text, .date, .choice, .segment, .currency: return false
    case .boolean: return boolean(one).map { $0 == boolean(other) } ?? false
    case .decimal, .quantity:
      guard isDecimal(one), isDecimal(other) else { return false }
      let (one, other) = (canonicalNumber(one), canonicalNumber(other))
      return one.isNegative == other.isNegative && one.digits.elementsEqual(other.digits)
    }
  }

  /// A decimal's digits and mark without needless zeros at both ends; `-0.0` is `0`.
  static func canonicalNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> (isNegative: Bool, digits: UnsafeBufferPointer<UInt8>) {
    let isNegative = bytes.first == UInt8(ascii: "-")
    var start = isNegative ? 1 : 0
    var end = bytes.count
    while start < end - 1, bytes[start] == UInt8(ascii: "0"), bytes[start + 1] != UInt8(ascii: ".") { start += 1 }
    if bytes.contains(UInt8(ascii: ".")) {
      while bytes[end - 1] == UInt8(ascii: "0") { end -= 1 }
      if bytes[end - 1] == UInt8(ascii: ".") { end -= 1 }
    }
    let isZero = end - start == 1 && bytes[start] == UInt8(ascii: "0")
    return (isNegative && !isZero, UnsafeBufferPointer(rebasing: bytes[start..<end]))
  }

  /// `-`? digits (`.` digits)?
  static func isDecimal(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = bytes.first == UInt8(ascii: "-") ? 1 : 0
    let start = index
    while index < bytes.count, bytes[index].isASCIIDigit { index += 1 }
    guard index > start else { return false }
    if index < bytes.count {
      guard bytes[index] == UInt8(ascii: ".") else { return false }
      let mark = index
      index += 1
      while index < bytes.count, bytes[index].isASCIIDigit { index += 1 }
      guard index > mark + 1 else { return false }
    }
    return index == bytes.count && bytes.count <= maxDigits
  }

  /// Of a decimal; `-0.00` is not.
  static func isNegative(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.first == UInt8(ascii: "-") && bytes.contains { $0.isASCIIDigit && $0 != UInt8(ascii: "0") }
  }

  /// Three capital letters.
  static func isCurrency(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.count == 3 && bytes.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
  }

  static func isQuantity(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard !bytes.isEmpty, bytes.count <= maxQuantityDigits else { return false }
    var digits: UInt8 = 0
    for byte in bytes {
      guard byte.isASCIIDigit else { return false }
      digits |= byte & 0x0F
    }
    return digits != 0
  }

  static func boolean(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool? {
    switch bytes.count {
    case 1: bytes[0] == UInt8(ascii: "1") ? true : bytes[0] == UInt8(ascii: "0") ? false : nil
    case 4: isWord(bytes, "true") ? true : nil
    case 5: isWord(bytes, "false") ? false : nil
    default: nil
    }
  }

  /// `word` is as long as the bytes.
  @inline(__always)
  private static func isWord(_ bytes: UnsafeBufferPointer<UInt8>, _ word: StaticString) -> Bool {
    for index in 0..<bytes.count where bytes[index] != word.utf8Start[index] { return false }
    return true
  }

  /// `YYYY-MM-DD` of the Gregorian calendar, year 1 to 9999.
  static func isDate(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return false }
    guard let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]) else { return false }
    return isDay(year: year, month: month, day: day)
  }

  /// Whether the Gregorian calendar has that day, year 1 to 9999.
  static func isDay(year: Int, month: Int, day: Int) -> Bool {
    guard year > 0, (1...12).contains(month), day > 0 else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return day <= lengths[month - 1]
  }

  private static func number(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    var value = 0
    for byte in bytes {
      guard byte.isASCIIDigit else { return nil }
      value = value * 10 + Int(byte & 0x0F)
    }
    return value
  }
}
