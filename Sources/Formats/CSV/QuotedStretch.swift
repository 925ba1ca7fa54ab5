/// Whether bytes stand within quotes while the separator is not known yet. A quote opens where a cell may begin; one in the middle of a cell, as for
/// inches, opens nothing. Within quotes a doubled one closes and opens.
struct QuotedStretch {
  static let separators = [UInt8](";\t|,".utf8)

  /// nil: nothing is quoted.
  let quote: UInt8?
  private(set) var isOpen = false
  private var mayOpen = true

  init(quote: UInt8?) { self.quote = quote }

  mutating func take(_ byte: UInt8) {
    let wasOpen = isOpen
    if byte == quote, isOpen || mayOpen { isOpen.toggle() }
    mayOpen = wasOpen && !isOpen || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") || Self.separators.contains(byte)
  }
}
