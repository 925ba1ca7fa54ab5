import Documents

/// An exact sum of decimals times whole numbers, digit by digit.
struct DecimalSum: Sendable, Hashable, CustomStringConvertible {
  private static let decimals = 32
  /// From the last decimal on; each place may hold more than a digit.
  private var places = [Int](repeating: 0, count: 80)

  /// `decimal`: as canonical files write it, at most 30 digits; what is none counts nothing. `factor`: up to 9 digits.
  mutating func add(_ decimal: String, times factor: Int) {
    let bytes = Array(decimal.utf8)
    guard bytes.withUnsafeBufferPointer(ValueRules.isDecimal) else { return }
    let factor = bytes.first == UInt8(ascii: "-") ? -factor : factor
    let mark = bytes.firstIndex(of: UInt8(ascii: ".")) ?? bytes.count
    for (index, byte) in bytes.enumerated() where byte.isASCIIDigit {
      places[Self.decimals + (index < mark ? mark - 1 - index : mark - index)] += factor * Int(byte & 0x0F)
    }
  }

  static func += (sum: inout DecimalSum, other: DecimalSum) {
    for index in sum.places.indices { sum.places[index] += other.places[index] }
  }

  func exceeds(_ limit: String) -> Bool {
    var difference = self
    difference.add(limit, times: -1)
    let digits = difference.normalised
    return !digits.isNegative && digits.places.contains { $0 > 0 }
  }

  private var normalised: (places: [Int], isNegative: Bool) {
    var digits = places
    var carry = 0
    for index in digits.indices {
      let sum = digits[index] + carry
      carry = sum >= 0 ? sum / 10 : -((9 - sum) / 10)
      digits[index] = sum - carry * 10
    }
    return (digits, carry < 0)
  }

  var description: String {
    var (digits, isNegative) = normalised
    if isNegative {
      var positive = self
      positive.places = places.map { -$0 }
      digits = positive.normalised.places
    }
    isNegative = isNegative && digits.contains { $0 > 0 }
    let whole = digits[Self.decimals...].reversed().drop { $0 == 0 }.map(String.init).joined()
    let decimals = String(digits[..<Self.decimals].reversed().map(String.init).joined().reversed().drop { $0 == "0" }.reversed())
    return (isNegative ? "-" : "") + (whole.isEmpty ? "0" : whole) + (decimals.isEmpty ? "" : "." + decimals)
  }
}
