/// FNV-1a, 64 bits: the same on every machine and in every run, unlike `Hasher`.
enum StableHash {
  /// The texts are kept apart by a byte that UTF-8 never holds.
  static func of(_ texts: String...) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for text in texts {
      for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      hash = (hash ^ 0xFF) &* 0x100_0000_01b3
    }
    return hash
  }

  /// 16 capital hexadecimal digits.
  static func identifier(_ texts: String...) -> String {
    hexadecimal(texts.reduce(0) { StableHash.of(String($0), $1) })
  }

  static func hexadecimal(_ hash: UInt64) -> String {
    let digits = String(hash, radix: 16, uppercase: true)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
