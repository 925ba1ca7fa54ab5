/// The part of ``ScanRules`` that looks at names, ready for a hundred thousand of them.
struct NameRules {
  enum Verdict: Equatable {
    case file
    case ignored
    /// - base: `orders.csv` of `orders.csv.done`, `orders` of `orders.done`.
    case marker(base: [UInt8], suffix: [UInt8])
  }

  private let ignoredSuffixes: [[UInt8]]
  private let ignoredPrefixes: [[UInt8]]
  private let markerSuffixes: [[UInt8]]
  let markerRequired: [UInt8]?

  init(_ rules: ScanRules) {
    ignoredSuffixes = rules.ignoredSuffixes.map(Self.folded)
    ignoredPrefixes = rules.ignoredPrefixes.map(Self.folded)
    markerRequired = rules.markerRequired.map(Self.folded)
    markerSuffixes = rules.markerSuffixes.map(Self.folded) + (markerRequired.map { [$0] } ?? [])
  }

  func verdict(on name: FileName) -> Verdict {
    let bytes = name.bytes
    if bytes[0] == UInt8(ascii: ".") || ignoredPrefixes.contains(where: { begins(bytes, with: $0) }) { return .ignored }
    if ignoredSuffixes.contains(where: { ends(bytes, with: $0) }) { return .ignored }
    for suffix in markerSuffixes where ends(bytes, with: suffix) {
      return .marker(base: Array(bytes.dropLast(suffix.count)), suffix: suffix)
    }
    return .file
  }

  private func begins(_ bytes: [UInt8], with prefix: [UInt8]) -> Bool {
    bytes.count >= prefix.count && prefix.indices.allSatisfy { Self.folded(bytes[$0]) == prefix[$0] }
  }

  /// Something has to be left in front of the suffix.
  private func ends(_ bytes: [UInt8], with suffix: [UInt8]) -> Bool {
    let start = bytes.count - suffix.count
    return start > 0 && suffix.indices.allSatisfy { Self.folded(bytes[start + $0]) == suffix[$0] }
  }

  private static func folded(_ text: String) -> [UInt8] { text.utf8.map(folded) }

  private static func folded(_ byte: UInt8) -> UInt8 { byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte }
}
