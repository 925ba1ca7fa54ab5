/// The text of JSON strings.
package enum JSONText {
  /// The most bytes that one byte becomes: `\u0001`.
  package static let growth = 6

  /// Writes the inside of a JSON string: quotes, backslashes and control characters escaped, all else as it is. `target` has room for
  /// ``growth`` times as many bytes. Returns how many it wrote.
  package static func write(_ bytes: UnsafeRawBufferPointer, to target: UnsafeMutableRawPointer) -> Int {
    let count = bytes.count
    var index = 0
    var written = 0
    while index < count {
      // Eight bytes at a time, as long as there is nothing to escape in them.
      if index &+ 8 <= count {
        let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        if !hasSpecial(word) {
          target.storeBytes(of: word, toByteOffset: written, as: UInt64.self)
          index &+= 8
          written &+= 8
          continue
        }
      }
      let end = min(index &+ 8, count)
      while index < end {
        let byte = bytes[index]
        index &+= 1
        if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
          target.storeBytes(of: byte, toByteOffset: written, as: UInt8.self)
          written &+= 1
        } else {
          written &+= escape(byte, to: target + written)
        }
      }
    }
    return written
  }

  /// Whether one of eight bytes is a quote, a backslash or below 0x20: for each, the usual test for a zero byte, after a subtraction or an
  /// exclusive or.
  @inline(__always)
  private static func hasSpecial(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    let quotes = word ^ (ones &* 0x22)
    let slashes = word ^ (ones &* 0x5C)
    let below = (word &- ones &* 0x20) & ~word
    return (below | (quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes) & highs != 0
  }

  @inline(never)
  private static func escape(_ byte: UInt8, to target: UnsafeMutableRawPointer) -> Int {
    let escaped: StaticString =
      switch byte {
      case UInt8(ascii: "\""): "\\\""
      case UInt8(ascii: "\\"): "\\\\"
      case 0x0A: "\\n"
      case 0x0D: "\\r"
      case 0x09: "\\t"
      default: "\\u00"
      }
    target.copyMemory(from: escaped.utf8Start, byteCount: escaped.utf8CodeUnitCount)
    guard escaped.utf8CodeUnitCount > 2 else { return 2 }
    let hex: StaticString = "0123456789abcdef"
    target.storeBytes(of: hex.utf8Start[Int(byte >> 4)], toByteOffset: 4, as: UInt8.self)
    target.storeBytes(of: hex.utf8Start[Int(byte & 15)], toByteOffset: 5, as: UInt8.self)
    return growth
  }
}
