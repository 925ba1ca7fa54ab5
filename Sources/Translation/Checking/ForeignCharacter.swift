/// A character of valid text that no value has: U+0080 to U+009F, which ISO-8859-1 files have that are Windows-1252, and a byte order mark.
struct ForeignCharacter {
  private let scalar: UInt32

  /// nil: there is none.
  static func first(in bytes: UnsafeBufferPointer<UInt8>) -> ForeignCharacter? {
    var at = 0
    while at &+ 1 < bytes.count {
      let lead = bytes[at]
      if lead == 0xC2, bytes[at &+ 1] < 0xA0 { return ForeignCharacter(scalar: UInt32(bytes[at &+ 1])) }
      if lead == 0xEF, at &+ 2 < bytes.count, bytes[at &+ 1] == 0xBB, bytes[at &+ 2] == 0xBF { return ForeignCharacter(scalar: 0xFEFF) }
      at &+= 1
    }
    return nil
  }

  /// Also what cannot be seen, or looks like a blank, which texts have for their layout.
  static func first(inIdentifier bytes: UnsafeBufferPointer<UInt8>) -> ForeignCharacter? {
    for at in bytes.indices.dropLast() {
      let next = bytes[at &+ 1]
      if bytes[at] == 0xC2, next == 0xA0 || next == 0xAD { return ForeignCharacter(scalar: UInt32(next)) }
      if bytes[at] == 0xE2, next == 0x80, at &+ 2 < bytes.count, bytes[at &+ 2] == 0x8B { return ForeignCharacter(scalar: 0x200B) }
    }
    return first(in: bytes)
  }

  var name: String {
    switch scalar {
    case 0xFEFF: "a byte order mark (U+FEFF)"
    case 0x200B: "a blank without width (U+200B)"
    case 0xA0: "a no-break space (U+00A0)"
    case 0xAD: "a soft hyphen (U+00AD)"
    default: "the control character U+00" + String(scalar, radix: 16, uppercase: true)
    }
  }

  var expectation: String {
    scalar < 0xA0 ? "text: if the file says ISO-8859-1, it is probably in windows-1252" : "text without it: remove it"
  }
}
