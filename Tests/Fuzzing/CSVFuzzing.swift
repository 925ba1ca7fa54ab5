import Formats

/// The CSV reader and the recognition of dialects.
enum CSVFuzzing {
  static func read(_ file: FuzzedFile) {
    let dialect = CSVDialect(
      separator: file.first.chooses([nil, UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: "^")]),
      quote: file.second.chooses([UInt8(ascii: "\""), UInt8(ascii: "'"), nil]))
    let isTight = file.second & 0x80 != 0
    let chunk = Int(file.first >> 3) + 1
    let small = isTight ? CSVLimits(maxCell: 40, maxRecord: 80, maxCells: 6, chunk: chunk) : CSVLimits(chunk: chunk)
    let records = read(file.bytes, dialect, small)
    if !isTight {
      demand(records == read(file.bytes, dialect, CSVLimits()), "pieces of \(chunk) bytes give other records than the whole")
    }
    _ = try? CSVRecognition.of(ByteSource(bytes: file.bytes))
  }

  /// Each record as text; the error, if it ends with one.
  static func read(_ bytes: [UInt8], _ dialect: CSVDialect, _ limits: CSVLimits) -> [String] {
    let source = ByteSource(bytes: bytes)
    var seen = 0
    source.onBytes = { seen += $0.count }
    let reader = CSVReader(source: source, dialect: dialect, limits: limits)
    var records: [String] = []
    var end = 0
    var line = 0
    do throws(FormatError) {
      while try reader.next() {
        let record = reader.record
        demand(record.byteRange.lowerBound >= end && !record.byteRange.isEmpty, "\(record.byteRange) comes after \(end)")
        demand(record.line > line, "line \(record.line) comes after \(line)")
        (end, line) = (record.byteRange.upperBound, record.line)
        var text = "\(record.line) \(record.byteRange) \(record.defect.map { "\($0)" } ?? "")"
        record.withCells { bytes, cells in
          for cell in cells {
            demand(cell.offset >= 0 && Int(cell.offset + cell.length) <= bytes.count, "a cell reaches out of its record")
            text += " [\(cell.line):\(cell.column) \(String(decoding: cell.bytes(in: bytes), as: UTF8.self))]"
          }
        }
        records.append(text)
      }
      try reader.drain()
      demand(seen == bytes.count, "\(seen) of \(bytes.count) bytes were seen")
    } catch {
      records.append(error.message)
    }
    return records
  }
}
