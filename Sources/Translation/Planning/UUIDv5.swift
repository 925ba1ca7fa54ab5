import Crypto

/// UUIDs of version 5 (RFC 9562, 5.5): the same name gives the same UUID, today and after a restart.
enum UUIDv5 {
  /// Ferry's own namespace, a random UUID that never changes: every `index` and `Idempotency-Key` depends on it.
  static let ferry: [UInt8] = [
    0x3f, 0x0d, 0x5b, 0x6e, 0x2a, 0x51, 0x4c, 0x0f, 0x9d, 0x3e, 0x71, 0x8a, 0xc4, 0x16, 0x0b, 0x92,
  ]

  /// `bytes`: the namespace's 16, then the name's.
  static func string(_ bytes: [UInt8]) -> String {
    bytes.withUnsafeBytes { bytes in
      var hash = Insecure.SHA1()
      hash.update(bufferPointer: bytes)
      let digest = hash.finalize()
      return String(unsafeUninitializedCapacity: 36) { text in
        digest.withUnsafeBytes { write($0, into: text) }
        return 36
      }
    }
  }

  private static func write(_ digest: UnsafeRawBufferPointer, into text: UnsafeMutableBufferPointer<UInt8>) {
    let digits: StaticString = "0123456789abcdef"
    var at = 0
    for index in 0..<16 {
      var byte = digest[index]
      if index == 6 { byte = byte & 0x0F | 0x50 }
      if index == 8 { byte = byte & 0x3F | 0x80 }
      if index == 4 || index == 6 || index == 8 || index == 10 {
        text[at] = UInt8(ascii: "-")
        at += 1
      }
      text[at] = digits.utf8Start[Int(byte >> 4)]
      text[at + 1] = digits.utf8Start[Int(byte & 15)]
      at += 2
    }
  }
}
