import Glibc

@testable import Formats

/// A CSV file as anybody might write it, made from random numbers.
struct GeneratedCSV {
  let encoding: TextEncoding
  let mark: Bool
  let separator: UInt8
  let quote: UInt8?
  let lineEnds: [String]
  let isAnnounced: Bool
  /// Cells as UTF-8; the first record is a plain header.
  var records: [[[UInt8]]] = []
  private(set) var bytes: [UInt8] = []

  /// `FERRY_SEED`, or a new one.
  static func seed() -> UInt64 {
    getenv("FERRY_SEED").flatMap { UInt64(String(cString: $0)) } ?? UInt64.random(in: 0...UInt64.max)
  }

  init(_ numbers: inout SeededNumbers) throws {
    encoding = TextEncoding.allCases.randomElement(using: &numbers) ?? .utf8
    let isUnicode = [.utf8, .utf16, .utf16le, .utf16be].contains(encoding)
    mark = isUnicode && Bool.random(using: &numbers)
    separator = [UInt8](";,\t|".utf8).randomElement(using: &numbers) ?? 0
    quote = [UInt8(ascii: "\""), UInt8(ascii: "\""), UInt8(ascii: "'"), nil].randomElement(using: &numbers) ?? nil
    lineEnds = [["\n"], ["\r\n"], ["\n", "\r\n"], ["\r"]].randomElement(using: &numbers) ?? []
    isAnnounced = Int.random(in: 0..<5, using: &numbers) == 0
    let width = Int.random(in: 2...6, using: &numbers)
    let alphabet = try alphabet(isUnicode)
    records = [(1...width).map { Array("column\($0)".utf8) }]
    for _ in 0..<Int.random(in: 0...8, using: &numbers) {
      let record = (0..<width).map { _ in cell(alphabet, &numbers) }
      // A row of blanks is no record.
      let isBlank = record.allSatisfy { $0.withUnsafeBufferPointer { trimmed($0).isEmpty } }
      records.append(isBlank ? [Array("x".utf8)] + record.dropFirst() : record)
    }
    bytes = try written(&numbers)
  }

  private func alphabet(_ isUnicode: Bool) throws -> [Unicode.Scalar] {
    var alphabet = Array("ab 01;,|'\t-".unicodeScalars)
    alphabet += isUnicode ? ["ä", "ß", "€", "Ж", "中", "\u{1F600}", "\u{7FF}", "\u{FFFD}"] : []
    if !isUnicode { alphabet += try TextTable.of(encoding, file: "test").scalars[0x80...].compactMap { $0 }.filter { $0.value >= 0xA0 } }
    if quote != nil { alphabet += lineEnds == ["\r"] ? ["\"", "\r"] : ["\"", "\r", "\n"] }
    return quote != nil ? alphabet : alphabet.filter { $0.value != UInt32(separator) } + ["\""]
  }

  private func cell(_ alphabet: [Unicode.Scalar], _ numbers: inout SeededNumbers) -> [UInt8] {
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...9, using: &numbers) { text.append(alphabet.randomElement(using: &numbers) ?? "x") }
    return Array(String(text).utf8)
  }

  private func written(_ numbers: inout SeededNumbers) throws -> [UInt8] {
    var text: [UInt8] = []
    func endLine() { text += Array((lineEnds.randomElement(using: &numbers) ?? "\n").utf8) }
    if isAnnounced {
      text += Array("sep=".utf8) + [separator]
      endLine()
    }
    let hasFinalEnd = Bool.random(using: &numbers)
    for (number, record) in records.enumerated() {
      if Int.random(in: 0..<8, using: &numbers) == 0 { endLine() }
      for (index, cell) in record.enumerated() {
        if index > 0 { text.append(separator) }
        text += quoted(cell, always: number > 0 && Bool.random(using: &numbers))
      }
      if number < records.count - 1 || hasFinalEnd { endLine() }
    }
    var encoder = try TextEncoder(encoding, mark: mark)
    return encoder.encode(text) + encoder.finish()
  }

  private func quoted(_ cell: [UInt8], always: Bool) -> [UInt8] {
    guard let quote else { return cell }
    guard always || cell.contains(where: { [separator, quote, UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains($0) }) else { return cell }
    return [quote] + cell.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
  }
}
