import Documents

/// A pattern of file names: `*` stands for any characters, `?` for one; letters in any case.
struct NamePattern {
  private let pattern: [UInt8]

  init(_ pattern: String) { self.pattern = pattern.utf8.map(\.lowercasedASCII) }

  /// Goes back to the last `*` where it went too far: linear in practice, and bounded by the product of both lengths.
  func fits(_ name: String) -> Bool { fits(Array(name.utf8)[...]) }

  /// Fits, and has the last dash of the name's stem in itself: `ACME-*.csv`, `*-?.csv`.
  func fits(numbered name: String) -> Bool {
    let stem = pattern[..<(pattern.lastIndex(of: UInt8(ascii: ".")) ?? pattern.count)]
    guard let dash = stem.lastIndex(of: UInt8(ascii: "-")) else { return false }
    return stem[(dash + 1)...].allSatisfy { $0.isASCIIDigit || $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") } && fits(name)
  }

  func fits(_ name: ArraySlice<UInt8>) -> Bool {
    let name = name.map(\.lowercasedASCII)
    var at = 0
    var inPattern = 0
    var star: (pattern: Int, name: Int)?
    while at < name.count {
      if inPattern < pattern.count, pattern[inPattern] == UInt8(ascii: "*") {
        star = (inPattern, at)
        inPattern += 1
      } else if inPattern < pattern.count, pattern[inPattern] == name[at] || pattern[inPattern] == UInt8(ascii: "?") {
        inPattern += 1
        at += 1
      } else if let last = star {
        star = (last.pattern, last.name + 1)
        inPattern = last.pattern + 1
        at = last.name + 1
      } else {
        return false
      }
    }
    return pattern[inPattern...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
