/// What a file asks for. The raw value is the name in file names, settings, the ledger and `ferry describe`.
package enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
  case orders
  case returns
  case availability

  /// Unsafe kinds create something at the target: their documents have numbers that are taken, and are never repeated by themselves.
  package var isUnsafe: Bool {
    switch self {
    case .orders, .returns: true
    case .availability: false
    }
  }

  /// The field table. One table serves reading, checking, the request body, `describe`, the templates, the XSD and the manual.
  package var layout: Layout {
    switch self {
    case .orders: .orders
    case .returns: .returns
    case .availability: .availability
    }
  }

  /// Finds the kind in a file name: the longest kind name that the name begins with, followed by the end of the stem or a non-letter;
  /// any case, `_` as `-`, singular and plural are equal. `orders-17.csv`, `ORDER_1.xml` and `Orders.csv` are all orders; `ordersheet.csv` is none.
  package static func named(byFile name: String) -> Kind? {
    var best: (kind: Kind?, length: Int)?
    let stem = Array(NameParts(name).stem.utf8.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "-") : $0.lowercasedASCII })
    for (kind, spellings) in allCases.map({ (Optional($0), $0.spellings) }) + [(nil, notYetThere)] {
      for spelling in spellings where stem.starts(with: spelling) {
        let isWhole = stem.count == spelling.count || !stem[spelling.count].isASCIILetter
        if isWhole, spelling.count > best?.length ?? 0 { best = (kind, spelling.count) }
      }
    }
    return best.flatMap(\.kind)
  }

  /// Kinds to come, whose names begin with the name of one that is there.
  private static let notYetThere = ["order-status", "orders-status", "return-status", "returns-status"].map { Array($0.utf8) }

  private var spellings: [[UInt8]] {
    var spellings = [Array(rawValue.utf8)]
    if rawValue.hasSuffix("s") { spellings.append(Array(rawValue.utf8.dropLast())) }
    return spellings
  }
}

extension UInt8 {
  package var isASCIILetter: Bool { (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) }
  package var isASCIIDigit: Bool { (0x30...0x39).contains(self) }
  package var lowercasedASCII: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}
