import Documents
import Translation

/// A partner's dialect by chance, and files written in it.
struct RandomProfile {
  /// SplitMix64: the same in each process.
  struct Chance: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
      return mixed ^ mixed >> 31
    }
  }

  struct Line: Equatable {
    var part: String
    var quantity: Int
    /// In hundredths.
    var price: Int
  }

  let profile: Profile
  private let separator: String
  private let lineEnd: String
  private let isTyped: Bool
  private let hasHeader: Bool
  private let order: [Int]
  private let names = ["Auftrag", "Pos", "Artikel", "Menge", "Preis"]

  init(_ chance: inout Chance) {
    let columns = ["order_number", "line", "part_number", "quantity", "net_price"]
    separator = [";", ",", "\t", "|", "^"].randomElement(using: &chance) ?? ";"
    lineEnd = ["\n", "\r\n"].randomElement(using: &chance) ?? "\n"
    isTyped = Bool.random(using: &chance)
    hasHeader = isTyped ? false : Bool.random(using: &chance)
    order = columns.indices.shuffled(using: &chance)
    let mark = [".", ","].randomElement(using: &chance) ?? "."
    let thousands = ["", mark == "." ? "," : ".", " ", "'"].randomElement(using: &chance) ?? ""
    let (isTyped, hasHeader, order, names) = (isTyped, hasHeader, order, names)
    let rules = columns.enumerated().map { index, column in
      let position = (order.firstIndex(of: index) ?? 0) + 1
      let cell: FieldRule.Cell =
        if isTyped {
          index == 0 ? .at(2, record: "H") : .at(position + 1, record: "L")
        } else {
          hasHeader ? .named(names[index].uppercased()) : .at(position, record: nil)
        }
      return FieldRule(column, .cells([cell], joint: ""))
    }
    let records: [CSVShape.RecordType] = isTyped ? [.init("H", .document), .init("L", .line), .init("T", .trailer)] : []
    profile = Profile(
      name: "p", kind: .orders,
      source: .csv(CSVShape(separator: separator, hasHeader: hasHeader, records: records, ignoresUnknownColumns: isTyped)), fields: rules,
      style: ValueStyle(decimalMark: mark, thousandsMark: thousands),
      completeness: isTyped ? Completeness(trailerLines: 2, trailerDocuments: 3, trailerQuantity: 4) : Completeness())
  }

  func text(_ documents: [[Line]]) -> String {
    var rows: [[String]] = hasHeader ? [order.map { names[$0] }] : []
    for (number, lines) in documents.enumerated() {
      if isTyped { rows.append(["H", "O\(number)"]) }
      for (place, line) in lines.enumerated() {
        let cells = [
          "O\(number)", "\(place + 1)", line.part, written(line.quantity), written(line.price / 100) + decimals(line.price % 100),
        ]
        rows.append((isTyped ? ["L"] : []) + order.map { cells[$0] })
      }
    }
    if isTyped {
      let lines = documents.joined()
      rows.append(["T", "\(lines.count)", "\(documents.count)", written(lines.reduce(0) { $0 + $1.quantity })])
    }
    return rows.map { $0.map(quoted).joined(separator: separator) + lineEnd }.joined()
  }

  private func written(_ number: Int) -> String {
    let mark = profile.style.thousandsMark
    guard !mark.isEmpty, number >= 1_000 else { return "\(number)" }
    let rest = "\(number % 1_000)"
    return written(number / 1_000) + mark + String(repeating: "0", count: 3 - rest.count) + rest
  }

  private func decimals(_ hundredths: Int) -> String { profile.style.decimalMark + (hundredths < 10 ? "0" : "") + "\(hundredths)" }

  private func quoted(_ cell: String) -> String {
    guard cell.contains(separator) || cell.contains("\"") || cell.contains("\n") else { return cell }
    return "\"" + cell.replacing("\"", with: "\"\"") + "\""
  }
}
