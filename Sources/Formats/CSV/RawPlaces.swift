/// Where the characters of the window stand in a file that is not UTF-8. Asked only for what could not be decoded, which may be every
/// character of a file: so a window is counted once.
struct RawPlaces {
  private static let step = 256
  /// Places in the file of every 256th byte of the window counted from its end.
  private var marks: [Int] = []
  private var window = (offset: -1, end: 0)

  /// The text from `index` on must be as it was decoded; what is in front of it may have been changed.
  mutating func offset(of index: Int, in buffer: borrowing CSVBuffer, _ source: ByteSource) -> Int {
    if window != (buffer.offset, buffer.end) || (buffer.end - index) / Self.step >= marks.count { count(from: index, buffer, source) }
    let steps = (buffer.end - index) / Self.step
    let mark = buffer.end - steps * Self.step
    let text = UnsafeBufferPointer(start: buffer.bytes + index, count: mark - index)
    return marks[steps] - source.encoding.rawLength(ofDecoded: text)
  }

  private mutating func count(from index: Int, _ buffer: borrowing CSVBuffer, _ source: ByteSource) {
    window = (buffer.offset, buffer.end)
    var at = buffer.end
    var place = source.rawOffset(before: UnsafeBufferPointer(start: buffer.bytes + buffer.end, count: buffer.endMarks))
    marks = [place]
    while at - Self.step >= index {
      at -= Self.step
      place -= source.encoding.rawLength(ofDecoded: UnsafeBufferPointer(start: buffer.bytes + at, count: Self.step))
      marks.append(place)
    }
  }
}
