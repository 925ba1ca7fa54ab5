/// The name of a UUID, put together from parts so that no two lists of parts give the same bytes: each is followed by its length.
/// Memory is used again.
struct NameBytes {
  /// The 16 bytes of the namespace, then the parts.
  private(set) var bytes: [UInt8]

  init(namespace: UUIDv5) { bytes = namespace.bytes }

  var count: Int { bytes.count }

  /// Back to what was there when it had so many bytes.
  mutating func cut(to count: Int) { bytes.removeLast(bytes.count - count) }

  mutating func append(_ part: String) {
    var part = part
    part.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  mutating func append(_ part: UnsafeRawBufferPointer) {
    bytes.append(contentsOf: part)
    var length = UInt32(truncatingIfNeeded: part.count)
    for _ in 0..<4 {
      bytes.append(UInt8(truncatingIfNeeded: length))
      length >>= 8
    }
  }
}
