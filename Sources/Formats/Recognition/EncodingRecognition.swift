/// What the encoding of a file may be, judged by its first bytes. For proposals to people: what a machine reads on its own is said by a
/// byte order mark or by a profile.
package struct EncodingRecognition: Sendable, Equatable {
  /// The likeliest first, never empty. Those in which a byte of the sample is undefined come only where no other is left.
  package var candidates: [TextEncoding]
  package var hasMark = false

  /// Of equals the earlier is proposed.
  private static let pages: [TextEncoding] = [
    .windows1252, .iso8859_15, .iso8859_1, .cp850, .windows1250, .iso8859_2, .cp437, .cp852, .windows1251,
  ]

  /// `isCut`: the sample may end within a character.
  ///
  /// - Throws: ``FormatError/Code/encoding`` for UTF-32, or if this system lacks the converters.
  package static func of(_ sample: [UInt8], isCut: Bool, name: String) throws(FormatError) -> EncodingRecognition {
    if TextEncoding.isUTF32(sample.prefix(4)) {
      throw FormatError(code: .encoding, message: "the file is in UTF-32 (byte order mark); expected UTF-8", file: name, line: 1)
    }
    if let marked = TextEncoding.marked(by: sample.prefix(4)) { return EncodingRecognition(candidates: [marked], hasMark: true) }
    if let units = unmarkedUnits(sample) { return EncodingRecognition(candidates: [units]) }
    if isUTF8(sample, isCut: isCut) { return EncodingRecognition(candidates: [.utf8]) }
    var scores: [(encoding: TextEncoding, score: Int)] = []
    for page in pages {
      let judged = CodePageJudgement(try TextTable.of(page, file: name))
      if let score = judged.score(of: sample) { scores.append((page, score)) }
    }
    // Stable, as equals stay in their order.
    let sorted = scores.enumerated().sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }
    return EncodingRecognition(candidates: sorted.isEmpty ? [.windows1252] : sorted.map(\.element.encoding))
  }

  /// UTF-16 without a mark has a zero in every other byte of ASCII.
  private static func unmarkedUnits(_ sample: [UInt8]) -> TextEncoding? {
    let pairs = sample.count / 2
    guard pairs > 1 else { return nil }
    var zeros = (even: 0, odd: 0)
    for at in 0..<pairs {
      if sample[2 * at] == 0 { zeros.even += 1 }
      if sample[2 * at + 1] == 0 { zeros.odd += 1 }
    }
    if zeros.odd * 3 > pairs, zeros.even * 20 < pairs { return .utf16le }
    return zeros.even * 3 > pairs && zeros.odd * 20 < pairs ? .utf16be : nil
  }

  private static func isUTF8(_ sample: [UInt8], isCut: Bool) -> Bool {
    var sample = sample
    return sample.withUnsafeMutableBufferPointer { bytes in
      guard case (.invalid, let invalid)? = CSVText.firstFlaw(in: bytes) else { return true }
      return isCut && invalid >= bytes.count - 3 && bytes[invalid] >= 0xC2 && bytes[(invalid + 1)...].allSatisfy { $0 & 0xC0 == 0x80 }
    }
  }
}
