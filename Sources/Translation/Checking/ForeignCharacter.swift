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

  var name: String {
    scalar == 0xFEFF ? "a byte order mark (U+FEFF)" : "the control character U+00" + String(scalar, radix: 16, uppercase: true)
  }

  var expectation: String {
    scalar == 0xFEFF ? "text without it: remove it" : "text: if the file says ISO-8859-1, it is probably in windows-1252"
  }
}
