extension FileName: Comparable {
  package static func < (left: FileName, right: FileName) -> Bool {
    left.bytes.withUnsafeBufferPointer { l in
      right.bytes.withUnsafeBufferPointer { r in naturalOrder(l, r) ?? l.lexicographicallyPrecedes(r) }
    }
  }

  /// `nil` if the two differ only in case or leading zeros.
  private static func naturalOrder(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool? {
    var l = 0
    var r = 0
    while l < left.count, r < right.count {
      if isDigit(left[l]), isDigit(right[r]) {
        let (leftStart, leftEnd) = digits(of: left, from: l)
        let (rightStart, rightEnd) = digits(of: right, from: r)
        if leftEnd - leftStart != rightEnd - rightStart { return leftEnd - leftStart < rightEnd - rightStart }
        for offset in 0..<(leftEnd - leftStart) where left[leftStart + offset] != right[rightStart + offset] {
          return left[leftStart + offset] < right[rightStart + offset]
        }
        l = leftEnd
        r = rightEnd
      } else {
        let (a, b) = (folded(left[l]), folded(right[r]))
        if a != b { return a < b }
        l += 1
        r += 1
      }
    }
    if l < left.count { return false }
    return r < right.count ? true : nil
  }

  /// The run of digits that begins at `start`, without its leading zeros.
  private static func digits(of bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> (start: Int, end: Int) {
    var first = start
    while first < bytes.count, bytes[first] == UInt8(ascii: "0") { first += 1 }
    var end = first
    while end < bytes.count, isDigit(bytes[end]) { end += 1 }
    return (first, end)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  private static func folded(_ byte: UInt8) -> UInt8 { byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte }
}
