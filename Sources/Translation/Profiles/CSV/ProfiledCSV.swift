package import Documents
package import Formats

/// A partner's CSV as documents: each record is made a canonical one, and then taken as those of canonical files are.
package final class ProfiledCSV: RowReading {
  package var document: Document { assembly.pointee.document }
  package var findings: [Finding] { assembly.pointee.mistakes.findings }
  package private(set) var fileFindings: [Finding] = []
  package var linesNotKept: Int { assembly.pointee.linesNotKept }
  package var isGroupedByNumber: Bool { !types.haveDocuments }
  package private(set) var headerRange = 0..<0
  package private(set) var sharedRanges: [Range<Int>] = []
  package private(set) var rowCount = RowCount()

  private let name: String
  private let profile: Profile
  private let shape: CSVShape
  private let handling: Handling
  private let trace: ValueTrace?
  private let types: RowTypes
  private let reader: CSVReader
  private let assembly: UnsafeMutablePointer<CSVAssembly>
  private let plausibility: PlausibilityCheck
  private var rows: ProfiledRows?
  private var trailer: TrailerCheck
  private var equalRows: EqualRows
  private var widths: RowWidths?
  private var shared: [Range<Int>?]
  private var fileCount = RowCount()
  private var ordinal = 0
  private var lineCount = 0
  /// Of the reader's record, which is mapped already; -1: it cannot be told.
  private var type = 0
  private var isAhead = false
  private var isEnded = false
  private var hasLineEnd = true
  private var lastLine = 1
  private var isBehindTrailer = false
  private var hasDocument = false
  /// Mistakes in fields of the current document, which each row may repeat.
  private var reported: Set<String> = []
  /// A record whose document cannot be told stands between two of them: it may belong to either.
  private var stray: Finding?

  package init(source: ByteSource, name: String, profile: Profile, shape: CSVShape, handling: Handling, trace: ValueTrace? = nil) {
    self.name = name
    self.trace = trace
    self.profile = profile
    self.shape = shape
    self.handling = handling
    types = RowTypes(shape)
    if let encoding = shape.encoding.flatMap(TextEncoding.named) { source.declare(encoding) }
    reader = CSVReader(source: source, dialect: CSVDialect(separator: shape.separator?.utf8.first, quote: shape.quote.utf8.first))
    assembly = .allocate(capacity: 1)
    assembly.initialize(to: CSVAssembly(layout: profile.kind.layout, handling: handling, name: name))
    plausibility = PlausibilityCheck(profile)
    trailer = TrailerCheck(profile, file: name)
    equalRows = EqualRows(limit: handling.limits.documentLines)
    shared = Array(repeating: nil, count: types.indices.count)
  }

  deinit {
    assembly.deinitialize(count: 1)
    assembly.deallocate()
  }

  package func next() throws(FormatError) -> Bool {
    guard !isEnded, let rows = try prepared() else { return false }
    if !isAhead, try !advance(rows) {
      endFile()
      return false
    }
    begin(rows)
    repeat {
      take(rows)
      isAhead = try advance(rows)
    } while isAhead && continues(rows)
    assembly.pointee.fillEmpty(trace)
    plausibility.check(assembly.pointee.document, linesNotKept: linesNotKept, into: &assembly.pointee.mistakes)
    assembly.pointee.finish()
    fileCount += rowCount
    ordinal += 1
    if !isAhead { endFile() }
    return true
  }

  package func trailer(documents: Int, rows: RowCount) -> [UInt8]? {
    trailer.record(documents: documents, rows: rows, separator: reader.separator ?? UInt8(ascii: ";"), quote: shape.quote.utf8.first)
  }

  // MARK: the file

  /// nil: the file has no header line, and that is its end.
  private func prepared() throws(FormatError) -> ProfiledRows? {
    if let rows { return rows }
    var header: CSVRecord?
    if shape.hasHeader {
      guard try read() else {
        endFile()
        return nil
      }
      if let defect = reader.record.defect {
        isEnded = true
        report(Finding(defect, file: name))
        return nil
      }
      header = reader.record
      headerRange = reader.record.byteRange
    }
    let columns = RowColumns(profile, shape, header: header, types: types, handling: handling, file: name)
    columns.findings.forEach(report)
    widths = RowWidths(shape, types: types, known: columns.lastPositions, file: name, profile: profile.name)
    if let count = columns.headerCount, let plain = types.plain { widths?.set(plain, header: count) }
    let rows = ProfiledRows(columns, types: types, layout: profile.kind.layout, file: name, trace: trace)
    self.rows = rows
    assembly.pointee.checker = Checker(
      layout: profile.kind.layout, handling: handling, excused: columns.missing, isXML: false, profile: profile)
    assembly.pointee.fillings = columns.fillings
    return rows
  }

  private func read() throws(FormatError) -> Bool {
    guard try reader.next() else { return false }
    lastLine = reader.record.line
    hasLineEnd = reader.record.withCells { bytes, _ in
      bytes.last.map { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } ?? true
    }
    return true
  }

  private func report(_ finding: Finding) {
    if fileFindings.count < handling.limits.documentFindings { fileFindings.append(finding) }
  }

  private func endFile() {
    guard !isEnded else { return }
    isEnded = true
    if profile.completeness.finalLineEnd, !hasLineEnd {
      report(
        Finding(
          .incomplete, file: name, line: lastLine, expected: "a line end at the end of the file",
          "the file does not end with a line end; it looks incomplete: drop it again whole (profile \(profile.name))"))
    }
    trailer.findings(documents: ordinal, rows: fileCount).forEach(report)
  }

  // MARK: records

  /// Goes to the next record of a document, and maps it; false at the end of the file.
  private func advance(_ rows: ProfiledRows) throws(FormatError) -> Bool {
    while try read() {
      let record = reader.record
      if let defect = record.defect, case .unterminatedQuote = defect.kind { report(Finding(defect, file: name)) }
      let isTold = !types.areNamed || record.defect == nil || record.isFirstCellWhole
      guard let type = isTold ? types.type(of: record) : -1 else {
        report(.unknownType(of: record, types.names, file: name, profile: profile.name))
        continue
      }
      if isOfDocument(record, type, rows) { return true }
    }
    return false
  }

  /// Whether a record is one of a document's; all others are seen to.
  private func isOfDocument(_ record: CSVRecord, _ type: Int, _ rows: ProfiledRows) -> Bool {
    self.type = type
    switch role {
    case .ignored: return false
    case .trailer:
      if let defect = record.defect { report(Finding(defect, file: name)) }
      if trailer.isThere { report(.behindTrailer(record, file: name, profile: profile.name)) }
      trailer.see(record)
      return false
    case .shared:
      if let defect = record.defect { report(Finding(defect, file: name)) }
      shared[type] = record.byteRange
      rows.keep(record, type)
      return false
    case .document, .addition, .line:
      if trailer.isThere, !isBehindTrailer {
        isBehindTrailer = true
        report(.behindTrailer(record, file: name, profile: profile.name))
      }
      if role == .document { hasDocument = true }
      if types.haveDocuments, !hasDocument {
        report(.withoutDocument(record, file: name, profile: profile.name))
        return false
      }
      map(record, rows)
      return true
    }
  }

  private func map(_ record: CSVRecord, _ rows: ProfiledRows) {
    if role == .document {
      for other in types.indices where types.role(other) == .document || types.role(other) == .addition { rows.forget(other) }
    }
    if role != .line { rows.keep(record, type) }
    var record = record
    if record.byteRange.lowerBound == 0 {
      headerRange = 0..<reader.firstOffset
      record.byteRange = reader.firstOffset..<record.byteRange.upperBound
    }
    rows.map(record, type: type)
  }

  private var role: CSVShape.RecordType.Role { type < 0 ? .line : types.role(type) }

  /// Whether the record belongs to the current document.
  private func continues(_ rows: ProfiledRows) -> Bool {
    if types.haveDocuments { return role != .document }
    guard rows.columns.number >= 0 else { return false }
    guard isNumberTrusted(rows) else { return true }
    return rows.withRecord { assembly.pointee.continues(with: $0, rows.columns) }
  }

  private func isNumberTrusted(_ rows: ProfiledRows) -> Bool {
    type >= 0 && rows.isNumber(in: reader.record, before: reader.record.defect) && !lacksNumber(rows)
  }

  /// The profile wants the number on each row, and there is none.
  private func lacksNumber(_ rows: ProfiledRows) -> Bool {
    shape.emptyNumber == .refuse && !types.haveDocuments && rows.columns.number >= 0 && rows.isNumberEmpty
  }

  // MARK: the document

  private func begin(_ rows: ProfiledRows) {
    rows.withRecord { assembly.pointee.begin($0, ordinal: ordinal) }
    if let stray { assembly.pointee.report(stray) }
    stray = nil
    lineCount = 0
    rowCount = RowCount()
    equalRows.removeAll()
    if !reported.isEmpty { reported.removeAll() }
    if types.areNamed { sharedRanges = shared.compactMap(\.self) }
  }

  private func take(_ rows: ProfiledRows) {
    let record = reader.record
    if role == .line { count(rows) }
    if record.defect == nil, let finding = widthMistake(of: record) ?? numberMistake(of: record, rows) {
      rows.withRecord { assembly.pointee.takeBroken($0, rows.columns, finding) }
    } else {
      rows.withRecord { assembly.pointee.take($0, rows.columns, isHead: role != .line) }
      if record.defect == nil { noteMistakes(rows, record) }
    }
    if !types.haveDocuments, rows.columns.number >= 0, !isNumberTrusted(rows) { stray = assembly.pointee.mistakes.findings.last }
  }

  private func count(_ rows: ProfiledRows) {
    lineCount += 1
    rows.count(line: profile.kind.layout.isSingle ? ordinal + 1 : lineCount)
    guard trailer.isWanted else { return }
    rowCount.lines += 1
    if let quantity = rows.rowQuantity { rowCount.quantity += quantity } else { rowCount.areQuantitiesKnown = false }
    guard trailer.isAmountWanted else { return }
    if rowCount.amount == nil { rowCount.amount = DecimalSum() }
    if let quantity = rows.rowQuantity, let price = rows.rowPrice {
      rowCount.amount?.add(price, times: quantity)
    } else {
      rowCount.areAmountsKnown = false
    }
  }

  private func noteMistakes(_ rows: ProfiledRows, _ record: CSVRecord) {
    for finding in rows.findings {
      if rows.isRepeated(finding.path), !reported.insert("\(finding.path ?? "")=\(finding.value ?? "")").inserted { continue }
      var finding = finding
      if role == .line, !rows.isRepeated(finding.path) { finding.documentLine = rows.rowLine }
      assembly.pointee.mistakes.append(finding)
    }
    guard role == .line, profile.plausibility.refusesEqualRows, !profile.kind.layout.isSingle else { return }
    if let first = equalRows.firstLine(of: record) {
      assembly.pointee.mistakes.append(.equalRow(record, first: first, line: rows.rowLine, file: name, profile: profile.name))
    }
  }

  private func widthMistake(of record: CSVRecord) -> Finding? {
    guard type >= 0, let mistake = widths?.mistake(of: record, type: type, endsLine: hasLineEnd) else { return nil }
    if mistake.isCut { report(.cut(record, expected: mistake.expected, file: name)) }
    return mistake.finding
  }

  private func numberMistake(of record: CSVRecord, _ rows: ProfiledRows) -> Finding? {
    guard lacksNumber(rows) else { return nil }
    let column = profile.kind.layout.fields.first { $0.role == .documentNumber }?.column
    return .withoutNumber(record, profile.fields.first { $0.column == column }, file: name, profile: profile.name)
  }
}
