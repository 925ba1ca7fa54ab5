import Crypto

/// UUIDs of version 5 (RFC 9562, 5.5): the same name gives the same UUID, today and after a restart.
struct UUIDv5 {
  /// Ferry's own namespace, a random UUID that never changes: every `index` and `Idempotency-Key` depends on it.
  private static let namespace: [UInt8] = [
    0x3f, 0x0d, 0x5b, 0x6e, 0x2a, 0x51, 0x4c, 0x0f, 0x9d, 0x3e, 0x71, 0x8a, 0xc4, 0x16, 0x0b, 0x92,
  ]
  private static let separator: UInt8 = 0x1F

  private let prefix: Insecure.SHA1

  /// Names that share their first parts are hashed from there on.
  init(_ parts: [String]) {
    var hash = Insecure.SHA1()
    hash.update(data: Self.namespace)
    for part in parts {
      hash.update(data: Array(part.utf8))
      hash.update(data: [Self.separator])
    }
    prefix = hash
  }

  private func write(_ bytes: UnsafeRawBufferPointer, into text: UnsafeMutablePointer<UInt8>) {
    var hash = prefix
    hash.update(bufferPointer: bytes)
    hash.finalize().withUnsafeBytes { digest in
      let hex: StaticString = "0123456789abcdef"
      let digits = hex.utf8Start
      var at = 0
      for index in 0..<16 {
        var byte = digest[index]
        if index == 6 { byte = byte & 0x0F | 0x50 }
        if index == 8 { byte = byte & 0x3F | 0x80 }
        if index == 4 || index == 6 || index == 8 || index == 10 {
          text[at] = UInt8(ascii: "-")
          at += 1
        }
        text[at] = digits[Int(byte >> 4)]
        text[at + 1] = digits[Int(byte & 15)]
        at += 2
      }
    }
  }

  func string(_ bytes: UnsafeRawBufferPointer) -> String {
    String(unsafeUninitializedCapacity: 36) { buffer in
      if let start = buffer.baseAddress { write(bytes, into: start) }
      return 36
    }
  }

  func string(_ name: String) -> String {
    var name = name
    return name.withUTF8 { string(UnsafeRawBufferPointer($0)) }
  }
}
