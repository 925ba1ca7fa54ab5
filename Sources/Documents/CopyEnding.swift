/// What Ferry puts behind the stem of a file's name where it gives a file back, whole or in part, under a name of its own. The one place that writes
/// these endings and takes them off.
///
/// `orders-17.refused.csv`, and `orders-17.refused-2.csv` where that is in use; of a copy that was refused once more `orders-17.refused.refused.csv`.
package enum CopyEnding: String, Sendable, Hashable, CaseIterable {
  /// The refused documents of a file, to be corrected and dropped again.
  case refused
  /// An original that was put back into the inbox.
  case replay

  /// `.replay`, `.replay-2`.
  package func text(_ number: Int = 1) -> String { "." + rawValue + (number > 1 ? "-\(number)" : "") }

  /// The name that the partner gave to what a file is a copy of; of all other names the name itself. In any case of letters: some ways of
  /// transport write capitals.
  package static func original(of name: String) -> String {
    let parts = NameParts(name)
    var stem = parts.stem[...]
    while let shorter = withoutEnding(stem) { stem = shorter }
    return stem.count == parts.stem.count ? name : stem + (parts.suffix.isEmpty ? "" : "." + parts.suffix)
  }

  /// Whether a name has such an ending.
  package static func isCopy(_ name: String) -> Bool { withoutEnding(NameParts(name).stem[...]) != nil }

  private static func withoutEnding(_ stem: Substring) -> Substring? {
    guard let dot = stem.lastIndex(of: "."), dot != stem.startIndex else { return nil }
    var word = stem[stem.index(after: dot)...]
    if let dash = word.lastIndex(of: "-") {
      guard number(word[word.index(after: dash)...]) != nil else { return nil }
      word = word[..<dash]
    }
    return CopyEnding(rawValue: word.lowercased()) == nil ? nil : stem[..<dot]
  }

  /// What `name` was before Ferry put a number behind it, where it did: `PO001.csv` of `PO001-2.csv`. The partner may have written the number itself.
  /// nil: there is none. More than four digits were never Ferry's.
  package static func unnumbered(_ name: String) -> String? {
    let parts = NameParts(name)
    guard let dash = parts.stem.lastIndex(of: "-"), dash != parts.stem.startIndex,
      number(parts.stem[parts.stem.index(after: dash)...]) != nil
    else { return nil }
    return parts.stem[..<dash] + (parts.suffix.isEmpty ? "" : "." + parts.suffix)
  }

  /// `-2` is the first.
  private static func number(_ digits: Substring) -> Int? {
    guard (1...4).contains(digits.utf8.count), digits.utf8.allSatisfy(\.isASCIIDigit), digits.first != "0", let number = Int(digits),
      number > 1
    else { return nil }
    return number
  }
}
