import Glibc

/// Standard output in pieces of a megabyte.
struct StandardOutput {
  private static let capacity = 1 << 20

  private var buffer: [UInt8] = []

  init() { buffer.reserveCapacity(Self.capacity + 4096) }

  mutating func append(_ text: StaticString) {
    buffer.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  mutating func append(_ text: String) { buffer.append(contentsOf: text.utf8) }

  mutating func append(_ bytes: [UInt8]) { buffer.append(contentsOf: bytes) }

  /// In decimal, with zeros in front.
  mutating func append(_ number: Int, digits: Int = 1) {
    var places = 1
    var scale = 1
    while places < digits || number / scale >= 10 {
      scale *= 10
      places += 1
    }
    while scale > 0 {
      buffer.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / scale % 10))
      scale /= 10
    }
  }

  /// Ends a piece of work: whoever reads the other end may have gone.
  mutating func flushIfFull() throws(OutputError) { if buffer.count >= Self.capacity { try flush() } }

  mutating func flush() throws(OutputError) {
    var start = 0
    while start < buffer.count {
      let count = buffer[start...].withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      guard count > 0 else { throw OutputError(cause: errno) }
      start += count
    }
    buffer.removeAll(keepingCapacity: true)
  }
}

struct OutputError: Error, CustomStringConvertible {
  let cause: Int32
  var description: String { "standard output cannot be written: \(String(cString: strerror(cause)))" }
}
