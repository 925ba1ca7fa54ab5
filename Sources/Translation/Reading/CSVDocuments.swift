package import Documents
package import Formats

/// Canonical CSV as documents: rows of one number next to each other are one document.
package final class CSVDocuments: DocumentReading {
  package var document: Document { assembly.pointee.document }
  package var findings: [Finding] { assembly.pointee.mistakes.findings }
  package private(set) var fileFindings: [Finding] = []
  package var linesNotKept: Int { assembly.pointee.linesNotKept }
  package var isGroupedByNumber: Bool { true }
  /// Bytes of the header line, from the first byte of the file on; empty before the first `next()`.
  package private(set) var headerRange = 0..<0

  private let name: String
  private let layout: Layout
  private let handling: Handling
  private let reader: CSVReader
  private var columns: CSVColumns?
  // Behind a pointer, since every use of a class's own storage would be checked for exclusive access.
  private let assembly: UnsafeMutablePointer<CSVAssembly>
  /// The reader's record is the first one of the next document.
  private var isAhead = false
  private var ordinal = 0
  /// A record whose document cannot be told stands between two of them: it may belong to either.
  private var stray: Finding?

  package init(source: ByteSource, name: String, layout: Layout, handling: Handling) {
    self.name = name
    self.layout = layout
    self.handling = handling
    reader = CSVReader(source: source)
    assembly = .allocate(capacity: 1)
    assembly.initialize(to: CSVAssembly(layout: layout, handling: handling, name: name))
  }

  deinit {
    assembly.deinitialize(count: 1)
    assembly.deallocate()
  }

  package func next() throws(FormatError) -> Bool {
    if columns == nil { try readHeader() }
    guard let columns else { return false }
    if !isAhead {
      guard try advance(columns) else { return false }
    }
    var record = reader.record
    assembly.pointee.begin(record, ordinal: ordinal)
    if let stray { assembly.pointee.report(stray) }
    stray = nil
    repeat {
      assembly.pointee.take(record, columns)
      if columns.number >= 0, !isNumberTrusted(record, columns) { stray = assembly.pointee.mistakes.findings.last }
      isAhead = try advance(columns)
      record = reader.record
    } while isAhead && continues(record, columns)
    assembly.pointee.finish()
    ordinal += 1
    return true
  }

  // MARK: records

  private func readHeader() throws(FormatError) {
    guard try reader.next() else { return }
    if let defect = reader.record.defect {
      fileFindings.append(Finding(defect, file: name))
      return
    }
    let header = CSVColumns(header: reader.record, layout: layout, supplied: handling.supplied(to: layout.kind), file: name)
    fileFindings += header.findings
    headerRange = reader.record.byteRange
    assembly.pointee.checker = Checker(layout: layout, handling: handling, excused: header.missing, isXML: false)
    columns = header
  }

  private func advance(_ columns: CSVColumns) throws(FormatError) -> Bool {
    guard try reader.next() else { return false }
    let record = reader.record
    if let defect = record.defect {
      if case .unterminatedQuote = defect.kind { fileFindings.append(Finding(defect, file: name)) }
    } else if record.count < columns.headerCount, !record.endsLine {
      fileFindings.append(.cut(record, expected: columns.headerCount, file: name))
    }
    return true
  }

  /// Whether a record belongs to the current document.
  private func continues(_ record: CSVRecord, _ columns: CSVColumns) -> Bool {
    guard columns.number >= 0 else { return false }
    return isNumberTrusted(record, columns) ? assembly.pointee.continues(with: record, columns) : true
  }

  /// A defect before or in the number's cell may have shifted the cells.
  private func isNumberTrusted(_ record: CSVRecord, _ columns: CSVColumns) -> Bool {
    guard columns.number < record.count else { return false }
    guard let defect = record.defect else { return true }
    return record.withCells { _, cells in
      let cell = cells[columns.number]
      return defect.line > cell.line || (defect.line == cell.line && defect.column > Int(cell.column + cell.length))
    }
  }
}
