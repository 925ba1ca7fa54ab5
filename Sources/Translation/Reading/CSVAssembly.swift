import Documents
import Formats

/// One document being put together from CSV rows. A struct, so that its class is asked for access once for each row and not for each cell.
struct CSVAssembly {
  private(set) var document: Document
  var mistakes: Mistakes
  private(set) var linesNotKept = 0
  var checker: Checker
  /// Of a profile.
  var fillings: [ValueFilling] = []

  private let layout: Layout
  private let limits: Handling.Limits
  private let numberSlot: Int
  private let lineSlot: Int?
  /// By section: the slot that tells its entries apart, and what stands for an empty one.
  private let keys: [(slot: Int, standIn: [UInt8])?]
  private var lines = LineTable()
  /// Some of its records could not be read.
  private var isBroken = false
  /// Where the document's first record stands in its arena; -1 for further records, of which only new values are kept.
  private var kept = -1

  init(layout: Layout, handling: Handling, name: String) {
    self.layout = layout
    limits = handling.limits
    lineSlot = layout.lineSlot
    numberSlot = layout.numberSlot
    keys = layout.sections.map { section in
      section.key.map { ($0, Array((handling.defaults[layout.fields[section.fields[$0]].column] ?? "").utf8)) }
    }
    checker = Checker(layout: layout, handling: handling, isXML: false)
    document = Document(layout: layout)
    mistakes = Mistakes(file: name, limit: handling.limits.documentFindings)
  }

  mutating func begin(_ record: CSVRecord, ordinal: Int) {
    document.begin(ordinal: ordinal, line: record.line)
    document.byteRange = record.byteRange
    mistakes.removeAll()
    lines.removeAll()
    linesNotKept = 0
    isBroken = false
  }

  mutating func report(_ finding: Finding) {
    mistakes.append(finding)
    isBroken = true
  }

  /// Whether a record, whose number can be trusted, speaks of this document.
  mutating func continues(with record: CSVRecord, _ columns: CSVColumns) -> Bool {
    let current = document.values[document.entries[0].firstValue + numberSlot]
    return record.withCells { bytes, cells in
      let cell = trimmed(cells[columns.number], in: bytes)
      if cell.isEmpty { return layout.kind.isUnsafe || current.isFilled }
      return isEqual(current, cell)
    }
  }

  /// `isHead`: the record has nothing of a line.
  mutating func take(_ record: CSVRecord, _ columns: CSVColumns, isHead: Bool = false) {
    if let defect = record.defect { return takeBroken(record, columns, Finding(defect, file: mistakes.file)) }
    if record.count != columns.headerCount, !isWidthHarmless(record, columns) {
      return takeBroken(record, columns, .width(of: record, expected: columns.headerCount, as: "in the header line", file: mistakes.file))
    }
    let isFirst = record.byteRange.lowerBound == document.byteRange.lowerBound
    document.byteRange = document.byteRange.lowerBound..<record.byteRange.upperBound
    if document.text.count > limits.body {
      linesNotKept += 1
      return
    }
    record.withCells { bytes, cells in
      kept = isFirst ? document.keep(bytes) : -1
      fill(entry: 0, section: 0, columns, bytes, cells)
      addLists(of: 0, columns, bytes, cells)
      if layout.lines > 0, !isHead { addLine(columns, bytes, cells, record) }
    }
  }

  /// Gives the fields that stayed empty what the profile says of them.
  mutating func fillEmpty(_ trace: ValueTrace?) {
    for filling in fillings {
      addEntries(of: filling.section)
      for index in document.entries.indices where document.entries[index].section == filling.section {
        if document.value(index, filling.slot).isFilled { continue }
        let line = document.entries[index].line
        trace?.hear(filling.mapping, UnsafeBufferPointer(start: nil, count: 0), base: [], line: line, position: 0)
        filling.value.withUnsafeBufferPointer {
          document.set(index, filling.slot, to: $0, line: Int32(truncatingIfNeeded: line), column: 0)
        }
      }
    }
  }

