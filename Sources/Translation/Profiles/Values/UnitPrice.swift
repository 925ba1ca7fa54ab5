import Documents

/// Prices per base quantity, divided exactly on digits.
extension NumberFormat {
  private static let maxBaseDigits = 17
  private static let maxDecimals = 24
  private static let roundedDecimals = 6

  /// Divides the canonical number at the buffer's end by a base quantity. A quotient that does not end is rounded half up to 6 decimals.
  /// False, with nothing left of the number, where the base is no number above 0.
  func divide(_ buffer: inout [UInt8], from start: Int, by base: UnsafeBufferPointer<UInt8>) -> Bool {
    let number = Array(buffer[start...])
    buffer.removeSubrange(start...)
    guard append(base, to: &buffer) else { return false }
    let divisor = Self.scaled(buffer[start...])
    buffer.removeSubrange(start...)
    let isNegative = number.first == UInt8(ascii: "-")
    guard let divisor, divisor.value > 0 else { return false }
    if divisor.value == 1, divisor.decimals == 0 {
      buffer += number
      return true
    }
    let digits = number.filter(\.isASCIIDigit).map { $0 & 0x0F }
    let decimals = number.firstIndex(of: UInt8(ascii: ".")).map { number.count - 1 - $0 } ?? 0
    var quotient = Self.quotient(of: digits, decimals: decimals, by: divisor)
    if quotient.decimals.count > 0, quotient.remains { Self.round(&quotient.whole, &quotient.decimals) }
    if isNegative { buffer.append(UInt8(ascii: "-")) }
    let leading = quotient.whole.prefix { $0 == 0 }.count
    let whole = quotient.whole.dropFirst(min(leading, quotient.whole.count - 1))
    buffer.append(contentsOf: whole.map { $0 | 0x30 })
    if !quotient.decimals.isEmpty {
      buffer.append(UInt8(ascii: "."))
      buffer.append(contentsOf: quotient.decimals.map { $0 | 0x30 })
    }
    return true
  }

  /// A canonical number above 0 without zeros at the end of its decimals; nil where it has too many digits or is negative.
  private static func scaled(_ number: ArraySlice<UInt8>) -> (value: UInt64, decimals: Int)? {
    var number = number
    var decimals = 0
    if let mark = number.firstIndex(of: UInt8(ascii: ".")) {
      while number.last == UInt8(ascii: "0") { number.removeLast() }
      decimals = number.endIndex - mark - 1
    }
    var value: UInt64 = 0
    let digits = number.drop { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") }
    guard number.first != UInt8(ascii: "-"), digits.count <= maxBaseDigits else { return nil }
    for digit in digits where digit != UInt8(ascii: ".") { value = value * 10 + UInt64(digit & 0x0F) }
    return (value, decimals)
  }

  /// Long division. `remains`: it does not end within the decimals that are kept.
  private static func quotient(
    of digits: [UInt8], decimals: Int, by divisor: (value: UInt64, decimals: Int)
  ) -> (whole: [UInt8], decimals: [UInt8], remains: Bool) {
    // The divisor's decimals move the number's mark to the right.
    var digits = digits
    var places = decimals - divisor.decimals
    while places < 0 {
      digits.append(0)
      places += 1
    }
    var quotient: [UInt8] = []
    var remainder: UInt64 = 0
    for digit in digits {
      remainder = remainder * 10 + UInt64(digit)
      quotient.append(UInt8(remainder / divisor.value))
      remainder %= divisor.value
    }
    while quotient.count <= places { quotient.insert(0, at: 0) }
    let whole = quotient.count - places
    while remainder > 0, quotient.count - whole < maxDecimals {
      remainder *= 10
      quotient.append(UInt8(remainder / divisor.value))
      remainder %= divisor.value
    }
    let isLong = quotient.drop { $0 == 0 }.count >= ValueRules.maxDigits - 1
    return (Array(quotient[..<whole]), Array(quotient[whole...]), remainder > 0 || isLong)
  }

  private static func round(_ whole: inout [UInt8], _ decimals: inout [UInt8]) {
    guard decimals.count > roundedDecimals else { return }
    let isUp = decimals[roundedDecimals] >= 5
    decimals.removeSubrange(roundedDecimals...)
    guard isUp else { return }
    for index in decimals.indices.reversed() {
      if decimals[index] < 9 {
        decimals[index] += 1
        return
      }
      decimals[index] = 0
    }
    for index in whole.indices.reversed() {
      if whole[index] < 9 {
        whole[index] += 1
        return
      }
      whole[index] = 0
    }
    whole.insert(1, at: 0)
  }
}
