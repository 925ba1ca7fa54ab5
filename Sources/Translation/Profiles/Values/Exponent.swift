import Documents

/// A number with an exponent, as spreadsheets and programs write one that is long: `3,60648E+12`, `36064.8e8`, `-3,6E+12`.
package struct Exponent {
  private var hasMark = false
  private var hasPlus = false
  private var hasMinus = false
  private var mantissa = 0
  private var digits = 0

  /// A sign, digits, one decimal mark with digits behind it, `E`, a sign, one to three digits; nil: anything else.
  init?(_ text: UnsafeBufferPointer<UInt8>) {
    guard text.count > 2, text[text.count - 1].isASCIIDigit else { return nil }
    var at = Self.isSign(text[0]) ? 1 : 0
    func digits() -> Int {
      let start = at
      while at < text.count, text[at].isASCIIDigit { at += 1 }
      return at - start
    }
    mantissa = digits()
    guard mantissa > 0, at < text.count else { return nil }
    if text[at] == UInt8(ascii: ".") || text[at] == UInt8(ascii: ",") {
      hasMark = true
      at += 1
      guard digits() > 0, at < text.count else { return nil }
    }
    guard text[at].lowercasedASCII == UInt8(ascii: "e") else { return nil }
    at += 1
    if at < text.count, Self.isSign(text[at]) {
      hasPlus = text[at] == UInt8(ascii: "+")
      hasMinus = !hasPlus
      at += 1
    }
    self.digits = digits()
    guard (1...3).contains(self.digits), at == text.count else { return nil }
  }

  private static func isSign(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") }

  /// Whether a name like that was a number whose digits are lost. `12E3` and `12E-3` may be names of parts: spreadsheets write neither, but a mark
  /// or a plus, and below 1 one digit in front and two behind, `5E-12`.
  package static func isDamage(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count > 3, text[text.count - 1].isASCIIDigit, let exponent = Exponent(text) else { return false }
    return exponent.hasMark || exponent.hasPlus || exponent.hasMinus && exponent.mantissa == 1 && exponent.digits == 2
  }
}
