import Crypto

/// UUIDs of version 5 (RFC 9562, 5.5): the same name gives the same UUID, today and after a restart.
struct UUIDv5 {
  /// Ferry's own namespace, a random UUID that never changes: every `index` and `Idempotency-Key` depends on it.
  static let ferry = UUIDv5(bytes: [
    0x3f, 0x0d, 0x5b, 0x6e, 0x2a, 0x51, 0x4c, 0x0f, 0x9d, 0x3e, 0x71, 0x8a, 0xc4, 0x16, 0x0b, 0x92,
  ])

  let bytes: [UInt8]

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// Of a name in a namespace.
  init(namespace: UUIDv5, _ parts: [String]) {
    var name = NameBytes(namespace: namespace)
    for part in parts { name.append(part) }
    bytes = Self.withDigest(of: name) { Array($0) }
  }

  /// In the usual form, of a name that begins with the 16 bytes of its namespace.
  static func string(_ name: NameBytes) -> String {
    withDigest(of: name) { digest in
      String(unsafeUninitializedCapacity: 36) { text in
        write(digest, into: text)
        return 36
      }
    }
  }

  private static func withDigest<Result>(of name: NameBytes, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    var hash = Insecure.SHA1()
    name.bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    return hash.finalize().withUnsafeBytes { digest in
      withUnsafeTemporaryAllocation(byteCount: 16, alignment: 16) { bytes in
        bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: digest[..<16]))
        bytes[6] = bytes[6] & 0x0F | 0x50
        bytes[8] = bytes[8] & 0x3F | 0x80
        return body(UnsafeRawBufferPointer(bytes))
      }
    }
  }

  private static func write(_ bytes: UnsafeRawBufferPointer, into text: UnsafeMutableBufferPointer<UInt8>) {
    let digits: StaticString = "0123456789abcdef"
    var at = 0
    for index in 0..<16 {
      if index == 4 || index == 6 || index == 8 || index == 10 {
        text[at] = UInt8(ascii: "-")
        at &+= 1
      }
      text[at] = digits.utf8Start[Int(bytes[index] >> 4)]
      text[at &+ 1] = digits.utf8Start[Int(bytes[index] & 15)]
      at &+= 2
    }
  }
}
