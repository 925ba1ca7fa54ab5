import Documents

/// Reads numbers as a ``ValueStyle`` writes them.
struct NumberFormat: Sendable {
  private let decimalMark: UInt8
  /// Each way of writing the thousands mark; empty: there is none.
  private let thousandsMarks: [[UInt8]]
  private let allowsTrailingMinus: Bool

  init(_ style: ValueStyle) {
    decimalMark = style.decimalMark.utf8.first ?? UInt8(ascii: ".")
    thousandsMarks = Self.spellings(of: style.thousandsMark)
    allowsTrailingMinus = style.allowsTrailingMinus
  }

  /// A blank may be one that does not break, an apostrophe a typographic one.
  private static func spellings(of mark: String) -> [[UInt8]] {
    switch mark {
    case "": []
    case " ": [" ", "\u{A0}", "\u{202F}"].map { Array($0.utf8) }
    case "'": ["'", "\u{2019}"].map { Array($0.utf8) }
    default: [Array(mark.utf8)]
    }
  }

  /// What canonical files contain stands for itself.
  var isCanonical: Bool { decimalMark == UInt8(ascii: ".") }

  /// Appends the canonical number; false, with nothing appended, where the text is none.
  func append(_ text: UnsafeBufferPointer<UInt8>, to buffer: inout [UInt8]) -> Bool {
    let start = buffer.count
    if appendDigits(of: text, to: &buffer), buffer.count - start <= ValueRules.maxDigits {
      // `-0,00` is 0.00.
      if buffer[start] == UInt8(ascii: "-"), !buffer[start...].contains(where: { $0.isASCIIDigit && $0 != UInt8(ascii: "0") }) {
        buffer.remove(at: start)
      }
      return true
    }
    buffer.removeSubrange(start...)
    return false
  }

  /// The same for a whole number above 0; `1,000` with zeros only behind the mark is whole, zeros in front do not count.
  func append(whole text: UnsafeBufferPointer<UInt8>, to buffer: inout [UInt8]) -> Bool {
    let start = buffer.count
    guard appendDigits(of: text, to: &buffer) else {
      buffer.removeSubrange(start...)
      return false
    }
    if let mark = buffer[start...].firstIndex(of: UInt8(ascii: ".")), buffer[(mark + 1)...].allSatisfy({ $0 == UInt8(ascii: "0") }) {
      buffer.removeSubrange(mark...)
    }
    let zeros = buffer[start...].prefix { $0 == UInt8(ascii: "0") }.count
    if zeros > 0 { buffer.removeSubrange(start..<start + zeros) }
    let isQuantity = buffer.withUnsafeBufferPointer { ValueRules.isQuantity(UnsafeBufferPointer(rebasing: $0[start...])) }
    if !isQuantity { buffer.removeSubrange(start...) }
    return isQuantity
  }

  /// Whole groups of three behind thousands marks, one decimal mark with digits behind it, one minus.
  private func appendDigits(of text: UnsafeBufferPointer<UInt8>, to buffer: inout [UInt8]) -> Bool {
    var at = 0
    var end = text.count
    var isNegative = false
    if end > 0, text[0] == UInt8(ascii: "-") {
      isNegative = true
      at = 1
    } else if allowsTrailingMinus, end > 0, text[end - 1] == UInt8(ascii: "-") {
      isNegative = true
      end -= 1
      while end > 0, text[end - 1] == UInt8(ascii: " ") { end -= 1 }
    }
    if isNegative { buffer.append(UInt8(ascii: "-")) }
    while at < end, text[at] == UInt8(ascii: " ") { at += 1 }
    let first = buffer.count
    var group = 0
    var isGrouped = false
    while at < end {
      let byte = text[at]
      if byte.isASCIIDigit {
        buffer.append(byte)
        group += 1
        at += 1
      } else if let length = thousandsMark(in: text, at: at, to: end) {
        guard isGrouped ? group == 3 : (1...3).contains(group) else { return false }
        isGrouped = true
        group = 0
        at += length
      } else if byte == decimalMark {
        break
      } else {
        return false
      }
    }
    if isGrouped, group != 3 { return false }
    guard at < end else { return buffer.count > first }
    // Some write `,50`.
    if buffer.count == first { buffer.append(UInt8(ascii: "0")) }
    buffer.append(UInt8(ascii: "."))
    at += 1
    guard at < end else { return false }
    while at < end {
      guard text[at].isASCIIDigit else { return false }
      buffer.append(text[at])
      at += 1
    }
    return true
  }

  private func thousandsMark(in text: UnsafeBufferPointer<UInt8>, at start: Int, to end: Int) -> Int? {
    for mark in thousandsMarks where start + mark.count <= end && mark.indices.allSatisfy({ text[start + $0] == mark[$0] }) {
      return mark.count
    }
    return nil
  }
}
