/// How often the usual separators occur outside quotes, and in how many records.
struct SeparatorCounts {
  private static let candidates = QuotedStretch.separators

  private(set) var records = 0
  private var occurrences = [0, 0, 0, 0]
  private var recordsWith = [0, 0, 0, 0]
  /// Commas between digits, which are decimal marks unless nothing else separates.
  private var decimalCommas = 0

  mutating func take(_ record: UnsafeBufferPointer<UInt8>) {
    records += 1
    var own = [0, 0, 0, 0]
    var quoted = QuotedStretch(quote: UInt8(ascii: "\""))
    for at in record.indices {
      let byte = record[at]
      quoted.take(byte)
      guard !quoted.isOpen, let index = Self.candidates.firstIndex(of: byte) else { continue }
      if byte == UInt8(ascii: ","), at > 0, at + 1 < record.count, isDigit(record[at - 1]), isDigit(record[at + 1]) {
        decimalCommas += 1
      } else {
        own[index] += 1
      }
    }
    for index in own.indices where own[index] > 0 {
      occurrences[index] += own[index]
      recordsWith[index] += 1
    }
  }

  /// What is in most records, then what occurs most; of equals the earlier candidate.
  var best: UInt8? {
    var best: Int?
    for index in occurrences.indices where occurrences[index] > 0 {
      guard let other = best else {
        best = index
        continue
      }
      if (recordsWith[index], occurrences[index]) > (recordsWith[other], occurrences[other]) { best = index }
    }
    return best.map { Self.candidates[$0] } ?? (decimalCommas > 0 ? UInt8(ascii: ",") : nil)
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}
