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

  /// A JSON string of UTF-8 bytes.
  package mutating func string(_ bytes: UnsafeRawBufferPointer) {
    ensure(bytes.count * JSONText.growth + 2)
    memory[count] = UInt8(ascii: "\"")
    count += 1
    if let target = memory.baseAddress { count += JSONText.write(bytes, to: target + count) }
    memory[count] = UInt8(ascii: "\"")
    count += 1
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
