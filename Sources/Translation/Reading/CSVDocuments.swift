package import Documents
package import Formats

/// Canonical CSV as documents: rows of one number next to each other are one document.
package final class CSVDocuments: DocumentReading {
  package private(set) var document: Document
  package var findings: [Finding] { mistakes.findings }
  package private(set) var fileFindings: [Finding] = []
  package private(set) var linesNotKept = 0

  private let name: String
  private let layout: Layout
  private let handling: Handling
  private let reader: CSVReader
  private let checker: Checker
  private let lineSlot: Int
  private let keys: [Int?]
  private var columns: CSVColumns?
  private var mistakes: Mistakes
  private var lines = LineTable()
  /// The reader's record is the first one of the next document.
  private var isAhead = false
  private var ordinal = 0
  /// A record that cannot be told apart stands between two documents: it may belong to either.
  private var stray: CSVDefect?

  package init(source: ByteSource, name: String, layout: Layout, handling: Handling) {
    self.name = name
    self.layout = layout
    self.handling = handling
    reader = CSVReader(source: source)
    checker = Checker(layout: layout, defaults: handling.defaults, isXML: false)
    lineSlot = layout.place(of: layout.lineField).slot
    keys = layout.sections.map(\.key)
    document = Document(layout: layout)
    mistakes = Mistakes(file: name, limit: handling.limits.documentFindings)
  }

  package func next() throws(FormatError) -> Bool {
    if columns == nil {
      guard try readHeader() else { return false }
    }
    if !isAhead {
      guard try advance() else { return false }
    }
    begin()
    repeat {
      take()
      isAhead = try advance()
    } while isAhead && continues()
    finish()
    return true
  }

  // MARK: records

  private func readHeader() throws(FormatError) -> Bool {
    guard try reader.next() else { return false }
    if let defect = reader.record.defect {
      fileFindings.append(finding(of: defect))
      columns = nil
      return false
    }
    let header = CSVColumns(header: reader.record, layout: layout, defaults: handling.defaults, file: name)
    fileFindings += header.findings
    columns = header
    return true
  }

  /// To the next record that is not empty of cells.
  private func advance() throws(FormatError) -> Bool {
    guard try reader.next() else { return false }
    if let defect = reader.record.defect, case .unterminatedQuote = defect.kind { fileFindings.append(finding(of: defect)) }
    return true
  }

  /// Whether the reader's record belongs to the current document.
  private func continues() -> Bool {
    guard let columns, columns.number >= 0 else { return false }
    let record = reader.record
    guard columns.number < record.count, isNumberTrusted(record, columns) else { return true }
    let current = document.values[document.entries[0].firstValue + numberSlot]
    return record.withCells { bytes, cells in
      let cell = text(of: cells[columns.number], in: bytes)
      if cell.isEmpty { return layout.kind.isUnsafe || current.isFilled }
      return current.length == cell.count && document.text.withUnsafeBufferPointer { equal($0, at: current, cell) }
    }
  }

  private var numberSlot: Int { layout.numberField.map { layout.place(of: $0).slot } ?? 0 }

  /// A defect before or in the number's cell may have shifted the cells.
  private func isNumberTrusted(_ record: CSVRecord, _ columns: CSVColumns) -> Bool {
    guard let defect = record.defect else { return true }
    return record.withCells { _, cells in
      let cell = cells[columns.number]
      return defect.line > cell.line || (defect.line == cell.line && defect.column > Int(cell.column + cell.length))
    }
  }

  // MARK: one document

  private func begin() {
    document.begin(ordinal: ordinal, line: reader.record.line)
    document.byteRange = reader.record.byteRange
    mistakes.removeAll()
    lines.removeAll()
    linesNotKept = 0
    if let stray {
      report(stray)
      self.stray = nil
    }
  }

  private func finish() {
    mistakes.document = document.number
    if linesNotKept > 0 {
      mistakes.append(
        .limit, line: Int32(truncatingIfNeeded: document.entries[0].line), expected: "at most \(handling.limits.documentLines) lines",
        "the document has \(document.lineCount + linesNotKept) lines or is larger than \(handling.limits.body) bytes; expected at most \(handling.limits.documentLines) lines: split it"
      )
    } else if fileFindings.isEmpty || columns?.number ?? -1 >= 0 {
      checkPresent()
    }
    ordinal += 1
  }

  /// Missing columns are one finding of the header line, not one of each row.
  private func checkPresent() {
    guard fileFindings.contains(where: { $0.code == .missingColumn }) else { return checker.check(document, into: &mistakes) }
    var all = Mistakes(file: name, limit: handling.limits.documentFindings)
    all.document = document.number
    checker.check(document, into: &all)
    for finding in all.findings where finding.code != .missing { mistakes.append(finding) }
  }

  private func take() {
    let record = reader.record
    document.byteRange = document.byteRange.lowerBound..<record.byteRange.upperBound
    guard let columns else { return }
    if let defect = record.defect {
      report(defect)
      if columns.number >= 0, columns.number >= record.count || !isNumberTrusted(record, columns) { stray = defect }
      if columns.number >= record.count { return }
    } else if record.count != columns.headerCount, !isWidthHarmless(record, columns) {
      reportWidth(record, columns)
      if columns.number >= record.count { return }
    }
    if document.lineCount > handling.limits.documentLines || document.text.count > handling.limits.body {
      linesNotKept += 1
      return
    }
    record.withCells { bytes, cells in
      fill(entry: 0, section: 0, columns, bytes, cells)
      addLists(of: 0, columns, bytes, cells)
      if layout.lines > 0 { addLine(columns, bytes, cells, record) }
    }
  }

  /// Trailing separators make empty cells: no harm.
  private func isWidthHarmless(_ record: CSVRecord, _ columns: CSVColumns) -> Bool {
    guard record.count > columns.headerCount else { return false }
    return record.withCells { _, cells in cells[columns.headerCount...].allSatisfy { $0.length == 0 } }
  }

  private func reportWidth(_ record: CSVRecord, _ columns: CSVColumns) {
    let found = "the record has \(record.count) cells; expected \(columns.headerCount) as in the header line"
    let remedy = record.count > columns.headerCount ? "put cells that contain the separator in quotes" : "it looks cut off"
    mistakes.append(
      .malformed, line: Int32(truncatingIfNeeded: record.line), expected: "\(columns.headerCount) cells", "\(found): \(remedy)")
  }

  private func report(_ defect: CSVDefect) {
    mistakes.append(finding(of: defect))
  }

  private func finding(of defect: CSVDefect) -> Finding {
    let code: Finding.Code =
      switch defect.kind {
      case .invalidUTF8: .encoding
      case .unterminatedQuote: .incomplete
      case .cellTooLong, .recordTooLong, .tooManyCells: .tooLong
      case .strayQuote, .nulByte, .loneCarriageReturn: .malformed
      }
    return Finding(
      code, file: name, line: defect.line, column: defect.column, expected: defect.expected,
      "\(defect.message); expected \(defect.expected)")
  }

  // MARK: cells

  private func addLine(
    _ columns: CSVColumns, _ bytes: UnsafeBufferPointer<UInt8>, _ cells: UnsafeBufferPointer<CSVCell>, _ record: CSVRecord
  ) {
    let isLine =
      columns.columns[layout.lines].contains { isFilled(cells, $0.column) }
      || layout.sections[layout.lines].lists.contains { list in columns.columns[list].contains { isFilled(cells, $0.column) } }
    // A row that only adds to the document's own lists has no line.
    guard isLine || document.lineCount == 0 else { return }
    let entry: Int
    if columns.line >= 0, columns.line < cells.count {
      let number = text(of: cells[columns.line], in: bytes)
      if let known = lines.find(number, in: document, slot: lineSlot) {
        entry = known
      } else {
        entry = document.append(section: layout.lines, to: 0, line: record.line)
        lines.insert(number, entry)
      }
    } else {
      entry = document.append(section: layout.lines, to: 0, line: record.line)
    }
    fill(entry: entry, section: layout.lines, columns, bytes, cells)
    addLists(of: entry, columns, bytes, cells)
  }

  private func isFilled(_ cells: UnsafeBufferPointer<CSVCell>, _ column: Int) -> Bool { column < cells.count && cells[column].length > 0 }

  /// Sets the fields of an entry, or compares them where they are set already: rows of a document repeat its fields or leave them empty.
  private func fill(
    entry: Int, section: Int, _ columns: CSVColumns, _ bytes: UnsafeBufferPointer<UInt8>, _ cells: UnsafeBufferPointer<CSVCell>
  ) {
    let first = document.entries[entry].firstValue
    for (column, slot) in columns.columns[section] where column < cells.count {
      let cell = cells[column]
      if cell.length == 0, !cell.isQuoted { continue }
      let text = text(of: cell, in: bytes)
      let value = document.values[first + slot]
      if !value.isFilled {
        if !text.isEmpty || (cell.isQuoted && !value.isPresent) {
          document.set(entry, slot, to: text, line: Int32(truncatingIfNeeded: cell.line), column: cell.column)
        }
      } else if !text.isEmpty, !document.text.withUnsafeBufferPointer({ equal($0, at: value, text) }) {
        reportContradiction(section, slot, value, cell, text)
      }
    }
  }

  private func reportContradiction(
    _ section: Int, _ slot: Int, _ value: Document.Value, _ cell: CSVCell, _ text: UnsafeBufferPointer<UInt8>
  ) {
    let column = layout.fields[layout.sections[section].fields[slot]].column
    let written = Finding.shortened(String(decoding: text, as: UTF8.self))
    let before = Finding.shortened(document.string(value))
    mistakes.append(
      .contradiction, line: Int32(truncatingIfNeeded: cell.line), column: cell.column, path: column, value: written, expected: before,
      "\(column) \"\(written)\" contradicts \"\(before)\" on line \(value.line); expected the same value, or none, on each row of the \(section == 0 ? "document" : "line")"
    )
  }

  /// A row adds an entry to a list only if the list's cells are filled and its key is new; an equal repeat counts once.
  private func addLists(
    of owner: Int, _ columns: CSVColumns, _ bytes: UnsafeBufferPointer<UInt8>, _ cells: UnsafeBufferPointer<CSVCell>
  ) {
    for list in layout.sections[document.entries[owner].section].lists where list != layout.lines {
      let own = columns.columns[list]
      guard own.contains(where: { isFilled(cells, $0.column) }) else { continue }
      if let known = entry(of: list, in: owner, own, bytes, cells) {
        compare(known, list, own, bytes, cells)
        continue
      }
      let line = own.first.map { cells[$0.column].line } ?? 0
      let entry = document.append(section: list, to: owner, line: line)
      fill(entry: entry, section: list, columns, bytes, cells)
    }
  }

  /// The entry of the list with the same key as this row.
  private func entry(
    of list: Int, in owner: Int, _ own: [(column: Int, slot: Int)], _ bytes: UnsafeBufferPointer<UInt8>,
    _ cells: UnsafeBufferPointer<CSVCell>
  ) -> Int? {
    var entry = document.first(of: list, in: owner)
    guard entry >= 0, let key = keys[list] else { return nil }
    let wanted = own.first { $0.slot == key }.map { text(of: cells[$0.column], in: bytes) }
    while entry >= 0 {
      let value = document.value(entry, key)
      if let wanted, !wanted.isEmpty {
        if value.isFilled, document.text.withUnsafeBufferPointer({ equal($0, at: value, wanted) }) { return entry }
      } else if !value.isFilled {
        return entry
      }
      entry = document.next(entry)
    }
    return nil
  }

  private func compare(
    _ entry: Int, _ list: Int, _ own: [(column: Int, slot: Int)], _ bytes: UnsafeBufferPointer<UInt8>, _ cells: UnsafeBufferPointer<CSVCell>
  ) {
    for (column, slot) in own where column < cells.count {
      let text = text(of: cells[column], in: bytes)
      let value = document.value(entry, slot)
      if text.isEmpty && !value.isFilled { continue }
      if value.isFilled, document.text.withUnsafeBufferPointer({ equal($0, at: value, text) }) { continue }
      let name = layout.fields[layout.sections[list].fields[slot]].column
      let written = Finding.shortened(String(decoding: text, as: UTF8.self))
      let key = keys[list].map { layout.fields[layout.sections[list].fields[$0]].column } ?? name
      mistakes.append(
        .contradiction, line: Int32(truncatingIfNeeded: cells[column].line), column: cells[column].column, path: name, value: written,
        expected: document.string(value),
        "\(name) \"\(written)\" differs from \"\(Finding.shortened(document.string(value)))\" on line \(document.entries[entry].line) for the same \(key); expected another \(key), or an equal row"
      )
    }
  }

  /// A cell's bytes without blanks at both ends.
  @inline(__always)
  private func text(of cell: CSVCell, in bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var start = Int(cell.offset)
    var end = start + Int(cell.length)
    while start < end, bytes[start] <= 0x20 { start += 1 }
    while start < end, bytes[end - 1] <= 0x20 { end -= 1 }
    return UnsafeBufferPointer(rebasing: bytes[start..<end])
  }
}

@inline(__always)
func equal(_ text: UnsafeBufferPointer<UInt8>, at value: Document.Value, _ other: UnsafeBufferPointer<UInt8>) -> Bool {
  guard Int(value.length) == other.count else { return false }
  for index in 0..<other.count where text[Int(value.offset) + index] != other[index] { return false }
  return true
}
