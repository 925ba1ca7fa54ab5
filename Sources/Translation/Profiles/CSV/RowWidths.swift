import Documents
import Formats

/// How many cells the records of each type have: as many as the header line; without one as the first record of the type, and no more than the
/// profile knows. Empty cells at the end are no cells.
struct RowWidths {
  struct Mistake {
    let finding: Finding
    /// The file ends in the record.
    let isCut: Bool
    let expected: Int
  }

  private struct Width {
    var least: Int
    var most: Int
    /// What the last record of a file has unless it is cut off.
    var whole: Int
    var reference: String
  }

  /// By type; nil: nothing is known yet.
  private var widths: [Width?]
  private let known: [Int]
  private let types: RowTypes
  private let ignoresUnknown: Bool
  private let file: String
  private let profile: String

  /// `known`: by type, the last position that the profile reads, from 1; 0: it reads none.
  init(_ shape: CSVShape, types: RowTypes, known: [Int], file: String, profile: String) {
    self.types = types
    self.known = known
    self.file = file
    self.profile = profile
    ignoresUnknown = shape.ignoresUnknownColumns
    widths = Array(repeating: nil, count: types.indices.count)
  }

  mutating func set(_ type: Int, header count: Int) {
    widths[type] = Width(least: count, most: count, whole: count, reference: "in the header line")
  }

  mutating func mistake(of record: CSVRecord, type: Int, endsLine: Bool) -> Mistake? {
    guard let width = widths[type] else { return first(record, type) }
    let isCut = !endsLine && record.count < width.whole
    if isCut || record.count < width.least {
      let expected = isCut ? width.whole : width.least
      let finding = Finding.width(of: record, expected: expected, as: width.reference, file: file)
      return Mistake(finding: finding, isCut: isCut, expected: expected)
    }
    if record.count <= width.most || record.isBlank(from: width.most) { return nil }
    if width.reference.isEmpty { return unknown(record, type) }
    let finding = Finding.width(of: record, expected: width.most, as: width.reference, file: file)
    return Mistake(finding: finding, isCut: false, expected: width.most)
  }

  private mutating func first(_ record: CSVRecord, _ type: Int) -> Mistake? {
    let last = known[type]
    let filled = record.filledCount
    if last > 0, !ignoresUnknown, filled > last {
      widths[type] = Width(least: last, most: last, whole: last, reference: "")
      return unknown(record, type)
    }
    let read = last > 0 ? min(record.count, last) : record.count
    widths[type] = Width(
      least: min(filled, read), most: ignoresUnknown ? record.count : read, whole: read,
      reference: "on line \(record.line)")
    return nil
  }

  private func unknown(_ record: CSVRecord, _ type: Int) -> Mistake {
    let last = known[type]
    let place =
      record.withCells { bytes, cells in cells.indices.first { $0 >= last && !trimmed(cells[$0].bytes(in: bytes)).isEmpty } } ?? last
    let column = record.withCells { _, cells in Int(cells[place].column) }
    let value = record.text(place)
    let of = types.name(type).map { " of \($0)" } ?? ""
    let what = of.isEmpty ? "column" : "field"
    return Mistake(
      finding: Finding(
        .unknownField, file: file, line: record.line, column: column, value: value, expected: "at most \(last) cells",
        "\(what) \(place + 1)\(of), \"\(Finding.shortened(value))\", is behind the last one that the profile knows; expected at most \(last) cells: put cells that contain the separator in quotes, add a rule, or let the profile ignore unknown columns (profile \(profile))"
      ), isCut: false, expected: last)
  }
}

extension CSVRecord {
  /// Without the empty cells at the end.
  fileprivate var filledCount: Int {
    withCells { bytes, cells in (cells.lastIndex { !trimmed($0.bytes(in: bytes)).isEmpty } ?? -1) + 1 }
  }
}
