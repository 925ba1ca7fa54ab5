/// Finds the cells of one record in a buffer. Knows no files and keeps nothing between records.
struct CSVScanner: ~Copyable {
  enum Outcome { case complete, needsMore }

  private enum Class {
    static let text: UInt8 = 0
    static let separator: UInt8 = 1
    static let lineFeed: UInt8 = 2
    static let carriageReturn: UInt8 = 3
    static let quote: UInt8 = 4
    static let nul: UInt8 = 5
    static let control: UInt8 = 6
  }

  /// 256 where there is none. As wide as it is so that no byte is equal to that.
  let quote: UInt16
  let maxCells: Int
  let maxCell: Int
  let cells: UnsafeMutablePointer<CSVCell>
  private let classes: UnsafeMutablePointer<UInt8>

  /// Of the last record scanned.
  private(set) var count = 0
  /// Behind the line end.
  private(set) var end = 0
  private(set) var nextLine = 0
  private(set) var isASCII = true
  private(set) var isDoubled = false
  private(set) var defect: (kind: CSVDefect.Kind, line: Int, offset: Int)?

  /// `lineEnd` is LF or CR; an LF ends a line in either case.
  init(separator: UInt8?, quote: UInt8?, lineEnd: UInt8, limits: CSVLimits) {
    self.quote = quote.map(UInt16.init) ?? 256
    maxCells = max(1, limits.maxCells)
    maxCell = limits.maxCell
    cells = .allocate(capacity: maxCells)
    classes = .allocate(capacity: 256)
    classes.initialize(repeating: Class.text, count: 256)
    for byte in 0x01..<0x20 where byte != 0x09 { classes[byte] = Class.control }
    classes[0x7F] = Class.control
    classes[0] = Class.nul
    classes[Int(UInt8(ascii: "\r"))] = Class.carriageReturn
    if let quote { classes[Int(quote)] = Class.quote }
    if let separator { classes[Int(separator)] = Class.separator }
    classes[Int(lineEnd)] = Class.lineFeed
    // Last, whatever the dialect says: it ends the inner loops.
    classes[Int(UInt8(ascii: "\n"))] = Class.lineFeed
  }

  deinit {
    cells.deallocate()
    classes.deallocate()
  }

  /// Scans one record. `bytes[limit]` must be a line feed that is not part of the text: it ends every inner loop.
  /// `.needsMore` says that the record goes on behind `limit`, and nothing else was learnt.
  mutating func scan(_ bytes: UnsafeMutablePointer<UInt8>, from start: Int, to limit: Int, atEnd: Bool, line firstLine: Int) -> Outcome {
    let cells = cells
    let classes = classes
    let maxCells = maxCells
    let maxCell = maxCell
    let quote = quote
    var defect: (kind: CSVDefect.Kind, line: Int, offset: Int)?
    var at = start
    var line = firstLine
    var lineStart = start
    var number = 0
    var seen: UInt8 = 0
    var doubled = false

    while true {
      let rawStart = at
      let cellLine = line
      var cell = CSVCell(
        offset: Int32(truncatingIfNeeded: at &- start), length: 0, column: Int32(truncatingIfNeeded: at &- lineStart &+ 1), isQuoted: false,
        isDoubled: false, line: line)
      if UInt16(bytes[at]) == quote {
        at &+= 1
        cell.isQuoted = true
        cell.offset &+= 1
        quoted: while true {
          let byte = bytes[at]
          seen |= byte
          let kind = classes[Int(byte)]
          if kind == Class.quote {
            if UInt16(bytes[at &+ 1]) != quote || at &+ 1 >= limit { break quoted }
            cell.isDoubled = true
            doubled = true
            at &+= 2
            continue
          }
          if kind == Class.lineFeed {
            if at >= limit {
              if !atEnd { return .needsMore }
              defect = (.unterminatedQuote, cellLine, rawStart)
              break quoted
            }
            line &+= 1
            lineStart = at &+ 1
          } else if kind >= Class.nul {
            if defect == nil { defect = (Self.kind(of: byte), line, at) }
          }
          at &+= 1
        }
        cell.length = Int32(truncatingIfNeeded: at &- start) &- cell.offset
        if at < limit { at &+= 1 }
        if at >= limit && !atEnd { return .needsMore }
      }

      // The rest of an unquoted cell; after closing quotes there is none, unless it is a defect.
      let textStart = at
      var kind: UInt8
      while true {
        let byte = bytes[at]
        kind = classes[Int(byte)]
        seen |= byte
        if kind == Class.text {
          at &+= 1
          continue
        }
        if kind <= Class.lineFeed { break }
        if kind == Class.carriageReturn {
          if at &+ 1 >= limit && !atEnd { return .needsMore }
          if bytes[at &+ 1] == UInt8(ascii: "\n") && at &+ 1 < limit { break }
          if defect == nil { defect = (.loneCarriageReturn, line, at) }
        } else if kind == Class.quote {
          if defect == nil { defect = (.strayQuote, line, at) }
        } else if defect == nil {
          defect = (Self.kind(of: byte), line, at)
        }
        at &+= 1
      }
      if at >= limit && !atEnd { return .needsMore }
      if !cell.isQuoted {
        cell.length = Int32(truncatingIfNeeded: at &- textStart)
      } else if at > textStart && defect == nil {
        defect = (.strayQuote, line, textStart &- 1)
      }
      if Int(cell.length) > maxCell && defect == nil { defect = (.cellTooLong(limit: maxCell), cellLine, rawStart) }
      if number < maxCells {
        cells[number] = cell
        number &+= 1
      } else if defect == nil {
        defect = (.tooManyCells(limit: maxCells), cellLine, rawStart)
      }
      if kind == Class.separator {
        at &+= 1
        continue
      }
      if kind == Class.carriageReturn { at &+= 1 }
      if at < limit { at &+= 1 }
      break
    }

    count = number
    end = at
    nextLine = line &+ 1
    isASCII = seen < 0x80
    isDoubled = doubled
    self.defect = defect
    return .complete
  }

  /// Of a byte that no text has. The offset in the file is not known here.
  private static func kind(of byte: UInt8) -> CSVDefect.Kind { byte == 0 ? .nulByte : .controlCharacter(byte, offset: 0, .utf8) }
}
