/// Writes JSON bytes into one growing block of memory that is used again for the next text. Numbers go out digit by digit as they came.
/// The caller keeps the brackets balanced; commas are set by the writer.
package struct JSONWriter: ~Copyable {
  private var memory: UnsafeMutableRawBufferPointer
  private var count = 0

  package init(capacity: Int = 4096) {
    memory = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 16)
  }

  deinit { memory.deallocate() }

  package var byteCount: Int { count }

  /// A copy of what was written.
  package var bytes: [UInt8] { [UInt8](UnsafeRawBufferPointer(rebasing: memory[0..<count])) }

  package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    body(UnsafeRawBufferPointer(rebasing: memory[0..<count]))
  }

  package mutating func removeAll() { count = 0 }

  @inline(__always)
  private mutating func ensure(_ more: Int) {
    if count + more > memory.count { grow(by: more) }
  }

  private mutating func grow(by more: Int) {
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(memory.count * 2, count + more), alignment: 16)
    larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[0..<count]))
    memory.deallocate()
    memory = larger
  }

  /// A comma, unless an object or array has just begun or this is the first byte.
  @inline(__always)
  package mutating func comma() {
    guard count > 0 else { return }
    let last = memory[count - 1]
    if last == UInt8(ascii: "{") || last == UInt8(ascii: "[") || last == UInt8(ascii: ":") { return }
    ensure(1)
    memory[count] = UInt8(ascii: ",")
    count += 1
  }

  /// Bytes as they are: brackets, or a prepared `"name":`.
  @inline(__always)
  package mutating func raw(_ bytes: UnsafeRawBufferPointer) {
    ensure(bytes.count)
    guard let source = bytes.baseAddress, let target = memory.baseAddress else { return }
    (target + count).copyMemory(from: source, byteCount: bytes.count)
    count += bytes.count
  }

  package mutating func raw(_ byte: UInt8) {
    ensure(1)
    memory[count] = byte
    count += 1
  }

  package mutating func raw(_ text: StaticString) {
    raw(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// A JSON string of UTF-8 bytes, behind a prefix in the same string: quotes, backslashes and control characters escaped, all else as it is.
  package mutating func string(_ bytes: UnsafeRawBufferPointer, after prefix: UnsafeRawBufferPointer? = nil) {
    raw(UInt8(ascii: "\""))
    if let prefix { escaped(prefix) }
    escaped(bytes)
    raw(UInt8(ascii: "\""))
  }

  /// Whole words without anything to escape are passed over eight bytes at a time.
  private mutating func escaped(_ bytes: UnsafeRawBufferPointer) {
    let count = bytes.count
    var start = 0
    var index = 0
    while index < count {
      if index &+ 8 <= count, !Self.hasSpecial(bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)) {
        index &+= 8
        continue
      }
      let end = min(index &+ 8, count)
      while index < end {
        let byte = bytes[index]
        index &+= 1
        if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { continue }
        raw(UnsafeRawBufferPointer(rebasing: bytes[start..<index &- 1]))
        escape(byte)
        start = index
      }
    }
    raw(UnsafeRawBufferPointer(rebasing: bytes[start...]))
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

  /// A number as written by a sender, `-`? digits (`.` digits)?, with the leading zeros that JSON forbids left out.
  package mutating func number(_ bytes: UnsafeRawBufferPointer) {
    var start = 0
    if bytes.first == UInt8(ascii: "-") {
      raw(UInt8(ascii: "-"))
      start = 1
    }
    while start + 1 < bytes.count, bytes[start] == UInt8(ascii: "0"), bytes[start + 1] != UInt8(ascii: ".") { start += 1 }
    raw(UnsafeRawBufferPointer(rebasing: bytes[start...]))
  }

  package mutating func number(_ value: Int) {
    if value < 0 { raw(UInt8(ascii: "-")) }
    var rest = value.magnitude
    var place: UInt = 1
    while rest / place > 9 { place *= 10 }
    while place > 0 {
      raw(UInt8(ascii: "0") + UInt8(rest / place))
      rest %= place
      place /= 10
    }
  }

  package mutating func string(_ text: String) {
    var text = text
    text.withUTF8 { string(UnsafeRawBufferPointer($0)) }
  }

  /// `"name":`, with the comma before it.
  package mutating func name(_ name: StaticString) {
    comma()
    raw(UInt8(ascii: "\""))
    raw(name)
    raw("\":")
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): raw("\\\"")
    case UInt8(ascii: "\\"): raw("\\\\")
    case 0x0A: raw("\\n")
    case 0x0D: raw("\\r")
    case 0x09: raw("\\t")
    default:
      let hex: StaticString = "0123456789abcdef"
      raw("\\u00")
      raw(hex.utf8Start[Int(byte >> 4)])
      raw(hex.utf8Start[Int(byte & 15)])
    }
  }
}

extension JSONWriter {
  /// A whole value, compact.
  package mutating func value(_ value: JSONValue) {
    switch value {
    case .null: raw("null")
    case .boolean(let flag): raw(flag ? "true" : "false")
    case .number(let text): text.utf8.forEach { raw($0) }
    case .string(let text): string(text)
    case .array(let elements):
      raw(UInt8(ascii: "["))
      for element in elements {
        comma()
        self.value(element)
      }
      raw(UInt8(ascii: "]"))
    case .object(let members):
      raw(UInt8(ascii: "{"))
      for member in members {
        comma()
        string(member.name)
        raw(UInt8(ascii: ":"))
        self.value(member.value)
      }
      raw(UInt8(ascii: "}"))
    }
  }
}

extension JSONValue {
  /// Compact JSON text.
  package var bytes: [UInt8] {
    var writer = JSONWriter()
    writer.value(self)
    return writer.bytes
  }
}
