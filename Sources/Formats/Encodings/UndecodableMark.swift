/// A byte that is undefined in its encoding, put into decoded text as two bytes that no UTF-8 has: a lead of its upper two bits
/// (C0, C1, FE, FF) and a continuation of the other six. So the check for UTF-8 finds it, as one character, and it can be told which byte it was.
/// Half a surrogate pair is put out as the three bytes that UTF-8 would have for it (ED, A0…BF, …), which no valid text has either.
enum UndecodableMark {
  static func bytes(of byte: UInt8) -> (UInt8, UInt8) {
    let lead: UInt8 =
      switch byte >> 6 {
      case 0: 0xC0
      case 1: 0xC1
      case 2: 0xFE
      default: 0xFF
      }
    return (lead, 0x80 | byte & 0x3F)
  }

  static func isLead(_ byte: UInt8) -> Bool { byte == 0xC0 || byte == 0xC1 || byte >= 0xFE }

  static func byte(lead: UInt8, continuation: UInt8) -> UInt8 {
    (lead >= 0xFE ? lead & 1 | 2 : lead & 1) << 6 | continuation & 0x3F
  }
}
