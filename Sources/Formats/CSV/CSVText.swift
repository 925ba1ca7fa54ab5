/// What only some records need: those beyond ASCII, those with doubled quotes, those with a defect.
enum CSVText {
  /// 1-based, in Unicode scalars, within the physical line of `offset`.
  static func column(of offset: Int, in bytes: UnsafeMutableBufferPointer<UInt8>, lineEnd: UInt8) -> Int {
    var column = 1
    for byte in bytes[..<offset] {
      if byte == lineEnd { column = 1 } else if byte & 0xC0 != 0x80 { column += 1 }
    }
    return column
  }

  static func lineEnds(before offset: Int, in bytes: UnsafeMutableBufferPointer<UInt8>, lineEnd: UInt8) -> Int {
    bytes[..<offset].reduce(0) { $1 == lineEnd ? $0 + 1 : $0 }
  }

  /// Corrects columns that were counted in bytes: the first `prefix` bytes are ASCII. Quotes must not have been collapsed yet.
  static func countColumns(
    of cells: UnsafeMutableBufferPointer<CSVCell>, in bytes: UnsafeMutableBufferPointer<UInt8>, behind prefix: Int, lineEnd: UInt8
  ) {
    var at = prefix
    var following: Int32 = 0
    for index in cells.indices {
      let start = Int(cells[index].offset) &- (cells[index].isQuoted ? 1 : 0)
      while at < start {
        let byte = bytes[at]
        if byte & 0xC0 == 0x80 { following &+= 1 } else if byte == lineEnd { following = 0 }
        at &+= 1
      }
      cells[index].column &-= following
    }
  }

  /// How many bytes come before the first that is not ASCII.
  static func countASCII(in bytes: UnsafeMutableBufferPointer<UInt8>, from start: Int = 0) -> Int {
    guard let base = bytes.baseAddress.map({ UnsafeRawPointer($0) }) else { return 0 }
    var at = start
    while at &+ 8 <= bytes.count, base.loadUnaligned(fromByteOffset: at, as: UInt64.self) & 0x8080_8080_8080_8080 == 0 { at &+= 8 }
    while at < bytes.count, bytes[at] < 0x80 { at &+= 1 }
    return at
  }

  static func collapseQuotes(of cells: UnsafeMutableBufferPointer<CSVCell>, in bytes: UnsafeMutableBufferPointer<UInt8>, quote: UInt8) {
    for index in cells.indices where cells[index].isDoubled {
      let start = Int(cells[index].offset)
      let end = start &+ Int(cells[index].length)
      var from = start
      var to = start
      while from < end {
        let byte = bytes[from]
        bytes[to] = byte
        to &+= 1
        from &+= byte == quote ? 2 : 1
      }
      cells[index].length = Int32(truncatingIfNeeded: to &- start)
    }
  }

  /// What well-formed text beyond ASCII may have that no value has.
  enum Flaw { case invalid, control, byteOrderMark }

  /// The first byte that begins no well-formed sequence (Unicode 16, table 3-7); without one the first control character U+0080 to U+009F, or the
  /// first byte order mark.
  static func firstFlaw(in bytes: UnsafeMutableBufferPointer<UInt8>) -> (flaw: Flaw, at: Int)? {
    let count = bytes.count
    var at = 0
    var found: (flaw: Flaw, at: Int)?
    while at < count {
      let lead = bytes[at]
      if lead < 0x80 {
        at = countASCII(in: bytes, from: at)
        continue
      }
      var lowest: UInt8 = 0x80
      var highest: UInt8 = 0xBF
      let length: Int
      switch lead {
      case 0xC2...0xDF: length = 2
      case 0xE0: (length, lowest) = (3, 0xA0)
      case 0xED: (length, highest) = (3, 0x9F)
      case 0xE1...0xEF: length = 3
      case 0xF0: (length, lowest) = (4, 0x90)
      case 0xF4: (length, highest) = (4, 0x8F)
      case 0xF1...0xF3: length = 4
      default: return (.invalid, at)
      }
      guard at &+ length <= count, bytes[at &+ 1] >= lowest, bytes[at &+ 1] <= highest else { return (.invalid, at) }
      var next = 2
      while next < length {
        guard bytes[at &+ next] & 0xC0 == 0x80 else { return (.invalid, at) }
        next &+= 1
      }
      if found == nil {
        if lead == 0xC2, bytes[at &+ 1] < 0xA0 { found = (.control, at) }
        if lead == 0xEF, bytes[at &+ 1] == 0xBB, bytes[at &+ 2] == 0xBF { found = (.byteOrderMark, at) }
      }
      at &+= length
    }
    return found
  }
}