  /// A list that has to have an entry has one for what the profile says, where no row gave it any.
  private mutating func addEntries(of section: Int) {
    guard section != 0, section != layout.lines, layout.isRequired(list: section), let owner = layout.sections[section].owner else {
      return
    }
    for index in document.entries.indices where document.entries[index].section == owner && document.count(of: section, in: index) == 0 {
      _ = document.append(section: section, to: index, line: document.entries[index].line)
    }
  }

  mutating func finish() {
    if linesNotKept > 0 {
      mistakes.append(
        .limit, line: Int32(truncatingIfNeeded: document.entries[0].line),
        expected: "at most \(limits.documentLines) lines and \(limits.body) bytes",
        "the document has more than \(limits.documentLines) lines or \(limits.body) bytes; expected at most so many: split it")
    } else {
      checker.check(document, isWhole: !isBroken, into: &mistakes)
    }
    if !mistakes.isEmpty { mistakes.document = document.number }
  }

  // MARK: records that cannot be used

  /// Of a broken record only what names it is kept: the document's number, if it is the first, and its line.
  mutating func takeBroken(_ record: CSVRecord, _ columns: CSVColumns, _ finding: Finding) {
    document.byteRange = document.byteRange.lowerBound..<record.byteRange.upperBound
    report(finding)
    record.withCells { bytes, cells in
      kept = -1
      if columns.number >= 0, columns.number < cells.count, !document.values[document.entries[0].firstValue + numberSlot].isFilled {
        store(cells[columns.number], entry: 0, numberSlot, bytes)
      }
      guard layout.lines > 0, let lineSlot, columns.line >= 0, columns.line < cells.count else { return }
      if let entry = line(of: cells[columns.line], bytes, record), !document.value(entry, lineSlot).isFilled {
        store(cells[columns.line], entry: entry, lineSlot, bytes)
      }
    }
  }

  /// Trailing separators make empty cells: no harm.
  private func isWidthHarmless(_ record: CSVRecord, _ columns: CSVColumns) -> Bool {
    guard record.count > columns.headerCount else { return false }
    return record.isBlank(from: columns.headerCount)
  }

  // MARK: cells

  private mutating func addLine(
    _ columns: CSVColumns, _ bytes: UnsafeBufferPointer<UInt8>, _ cells: UnsafeBufferPointer<CSVCell>, _ record: CSVRecord
  ) {
    // A row that only adds to the document's own lists has no line.
    guard document.lineCount == 0 || hasCell(of: layout.lines, columns, bytes, cells) else { return }
    let isNumbered = columns.line >= 0 && columns.line < cells.count
    guard let entry = isNumbered ? line(of: cells[columns.line], bytes, record) : newLine(record) else {
      linesNotKept += 1
      return
    }
    fill(entry: entry, section: layout.lines, columns, bytes, cells)
    addLists(of: entry, columns, bytes, cells)
  }

  /// The line of that number, a new one if there is none. nil: the document has too many.
  private mutating func line(of cell: CSVCell, _ bytes: UnsafeBufferPointer<UInt8>, _ record: CSVRecord) -> Int? {
    let number = trimmed(cell, in: bytes)
    if let lineSlot, let known = lines.find(number, in: document, slot: lineSlot) { return known }
    guard let entry = newLine(record) else { return nil }
    lines.insert(number, entry)
    return entry
  }

  private mutating func newLine(_ record: CSVRecord) -> Int? {
    guard document.lineCount < limits.documentLines else { return nil }
    return document.append(section: layout.lines, to: 0, line: record.line)
  }

