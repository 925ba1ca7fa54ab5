package import Documents

/// Finds numbers that come back in a file after another document has stood between: their rows are apart, and the document is not whole.
/// Exact for small files; for large ones a Bloom filter of bounded size names candidates, and a second reading looks at those alone. So a
/// file of any size needs the same few megabytes.
package struct NumberWatch: Sendable {
  /// Up to this many documents their hashes are kept.
  private static let exactLimit = 1 << 16
  private static let filterBits = 1 << 26

  private var exact: Set<UInt64> = []
  private var filter: [UInt64] = []
  private var hashes = 3
  /// Hashes of numbers that may have come back.
  private var candidates: Set<UInt64> = []
  /// The greatest number so far, shorter before longer: a greater one is new, so that a sorted file of any size has no candidates.
  private var greatest: [UInt8] = []

  /// `expected`: a guess at the number of documents, from the size of the file.
  package init(expected: Int) {
    hashes = expected < 6_000_000 ? 5 : 3
  }

  /// The number of the next document.
  package mutating func see(_ document: Document) {
    guard document.layout.numberField != nil else { return }
    let value = document.value(0, document.layout.numberSlot)
    guard value.isFilled else { return }
    let hash = Self.hash(document, value)
    let isNew: Bool
    if filter.isEmpty {
      isNew = exact.insert(hash).inserted
      if exact.count > Self.exactLimit { spill() }
    } else {
      isNew = insert(hash)
    }
    if !isGreatest(document, value), !isNew { candidates.insert(hash) }
  }

  private mutating func isGreatest(_ document: Document, _ value: Document.Value) -> Bool {
    document.text.withUnsafeBufferPointer { text in
      let number = text[Int(value.offset)..<Int(value.offset + value.length)]
      let isGreater = number.count > greatest.count || number.count == greatest.count && greatest.lexicographicallyPrecedes(number)
      if isGreater {
        greatest.removeAll(keepingCapacity: true)
        greatest.append(contentsOf: number)
      }
      return isGreater
    }
  }

  /// Whether a second reading has to decide.
  package var needsVerification: Bool { !candidates.isEmpty }

  /// Whether the second reading has to look at this document.
  package func isCandidate(_ document: Document) -> Bool {
    guard document.layout.numberField != nil else { return false }
    let value = document.value(0, document.layout.numberSlot)
    return value.isFilled && candidates.contains(Self.hash(document, value))
  }

  private mutating func spill() {
    filter = Array(repeating: 0, count: Self.filterBits / 64)
    for hash in exact { _ = insert(hash) }
    exact = []
  }

  /// False if all bits were set before.
  private mutating func insert(_ hash: UInt64) -> Bool {
    var isNew = false
    var bits = hash
    let step = hash >> 33 | 1
    for _ in 0..<hashes {
      let bit = Int(truncatingIfNeeded: bits) & (Self.filterBits - 1)
      if filter[bit >> 6] & (1 << UInt64(bit & 63)) == 0 { isNew = true }
      filter[bit >> 6] |= 1 << UInt64(bit & 63)
      bits = bits &+ step
    }
    return isNew
  }

  /// FNV-1a, mixed (splitmix64): the same in each process.
  private static func hash(_ document: Document, _ value: Document.Value) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    document.text.withUnsafeBufferPointer { text in
      for index in Int(value.offset)..<Int(value.offset + value.length) { hash = (hash ^ UInt64(text[index])) &* 0x100_0000_01B3 }
    }
    hash = (hash ^ hash >> 30) &* 0xBF58_476D_1CE4_E5B9
    hash = (hash ^ hash >> 27) &* 0x94D0_49BB_1331_11EB
    return hash ^ hash >> 31
  }
}
