import Documents
import Formats

/// A file's trailer record: what it says is compared with what was read.
struct TrailerCheck {
  private let completeness: Completeness
  private let profile: Profile
  private let file: String
  private let numbers: NumberFormat
  private(set) var isThere = false
  private var cells: [(text: String, isQuoted: Bool, line: Int, column: Int)] = []
  private var lineEnd: [UInt8] = []

  init(_ profile: Profile, file: String) {
    self.profile = profile
    self.file = file
    completeness = profile.completeness
    numbers = NumberFormat(profile.style)
  }

  var isWanted: Bool {
    completeness.trailerLines != nil || completeness.trailerDocuments != nil || completeness.trailerQuantity != nil || isAmountWanted
  }

  var isAmountWanted: Bool { completeness.trailerAmount != nil }

  mutating func see(_ record: CSVRecord) {
    isThere = true
    cells = record.withCells { bytes, cells in
      cells.map { (String(decoding: $0.bytes(in: bytes), as: UTF8.self), $0.isQuoted, $0.line, Int($0.column)) }
    }
    lineEnd = record.withCells { bytes, _ in
      bytes.last.map { $0 == UInt8(ascii: "\n") && bytes.dropLast().last == UInt8(ascii: "\r") ? Array("\r\n".utf8) : [$0] } ?? []
    }
    if lineEnd != Array("\r\n".utf8), lineEnd != [UInt8(ascii: "\n")], lineEnd != [UInt8(ascii: "\r")] { lineEnd = [] }
  }

  /// After the last record.
  func findings(documents: Int, rows: RowCount) -> [Finding] {
    guard isWanted else { return [] }
    guard isThere else {
      return [
        Finding(
          .incomplete, file: file, expected: "a trailer record",
          "the file has no trailer record; it looks incomplete: drop it again whole (profile \(profile.name))")
      ]
    }
    var findings: [Finding] = []
    check(completeness.trailerLines, "\(rows.lines)", "lines", &findings)
    check(completeness.trailerDocuments, "\(documents)", "documents", &findings)
    if rows.areQuantitiesKnown { check(completeness.trailerQuantity, "\(rows.quantity)", "as the sum of quantities", &findings) }
    let amount = rows.amount ?? DecimalSum()
    if rows.areAmountsKnown { check(completeness.trailerAmount, "\(amount)", shown: written(amount), "as the sum of amounts", &findings) }
    return findings
  }

  private func check(_ position: Int?, _ counted: String, shown: String? = nil, _ what: String, _ findings: inout [Finding]) {
    guard let position else { return }
    let cell = cells.indices.contains(position - 1) ? cells[position - 1] : nil
    var said: [UInt8] = []
    let isNumber = Array((cell?.text ?? "").utf8).withUnsafeBufferPointer { numbers.append(trimmed($0), to: &said) }
    let isEqual = Array(counted.utf8).withUnsafeBufferPointer { counted in
      said.withUnsafeBufferPointer { isNumber && ValueRules.areEqual($0, counted, .decimal) }
    }
    if isEqual { return }
    let written = Finding.shortened(cell?.text ?? "")
    findings.append(
      Finding(
        .incomplete, file: file, line: cell?.line ?? cells.first?.line, column: cell?.column, value: written, expected: shown ?? counted,
        "the trailer record says \"\(written)\" \(what), and the file has \(shown ?? counted); it looks incomplete: drop it again whole (profile \(profile.name))"
      ))
  }

  /// With as many decimals as before, at least.
  private func written(_ sum: DecimalSum) -> String {
    let mark = profile.style.decimalMark
    let position = (completeness.trailerAmount ?? 0) - 1
    let before = cells.indices.contains(position) ? cells[position].text : ""
    let decimals = before.split(separator: mark, maxSplits: 1, omittingEmptySubsequences: false).dropFirst().first?.count ?? 0
    let parts = "\(sum)".split(separator: ".")
    let own = parts.count > 1 ? String(parts[1]) : ""
    let filled = own + String(repeating: "0", count: max(0, decimals - own.count))
    return parts[0] + (filled.isEmpty ? "" : mark + filled)
  }

  /// The record for a file with that many documents and lines: all else in it stays.
  func record(documents: Int, rows: RowCount, separator: UInt8, quote: UInt8?) -> [UInt8]? {
    guard isThere else { return nil }
    var texts = cells.map(\.text)
    for (position, count) in [
      (completeness.trailerLines, rows.lines), (completeness.trailerDocuments, documents), (completeness.trailerQuantity, rows.quantity),
    ] {
      guard let position, texts.indices.contains(position - 1) else { continue }
      let digits = String(count)
      let isFilledUp = texts[position - 1].hasPrefix("0") && texts[position - 1].utf8.allSatisfy(\.isASCIIDigit)
      let width = isFilledUp ? texts[position - 1].utf8.count : 0
      texts[position - 1] = String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
    if let position = completeness.trailerAmount, texts.indices.contains(position - 1) {
      texts[position - 1] = written(rows.amount ?? DecimalSum())
    }
    var bytes: [UInt8] = []
    for (index, text) in texts.enumerated() {
      if index > 0 { bytes.append(separator) }
      guard cells[index].isQuoted, let quote else {
        bytes += text.utf8
        continue
      }
      bytes.append(quote)
      for byte in text.utf8 { bytes += byte == quote ? [quote, quote] : [byte] }
      bytes.append(quote)
    }
    return bytes + (lineEnd.isEmpty ? [UInt8(ascii: "\n")] : lineEnd)
  }
}