  /// Whether anything of a section, or of a list inside it, is filled in the row.
  private func hasCell(
    of section: Int, _ columns: CSVColumns, _ bytes: UnsafeBufferPointer<UInt8>, _ cells: UnsafeBufferPointer<CSVCell>
  ) -> Bool {
    for place in columns.ranges[section] where isFilled(cells, columns.cells[place].column, bytes) { return true }
    for list in layout.sections[section].lists where hasCell(of: list, columns, bytes, cells) { return true }
    return false
  }

  @inline(__always)
  private func isFilled(_ cells: UnsafeBufferPointer<CSVCell>, _ column: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let cell = cells[column]
    return cell.length > 0 && !trimmed(cell, in: bytes).isEmpty
  }

  /// Sets the fields of an entry, or compares them where they are set already: rows of a document repeat its fields or leave them empty.
  private mutating func fill(
    entry: Int, section: Int, _ columns: CSVColumns, _ bytes: UnsafeBufferPointer<UInt8>, _ cells: UnsafeBufferPointer<CSVCell>
  ) {
    if kept >= 0 { return fillNew(entry: entry, columns.ranges[section], columns, bytes, cells) }
    for place in columns.ranges[section] {
      let (column, slot) = columns.cells[place]
      let cell = cells[column]
      if cell.length == 0, !cell.isQuoted { continue }
      let value = document.value(entry, slot)
      let text = trimmed(cell, in: bytes)
      if !value.isFilled {
        if !text.isEmpty || !value.isPresent { store(cell, entry: entry, slot, bytes) }
      } else if section == 0, columns.growing & 1 << UInt64(slot) != 0 {
        store(cell, entry: entry, slot, bytes)
      } else if !text.isEmpty, !isEqual(value, text), !isSame(value, text, section, slot) {
        let column = layout.fields[layout.sections[section].fields[slot]].column
        mistakes.append(
          .contradiction(
            of: column, String(decoding: text, as: UTF8.self), at: cell, with: document.string(value), on: Int(value.line),
            within: section == 0 ? "document" : "line", file: mistakes.file))
      }
    }
  }

  /// Sets the fields of an entry of a document's first record, whose bytes the document has kept.
  private mutating func fillNew(
    entry: Int, _ places: Range<Int>, _ columns: CSVColumns, _ bytes: UnsafeBufferPointer<UInt8>, _ cells: UnsafeBufferPointer<CSVCell>
  ) {
    let kept = kept
    document.withSlots(of: entry) { slots in
      var present: UInt64 = 0
      var filled: UInt64 = 0
      columns.cells.withUnsafeBufferPointer { all in
        for place in places {
          let (column, slot) = all[place]
          let cell = cells[column]
          if cell.length == 0, !cell.isQuoted { continue }
          let (start, end) = trimmedEnds(bytes, from: Int(cell.offset), to: Int(cell.offset &+ cell.length))
          if start == end, !cell.isQuoted { continue }
          slots[slot].offset = Int32(truncatingIfNeeded: kept &+ start)
          slots[slot].length = Int32(truncatingIfNeeded: end &- start)
          slots[slot].line = Int32(truncatingIfNeeded: cell.line)
          slots[slot].column = cell.column
          present |= 1 &<< UInt64(truncatingIfNeeded: slot)
          if end > start { filled |= 1 &<< UInt64(truncatingIfNeeded: slot) }
        }
      }
      return (present, filled)
    }
  }

  /// Puts a cell's text into a slot. A cell of blanks is empty; only a quoted one is there and empty.
  @inline(__always)
  private mutating func store(_ cell: CSVCell, entry: Int, _ slot: Int, _ bytes: UnsafeBufferPointer<UInt8>) {
    let text = trimmed(cell, in: bytes)
    if text.isEmpty, !cell.isQuoted { return }
    let line = Int32(truncatingIfNeeded: cell.line)
    document.set(entry, slot, to: text, line: line, column: cell.column)
  }

  // MARK: lists

