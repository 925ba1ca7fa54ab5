/// A window on the file: the bytes `begin..<end` are still to be scanned. Grows only until one record fits.
struct CSVBuffer: ~Copyable {
  private(set) var bytes: UnsafeMutablePointer<UInt8>
  /// Place of `bytes[0]` in the file.
  private(set) var offset = 0
  var begin = 0
  private(set) var end = 0
  private(set) var atEnd = false
  /// How many bytes behind `end` only mark the end of the file.
  private(set) var endMarks = 0

  private var capacity: Int
  private let most: Int

  init(chunk: Int, most: Int) {
    capacity = max(1, chunk)
    self.most = max(most, capacity)
    bytes = .allocate(capacity: capacity + 1)
  }

  deinit { bytes.deallocate() }

  var isDrained: Bool { begin == end }

  func starts(with prefix: [UInt8]) -> Bool {
    end - begin >= prefix.count && prefix.indices.allSatisfy { bytes[begin + $0] == prefix[$0] }
  }

  /// As at the beginning, empty.
  mutating func reset() { (offset, begin, end, atEnd, endMarks) = (0, 0, 0, false, 0) }

  /// Keeps what is still to be scanned and puts more behind it. `false` if the file has ended, or the window is full at its largest.
  /// Behind the last byte stands a line feed that is not the file's.
  mutating func refill(from source: ByteSource) throws(FormatError) -> Bool {
    if atEnd { return false }
    let kept = end - begin
    if kept == capacity {
      guard capacity < most else { return false }
      capacity = min(capacity * 2, most)
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + 1)
      larger.update(from: bytes + begin, count: kept)
      bytes.deallocate()
      bytes = larger
    } else if begin > 0 {
      bytes.update(from: bytes + begin, count: kept)
    }
    offset += begin
    begin = 0
    end = kept
    let count = try source.fill(UnsafeMutableRawBufferPointer(start: bytes + kept, count: capacity - kept))
    end += count
    atEnd = end < capacity
    // DOS ends a file with Ctrl-Z, and fills its last block with it. It knew no UTF-16.
    while atEnd, ![.utf16, .utf16le, .utf16be].contains(source.encoding), end > begin, bytes[end - 1] == 0x1A {
      end -= 1
      endMarks += 1
    }
    bytes[end] = UInt8(ascii: "\n")
    return count > 0
  }
}
