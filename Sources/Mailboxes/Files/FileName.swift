/// One name in a folder: any bytes but NUL and `/`, at most 255 of them, neither `.` nor `..`. Linux promises no encoding, so neither does this.
///
/// Ordered naturally: `orders-2.csv` before `orders-10.csv`, ASCII letters without regard to case; names that differ only in
/// case or in leading zeros follow their bytes, so that the order is total.
package struct FileName: Hashable, Sendable {
  package static let longest = 255

  package let bytes: [UInt8]

  package init?(bytes: [UInt8]) {
    guard !bytes.isEmpty, bytes.count <= Self.longest, !bytes.contains(0), !bytes.contains(UInt8(ascii: "/")) else { return nil }
    guard bytes != [UInt8(ascii: ".")], bytes != [UInt8(ascii: "."), UInt8(ascii: ".")] else { return nil }
    self.bytes = bytes
  }

  package init?(_ text: String) {
    self.init(bytes: Array(text.utf8))
  }

  /// Reads what ``text`` wrote, so that a name of any bytes survives a text column.
  package init?(text: String) {
    guard let bytes = PrintableBytes.bytes(of: text) else { return nil }
    self.init(bytes: bytes)
  }

  /// For bytes known to be a name: what the kernel listed, or what was made from such a name.
  init(listed bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// UTF-8 as it stands; control characters, backslashes and bytes that are no UTF-8 as `\xNN`. Never breaks a line of a log.
  package var text: String { PrintableBytes.text(of: bytes) }

  /// Without its extension: `orders` of `orders.csv`, `a.tar` of `a.tar.gz`; a dot in front begins no extension.
  package var stem: FileName { FileName(listed: Array(bytes[..<extensionStart])) }

  /// With its dot, `.csv`; empty if there is none.
  package var fileExtension: [UInt8] { Array(bytes[extensionStart...]) }

  /// `orders-2.csv` of `orders.csv`; the name itself for 1. A stem too long for the number is cut.
  package func numbered(_ number: Int) -> FileName {
    guard number > 1 else { return self }
    return stem.clipped(appending: Array("-\(number)".utf8) + fileExtension)
  }

  /// The name with `suffix` behind it (`orders` and `.answer.csv`); a name too long for it is cut at a character.
  package func appending(_ suffix: String) -> FileName {
    clipped(appending: Array(suffix.utf8))
  }

  private var extensionStart: Int {
    guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return bytes.count }
    return dot
  }

  private func clipped(appending suffix: [UInt8]) -> FileName {
    let tail = suffix.suffix(Self.longest - 1)
    var end = min(bytes.count, Self.longest - tail.count)
    if end < bytes.count {
      while end > 1, bytes[end] & 0b1100_0000 == 0b1000_0000 { end -= 1 }
    }
    return FileName(listed: Array(bytes[..<end]) + Array(tail))
  }
}

/// The bytes at once: there may be very many names.
extension FileName {
  package static func == (left: FileName, right: FileName) -> Bool {
    left.bytes.withUnsafeBytes { l in right.bytes.withUnsafeBytes { r in l.elementsEqual(r) } }
  }

  package func hash(into hasher: inout Hasher) { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }
}

extension FileName: CustomStringConvertible {
  package var description: String { text }
}

extension FileName {
  /// The name as C wants it, alive during `body`.
  func withPointer<Result, Failure: Error>(_ body: (UnsafePointer<CChar>) throws(Failure) -> Result) throws(Failure) -> Result {
    let terminated = bytes + [0]
    let span = terminated.span
    return try span.withUnsafeBufferPointer { buffer throws(Failure) in
      try buffer.withMemoryRebound(to: CChar.self) { characters throws(Failure) in try body(characters.baseAddress!) }
    }
  }
}
