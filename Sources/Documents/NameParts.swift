/// A file name taken apart at its last dot: `orders-17.csv` has the stem `orders-17` and the suffix `csv`.
package struct NameParts: Sendable, Hashable {
  package let stem: String
  /// Without the dot, as written; empty where there is none.
  package let suffix: String

  package init(_ name: String) {
    if let dot = name.lastIndex(of: "."), dot != name.startIndex {
      stem = String(name[..<dot])
      suffix = String(name[name.index(after: dot)...])
    } else {
      stem = name
      suffix = ""
    }
  }
}
