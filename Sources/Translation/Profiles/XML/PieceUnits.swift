/// What the units of a partner's files are in pieces, which is all that targets know.
struct PieceUnits {
  private let pieces: [String: Int]

  /// By code in capitals.
  init(_ units: [String: Int]?) {
    pieces = units ?? [:]
  }

  /// nil: there is no such unit. An empty one is pieces.
  func pieces(of unit: [UInt8]) -> Int? { unit.isEmpty ? 1 : pieces[String(decoding: unit, as: UTF8.self).uppercased()] }

  var names: [String] { pieces.keys.sorted() }

  /// A number above 0 as the style writes it, times some pieces; nil: it is none, or has too many digits.
  static func product(_ number: [UInt8], _ pieces: Int, _ style: ValueStyle) -> [UInt8]? {
    var canonical: [UInt8] = []
    guard number.withUnsafeBufferPointer({ NumberFormat(style).append($0, to: &canonical) }) else { return nil }
    let decimals = canonical.firstIndex(of: UInt8(ascii: ".")).map { canonical.count - 1 - $0 } ?? 0
    guard let digits = UInt64(String(decoding: canonical.filter { $0 != UInt8(ascii: ".") }, as: UTF8.self)) else { return nil }
    let (product, isOver) = digits.multipliedReportingOverflow(by: UInt64(pieces))
    if isOver { return nil }
    var text = Array(String(product).utf8)
    if decimals == 0 { return text }
    text.insert(contentsOf: repeatElement(UInt8(ascii: "0"), count: max(0, decimals + 1 - text.count)), at: 0)
    text.insert(contentsOf: style.decimalMark.utf8, at: text.count - decimals)
    return text
  }
}
