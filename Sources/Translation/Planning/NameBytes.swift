/// Bytes to be hashed, put together from parts so that no two lists of parts give the same bytes: each is followed by its length.
/// Memory is used again.
struct NameBytes {
  private(set) var bytes: [UInt8] = []

  /// Begins with a UUID's 16 bytes, as names of UUIDs do.
  init(namespace: [UInt8], _ parts: [String]) {
    bytes = namespace
    for part in parts { append(part) }
  }

  var count: Int { bytes.count }

  /// Back to what was there when it had so many bytes.
  mutating func cut(to count: Int) { bytes.removeLast(bytes.count - count) }

  mutating func append(_ part: String) {
    var part = part
    part.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  mutating func append(_ part: UnsafeRawBufferPointer) {
    bytes.append(contentsOf: part)
    withUnsafeBytes(of: UInt32(truncatingIfNeeded: part.count).littleEndian) { bytes.append(contentsOf: $0) }
  }
}
