import Contracts

/// JSON of a request body in one growing block of memory that is used again for the next one. Unlike `JSONWriter` it is of this room, so that
/// its few instructions stand where they are used. Each member and element is followed by a comma; a closing bracket takes the last one away.
struct BodyBuffer: ~Copyable {
  private var memory: UnsafeMutableRawPointer
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int = 4096) {
    self.capacity = max(capacity, 64)
    memory = .allocate(byteCount: self.capacity, alignment: 16)
  }

  deinit { memory.deallocate() }

  /// A copy of what was written.
  var bytes: [UInt8] { [UInt8](UnsafeRawBufferPointer(start: memory, count: count)) }

  mutating func removeAll() { count = 0 }

  @inline(__always)
  private mutating func ensure(_ more: Int) {
    if count &+ more > capacity { grow(by: more) }
  }

  @inline(never)
  private mutating func grow(by more: Int) {
    capacity = max(capacity * 2, count + more)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
    larger.copyMemory(from: memory, byteCount: count)
    memory.deallocate()
    memory = larger
  }

  @inline(__always)
  private mutating func put(_ byte: UInt8) {
    memory.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    count &+= 1
  }

  /// Bytes as they are: a prepared `"name":`.
  @inline(__always)
  mutating func raw(_ bytes: UnsafeRawBufferPointer) {
    ensure(bytes.count)
    guard let source = bytes.baseAddress else { return }
    (memory + count).copyMemory(from: source, byteCount: bytes.count)
    count &+= bytes.count
  }

  @inline(__always)
  mutating func open(_ bracket: UInt8) {
    ensure(1)
    put(bracket)
  }

  /// A closing bracket, in place of the comma before it.
  @inline(__always)
  mutating func close(_ bracket: UInt8) {
    ensure(2)
    if memory.load(fromByteOffset: count &- 1, as: UInt8.self) == UInt8(ascii: ",") { count &-= 1 }
    put(bracket)
    put(UInt8(ascii: ","))
  }

  /// The value is complete: takes the comma behind it away.
  mutating func end() { count &-= 1 }

  /// A JSON string, behind a prefix in the same string.
  @inline(__always)
  mutating func string(_ bytes: UnsafeRawBufferPointer, after prefix: UnsafeRawBufferPointer? = nil) {
    ensure((bytes.count &+ (prefix?.count ?? 0)) &* JSONText.growth &+ 3)
    put(UInt8(ascii: "\""))
    if let prefix { count &+= JSONText.write(prefix, to: memory + count) }
    count &+= JSONText.write(bytes, to: memory + count)
    put(UInt8(ascii: "\""))
    put(UInt8(ascii: ","))
  }

  /// A number as written by a sender, `-`? digits (`.` digits)?, with the leading zeros that JSON forbids left out.
  @inline(__always)
  mutating func number(_ bytes: UnsafeRawBufferPointer) {
    ensure(bytes.count &+ 1)
    var start = 0
    if bytes.first == UInt8(ascii: "-") {
      put(UInt8(ascii: "-"))
      start = 1
    }
    while start &+ 1 < bytes.count, bytes[start] == UInt8(ascii: "0"), bytes[start &+ 1] != UInt8(ascii: ".") { start &+= 1 }
    raw(UnsafeRawBufferPointer(rebasing: bytes[start...]))
    open(UInt8(ascii: ","))
  }

  mutating func number(_ value: Int) {
    ensure(24)
    if value < 0 { put(UInt8(ascii: "-")) }
    var rest = value.magnitude
    var place: UInt = 1
    while rest / place > 9 { place *= 10 }
    while place > 0 {
      put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / place))
      rest %= place
      place /= 10
    }
    put(UInt8(ascii: ","))
  }

  @inline(__always)
  mutating func boolean(_ value: Bool) {
    let text: StaticString = value ? "true," : "false,"
    raw(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }
}
