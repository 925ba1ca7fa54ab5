/// The records of a sample, and how they are written.
struct CSVShape {
  private(set) var records: [[String]] = []
  private(set) var quotedCells = 0
  /// Quotes within a cell, or that never close.
  private(set) var misplacedQuotes = 0
  private(set) var hasFinalLineEnd = true
  private var ends: [CSVLineEnd: Int] = [:]

  init(reading source: ByteSource, as dialect: CSVDialect, most: Int, isCut: Bool) throws(FormatError) {
    let reader = CSVReader(source: source, dialect: dialect)
    var taken = 0
    while taken < most, try reader.next() {
      taken += 1
      let record = reader.record
      if isCut, !record.endsLine { break }
      take(record)
    }
  }

  var lineEnd: CSVLineEnd {
    if let returns = ends[.cr], returns > 0 { return .cr }
    return ends[.crlf, default: 0] > ends[.lf, default: 0] ? .crlf : .lf
  }

  var hasMixedLineEnds: Bool { ends.count > 1 }

  private mutating func take(_ record: CSVRecord) {
    records.append((0..<record.count).map(record.text))
    quotedCells += record.cells.count { $0.isQuoted }
    switch record.defect?.kind {
    case .strayQuote, .unterminatedQuote: misplacedQuotes += 1
    default: break
    }
    hasFinalLineEnd = record.endsLine
    guard record.endsLine else { return }
    let isReturn = record.bytes.last == UInt8(ascii: "\r")
    let hasReturn = record.bytes.count > 1 && record.bytes[record.bytes.count - 2] == UInt8(ascii: "\r")
    ends[isReturn ? .cr : hasReturn ? .crlf : .lf, default: 0] += 1
  }
}
