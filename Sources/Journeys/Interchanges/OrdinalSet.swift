/// Which documents of a file, one bit each: a million documents take 125 KB.
struct OrdinalSet: Sendable, Codable {
  private var words: [UInt64] = []
  private(set) var count = 0

  mutating func insert(_ ordinal: Int) {
    let word = ordinal >> 6
    if word >= words.count { words.append(contentsOf: repeatElement(0, count: word + 1 - words.count)) }
    if words[word] & (1 << UInt64(ordinal & 63)) == 0 { count += 1 }
    words[word] |= 1 << UInt64(ordinal & 63)
  }

  func contains(_ ordinal: Int) -> Bool {
    let word = ordinal >> 6
    return word < words.count && words[word] & (1 << UInt64(ordinal & 63)) != 0
  }
}
