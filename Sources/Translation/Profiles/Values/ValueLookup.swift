import Documents

/// A ``ValueTable`` for bytes: open addressing over a power of two, so that a look-up allocates nothing.
struct ValueLookup: Sendable {
  private var keys: [[UInt8]] = []
  private var values: [[UInt8]] = []
  /// Index of the entry, from 1; 0: free.
  private var places: [Int32]
  let otherwise: ValueTable.Otherwise

  init(_ table: ValueTable) {
    otherwise = table.otherwise
    var size = 8
    while size < table.values.count * 2 { size *= 2 }
    places = Array(repeating: 0, count: size)
    for (key, value) in table.values {
      let key = Array(key.utf8)
      var place = key.withUnsafeBufferPointer(hash) & (size - 1)
      while places[place] != 0 { place = (place + 1) & (size - 1) }
      keys.append(key)
      values.append(Array(value.utf8))
      places[place] = Int32(keys.count)
    }
  }

  func value(of text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    var place = hash(text) & (places.count - 1)
    while places[place] != 0 {
      let entry = Int(places[place]) - 1
      if keys[entry].elementsEqual(text) { return values[entry] }
      place = (place + 1) & (places.count - 1)
    }
    return nil
  }
}

/// FNV-1a; not negative.
private func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
  Int(truncatingIfNeeded: bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 } >> 3)
}