  /// A row adds an entry to a list only if the list's cells are filled and its key is new; an equal repeat counts once.
  private mutating func addLists(
    of owner: Int, _ columns: CSVColumns, _ bytes: UnsafeBufferPointer<UInt8>, _ cells: UnsafeBufferPointer<CSVCell>
  ) {
    for list in layout.sections[document.entries[owner].section].lists where list != layout.lines {
      let places = columns.ranges[list]
      guard let first = places.first(where: { isFilled(cells, columns.cells[$0].column, bytes) }) else { continue }
      if let known = entry(of: list, in: owner, columns, bytes, cells) {
        compare(known, list, columns, bytes, cells)
        continue
      }
      let entry = document.append(section: list, to: owner, line: cells[columns.cells[first].column].line)
      fill(entry: entry, section: list, columns, bytes, cells)
    }
  }

  /// The entry of the list with the same key as this row.
  private func entry(
    of list: Int, in owner: Int, _ columns: CSVColumns, _ bytes: UnsafeBufferPointer<UInt8>, _ cells: UnsafeBufferPointer<CSVCell>
  ) -> Int? {
    var entry = document.first(of: list, in: owner)
    guard entry >= 0, let key = keys[list] else { return nil }
    let place = columns.ranges[list].first { columns.cells[$0].slot == key.slot }
    let cell = place.map { trimmed(cells[columns.cells[$0].column], in: bytes) }
    return key.standIn.withUnsafeBufferPointer { standIn in
      let wanted = cell.flatMap { $0.isEmpty ? nil : $0 } ?? standIn
      while entry >= 0 {
        let value = document.value(entry, key.slot)
        if value.isFilled ? isEqual(value, wanted) : wanted.elementsEqual(standIn) { return entry }
        entry = document.next(entry)
      }
      return nil
    }
  }

  private mutating func compare(
    _ entry: Int, _ list: Int, _ columns: CSVColumns, _ bytes: UnsafeBufferPointer<UInt8>, _ cells: UnsafeBufferPointer<CSVCell>
  ) {
    for place in columns.ranges[list] where columns.cells[place].slot != keys[list]?.slot {
      let (column, slot) = columns.cells[place]
      let text = trimmed(cells[column], in: bytes)
      let value = document.value(entry, slot)
      if text.isEmpty ? !value.isFilled : value.isFilled && (isEqual(value, text) || isSame(value, text, list, slot)) { continue }
      let name = layout.fields[layout.sections[list].fields[slot]].column
      let key = keys[list].map { layout.fields[layout.sections[list].fields[$0.slot]].column } ?? name
      mistakes.append(
        .difference(
          of: name, String(decoding: text, as: UTF8.self), at: cells[column], from: document.string(value),
          on: document.entries[entry].line, sameKey: key, file: mistakes.file))
    }
  }

  // MARK: values

  private func isEqual(_ value: Document.Value, _ other: UnsafeBufferPointer<UInt8>) -> Bool {
    Int(value.length) == other.count && document.text.withUnsafeBufferPointer { equal($0, at: value, other) }
  }

  /// Written otherwise, but the same: `12.50` and `12.5`.
  private func isSame(_ value: Document.Value, _ other: UnsafeBufferPointer<UInt8>, _ section: Int, _ slot: Int) -> Bool {
    let shape = ValueShape(layout.fields[layout.sections[section].fields[slot]].content)
    return document.text.withUnsafeBufferPointer { text in
      let own = UnsafeBufferPointer(rebasing: text[Int(value.offset)..<Int(value.offset + value.length)])
      return ValueRules.areEqual(own, other, shape)
    }
  }
}

@inline(__always)
private func trimmed(_ cell: CSVCell, in bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
  trimmed(cell.bytes(in: bytes))
}

@inline(__always)
func equal(_ text: UnsafeBufferPointer<UInt8>, at value: Document.Value, _ other: UnsafeBufferPointer<UInt8>) -> Bool {
  guard Int(value.length) == other.count else { return false }
  for index in 0..<other.count where text[Int(value.offset) + index] != other[index] { return false }
  return true
}
