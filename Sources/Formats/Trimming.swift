/// Without blanks at both ends: those of ASCII, and Unicode's, also those that do not break or have no width.
@inlinable
@inline(__always)
package func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
  let (start, end) = trimmedEnds(bytes, from: 0, to: bytes.count)
  return UnsafeBufferPointer(rebasing: bytes[start..<end])
}

/// Where a part of the bytes begins and ends without blanks at both ends.
@inlinable
@inline(__always)
package func trimmedEnds(_ bytes: UnsafeBufferPointer<UInt8>, from: Int, to: Int) -> (start: Int, end: Int) {
  var start = from
  var end = to
  while start < end {
    let byte = bytes[start]
    if byte > 0x20, byte < 0x80 { break }
    let length = byte <= 0x20 ? 1 : WideBlank.length(in: bytes, from: start, to: end)
    if length == 0 { break }
    start &+= length
  }
  while start < end {
    let byte = bytes[end &- 1]
    if byte > 0x20, byte < 0x80 { break }
    let length = byte <= 0x20 ? 1 : WideBlank.length(in: bytes, before: end, behind: start)
    if length == 0 { break }
    end &-= length
  }
  return (start, end)
}

/// `text` without blanks at both ends.
package func trimmed(_ text: String) -> String {
  var text = text
  return text.withUTF8 { String(decoding: trimmed($0), as: UTF8.self) }
}

/// Blanks beyond ASCII: U+00A0, U+1680, U+2000 to U+200B, U+2028, U+2029, U+202F, U+205F, U+2060 and U+3000.
@usableFromInline
package enum WideBlank {
  /// 0: none begins there.
  @usableFromInline
  package static func length(in bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int {
    if start &+ 2 <= end, bytes[start] == 0xC2, bytes[start &+ 1] == 0xA0 { return 2 }
    guard start &+ 3 <= end else { return 0 }
    return isBlank(bytes[start], bytes[start &+ 1], bytes[start &+ 2]) ? 3 : 0
  }

  /// 0: none ends there.
  @usableFromInline
  package static func length(in bytes: UnsafeBufferPointer<UInt8>, before end: Int, behind start: Int) -> Int {
    if end &- 2 >= start, bytes[end &- 2] == 0xC2, bytes[end &- 1] == 0xA0 { return 2 }
    guard end &- 3 >= start else { return 0 }
    return isBlank(bytes[end &- 3], bytes[end &- 2], bytes[end &- 1]) ? 3 : 0
  }

  private static func isBlank(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
    switch (first, second, third) {
    case (0xE2, 0x80, 0x80...0x8B), (0xE2, 0x80, 0xA8...0xA9), (0xE2, 0x80, 0xAF), (0xE2, 0x81, 0x9F...0xA0): true
    case (0xE1, 0x9A, 0x80), (0xE3, 0x80, 0x80): true
    default: false
    }
  }
}
