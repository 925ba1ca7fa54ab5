/// Turns UTF-8 into another encoding, piece by piece. A character that the encoding lacks becomes `?` and is counted: whoever writes
/// identifiers asks ``canEncode(_:)`` first.
///
///     var encoder = try TextEncoder(.windows1252)
///     try draft.append(encoder.encode(writer.take()))
///     …
///     try draft.append(encoder.finish())
package struct TextEncoder {
  package let encoding: TextEncoding
  /// How many characters became `?`.
  package private(set) var replacedCount = 0
  /// The first few that did, each once, for messages.
  package private(set) var replaced: [Unicode.Scalar] = []

  private let table: TextTable?
  private var hasBegun: Bool
  /// The beginning of a character whose rest is in the next piece.
  private var pending: [UInt8] = []

  /// `mark`: whether a byte order mark comes first; `nil` for UTF-16 whose order was left open, as only the mark tells it.
  ///
  /// - Throws: ``FormatError/Code/encoding`` if this system has no converter for it.
  package init(_ encoding: TextEncoding, mark: Bool? = nil) throws(FormatError) {
    self.encoding = encoding
    switch encoding {
    case .utf8, .utf16, .utf16le, .utf16be: table = nil
    default: table = try TextTable.of(encoding, file: encoding.name)
    }
    hasBegun = table != nil || !(mark ?? (encoding == .utf16))
  }

  /// Whether every character of `text` has its place in the encoding.
  package func canEncode(_ text: String) -> Bool {
    guard let table else { return true }
    return text.unicodeScalars.allSatisfy { $0.isASCII || table.bytes[$0] != nil }
  }

  /// A piece may end within a character. Bytes that are no UTF-8 count as characters that the encoding lacks.
  package mutating func encode(_ utf8: [UInt8]) -> [UInt8] {
    var text = utf8
    if !pending.isEmpty {
      text = pending + utf8
      pending = []
    }
    let cut = Self.unfinished(text)
    pending = Array(text.suffix(cut))
    return encode(whole: text.dropLast(cut))
  }

  /// What is left at the end: nothing, unless the text ended within a character or had none at all.
  package mutating func finish() -> [UInt8] {
    let rest = pending
    pending = []
    return encode(whole: rest[...])
  }

  private mutating func encode(whole text: ArraySlice<UInt8>) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(table == nil && encoding != .utf8 ? text.count * 2 + 2 : text.count + 3)
    if !hasBegun { put("\u{FEFF}", in: &output) }
    hasBegun = true
    if encoding == .utf8 { return output + text }
    var iterator = text.makeIterator()
    var decoder = UTF8()
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue(let scalar): put(scalar, in: &output)
      case .emptyInput: return output
      case .error: replace("\u{FFFD}", in: &output)
      }
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar, in output: inout [UInt8]) {
    if let table {
      if scalar.isASCII {
        output.append(UInt8(truncatingIfNeeded: scalar.value))
      } else if let byte = table.bytes[scalar] {
        output.append(byte)
      } else {
        replace(scalar, in: &output)
      }
    } else if encoding == .utf8 {
      output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    } else {
      for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
        let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
        output.append(encoding == .utf16be ? high : low)
        output.append(encoding == .utf16be ? low : high)
      }
    }
  }

  private mutating func replace(_ scalar: Unicode.Scalar, in output: inout [UInt8]) {
    put("?", in: &output)
    replacedCount += 1
    if replaced.count < 8, !replaced.contains(scalar) { replaced.append(scalar) }
  }

  /// How many bytes at the end begin a character that is not whole.
  private static func unfinished(_ text: [UInt8]) -> Int {
    for back in 1...3 where back <= text.count {
      let byte = text[text.count - back]
      if byte & 0xC0 == 0x80 { continue }
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      return length > back ? back : 0
    }
    return 0
  }
}
