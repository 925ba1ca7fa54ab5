import Documents
import Formats

/// Makes a partner's records canonical ones: each cell that needs no change stays where it is, a changed one is put behind the record's bytes.
final class ProfiledRows {
  let columns: CSVColumns
  /// Of the row mapped last.
  private(set) var findings: [Finding] = []

  private let sources: [RowColumn]
  /// By column: what most cells need to know, without taking the column in hand.
  private let plain: [Plain]
  private let file: String
  private let keepsRecords: Bool
  private let counted: Int?
  private let quantity: Int?
  private let price: Int?
  /// Columns of lists that need no entry: constants alone make none.
  private let optionalLists: [(constants: [Int], others: [Int])]
  private var kept: [KeptRecord]
  /// By column: what the document's records have given to it so far, where they are joined.
  private var gathered: [[UInt8]]
  private var source = CSVRecord()
  private var bytes: [UInt8] = []
  private var cells: [CSVCell] = []
  private let trace: ValueTrace?

  private struct Plain {
    let homes: UInt64
    /// Of the cell whose text is the value, unless a spreadsheet has shortened it; -1: there is more to do.
    let position: Int
  }

  init(_ columns: RowColumns, types: RowTypes, layout: Layout, file: String, trace: ValueTrace?) {
    self.trace = trace
    sources = columns.columns
    plain = sources.map { column in
      // A trace wants to hear of every cell.
      guard trace == nil, column.repeatJoint == nil, case .cell(let position) = column.way, column.mapping?.isIdentity == true else {
        return Plain(homes: column.homes, position: -1)
      }
      return Plain(homes: column.homes, position: position)
    }
    self.file = file
    self.columns = CSVColumns(sources.map(\.name), growing: Set(sources.filter { $0.repeatJoint != nil }.map(\.name)), layout: layout)
    gathered = Array(repeating: [], count: sources.count)
    keepsRecords = sources.contains(where: \.needsKeptRecords)
    counted = sources.firstIndex { if case .counted = $0.way { true } else { false } }
    quantity = sources.firstIndex { $0.name == "quantity" }
    price = sources.firstIndex { $0.name == "net_price" }
    optionalLists = Self.optionalLists(sources, layout)
    kept = Array(repeating: KeptRecord(), count: types.indices.count)
  }

  /// Hands out the row mapped last. Nothing of it may leave `body`.
  func withRecord<R>(_ body: (CSVRecord) -> R) -> R {
    bytes.withUnsafeBufferPointer { bytes in
      cells.withUnsafeBufferPointer { cells in body(CSVRecord(replacing: source, bytes: bytes, cells: cells)) }
    }
  }

  func keep(_ record: CSVRecord, _ type: Int) {
    if keepsRecords { kept[type].keep(record) }
  }

  func forget(_ type: Int) {
    kept[type].forget()
    for (index, column) in sources.enumerated() where column.repeatJoint != nil && column.homes & 1 << UInt64(type) != 0 {
      gathered[index] = []
    }
  }

  /// `type` -1: it cannot be told, and all columns are looked for.
  func map(_ record: CSVRecord, type: Int) {
    source = record
    if !findings.isEmpty { findings.removeAll() }
    var bytes: [UInt8] = []
    var cells: [CSVCell] = []
    swap(&bytes, &self.bytes)
    swap(&cells, &self.cells)
    bytes.removeAll(keepingCapacity: true)
    cells.removeAll(keepingCapacity: true)
    record.withCells { own, ownCells in
      bytes.append(contentsOf: own)
      let bit: UInt64 = type < 0 ? .max : 1 << UInt64(type)
      for (index, column) in plain.enumerated() {
        if column.homes & bit == 0 {
          cells.append(CSVCell(offset: 0, length: 0, line: record.line))
        } else if column.position >= 0, column.position < ownCells.count, !isShortened(ownCells[column.position], own) {
          cells.append(ownCells[column.position])
        } else {
          let cell = cell(of: sources[index], type, own, ownCells, line: record.line, &bytes)
          cells.append(sources[index].repeatJoint == nil ? cell : gather(cell, index, &bytes))
        }
      }
    }
    for list in optionalLists where list.others.allSatisfy({ cells[$0].length == 0 }) {
      for constant in list.constants { cells[constant].length = 0 }
    }
    self.bytes = bytes
    self.cells = cells
  }

  private static func optionalLists(_ sources: [RowColumn], _ layout: Layout) -> [(constants: [Int], others: [Int])] {
    layout.sections.indices.compactMap { section in
      guard section > 0, section != layout.lines, !layout.isRequired(list: section) else { return nil }
      let columns = sources.indices.filter { index in
        sources[index].mapping.map { layout.place(of: $0.field).section == section } ?? false
      }
      let constants = columns.filter { if case .constant = sources[$0].way { true } else { false } }
      return constants.isEmpty || constants.count == columns.count ? nil : (constants, columns.filter { !constants.contains($0) })
    }
  }

  /// Gives the row its number, where the file has none.
  func count(line number: Int) {
    guard let counted else { return }
    let text = String(number).utf8
    cells[counted] = CSVCell(offset: bytes.count, length: text.count, line: source.line)
    bytes.append(contentsOf: text)
  }

  var countsLines: Bool { counted != nil }

  /// Of the row mapped last; nil where it cannot be read.
  var rowQuantity: Int? {
    guard let text = text(of: quantity, "quantity") else { return nil }
    return text.isEmpty ? 0 : Int(text)
  }

  /// A decimal, or empty; nil where it cannot be read.
  var rowPrice: String? { text(of: price, "net_price") }

  private func text(of column: Int?, _ name: String) -> String? {
    guard let column else { return "" }
    if findings.contains(where: { $0.path == name }) { return nil }
    return bytes.withUnsafeBufferPointer { String(decoding: trimmed(cells[column].bytes(in: $0)), as: UTF8.self) }
  }

  /// What the row calls its line.
  var rowLine: String? {
    guard columns.line >= 0 else { return nil }
    let cell = cells[columns.line]
    let text = bytes[Int(cell.offset)..<Int(cell.offset + cell.length)]
    return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
  }

  /// Rows of a document repeat that column.
  func isRepeated(_ column: String?) -> Bool { sources.contains { $0.name == column && $0.isOfDocument } }

  /// Whether all that the document's number is made of stands before a place in the record.
  func isNumber(in record: CSVRecord, before defect: CSVDefect?) -> Bool {
    guard columns.number >= 0 else { return true }
    let positions: [Int]
    switch sources[columns.number].way {
    case .cell(let position): positions = [position]
    case .joined(let places, _): positions = places.filter { $0.type < 0 }.map(\.position)
    case .constant, .counted: positions = []
    }
    return positions.allSatisfy { position in
      guard position < record.count else { return false }
      guard position >= 0, let defect else { return true }
      return record.withCells { _, cells in
        let cell = cells[position]
        return defect.line > cell.line || (defect.line == cell.line && defect.column > Int(cell.column + cell.length))
      }
    }
  }

  var isNumberEmpty: Bool {
    guard columns.number >= 0 else { return true }
    return bytes.withUnsafeBufferPointer { trimmed(cells[columns.number].bytes(in: $0)).isEmpty }
  }

  // MARK: cells

  private func isShortened(_ cell: CSVCell, _ own: UnsafeBufferPointer<UInt8>) -> Bool {
    cell.length > 3 && Exponent.isDamage(trimmed(cell.bytes(in: own)))
  }

  private func cell(
    of column: RowColumn, _ type: Int, _ own: UnsafeBufferPointer<UInt8>, _ ownCells: UnsafeBufferPointer<CSVCell>, line: Int,
    _ bytes: inout [UInt8]
  ) -> CSVCell {
    let none = CSVCell(offset: 0, length: 0, line: line)
    switch column.way {
    case .cell(let position):
      let cell = position >= 0 && position < ownCells.count ? ownCells[position] : none
      let text = cell.bytes(in: own)
      guard let base = column.base else { return convert(text, of: column, cell, &bytes) }
      return convert(text, of: column, cell, base: join(base.places, base.joint, type, own, ownCells).text, &bytes)
    case .joined(let places, let joint):
      let joined = join(places, joint, type, own, ownCells)
      var cell = joined.first ?? none
      cell.offset = Int32(truncatingIfNeeded: bytes.count)
      cell.length = Int32(truncatingIfNeeded: joined.text.count)
      bytes += joined.text
      let base = column.base.map { join($0.places, $0.joint, type, own, ownCells).text } ?? []
      return joined.text.withUnsafeBufferPointer { convert($0, of: column, cell, base: base, &bytes) }
    case .constant(let text):
      let start = bytes.count
      bytes += text
      return CSVCell(offset: start, length: text.count, line: line)
    case .counted: return none
    }
  }

  /// Puts a value behind those of the records before.
  private func gather(_ cell: CSVCell, _ index: Int, _ bytes: inout [UInt8]) -> CSVCell {
    let text = bytes.withUnsafeBufferPointer { Array(trimmed(cell.bytes(in: $0))) }
    if text.isEmpty { return cell }
    if !gathered[index].isEmpty { gathered[index] += sources[index].repeatJoint ?? [] }
    gathered[index] += text
    var made = cell
    made.offset = Int32(truncatingIfNeeded: bytes.count)
    made.length = Int32(truncatingIfNeeded: gathered[index].count)
    bytes += gathered[index]
    return made
  }

  /// `cell`: where the text stands, and the value too, if it is the same.
  @inline(__always)
  private func convert(
    _ text: UnsafeBufferPointer<UInt8>, of column: RowColumn, _ cell: CSVCell, base: [UInt8] = [], _ bytes: inout [UInt8]
  ) -> CSVCell {
    guard let mapping = column.mapping else { return cell }
    trace?.hear(mapping, text, base: base, line: cell.line, position: Int(cell.column))
    let start = bytes.count
    let outcome = base.withUnsafeBufferPointer { mapping.append(text, base: $0, to: &bytes) }
    if outcome == .same { return cell }
    if case .wrong(let mistake) = outcome { report(mistake, mapping, text, base, cell) }
    var made = cell
    made.offset = Int32(truncatingIfNeeded: start)
    made.length = Int32(truncatingIfNeeded: bytes.count - start)
    return made
  }

  private func report(
    _ mistake: ValueMistake, _ mapping: ValueMapping, _ text: UnsafeBufferPointer<UInt8>, _ base: [UInt8], _ cell: CSVCell
  ) {
    let written = String(decoding: trimmed(text), as: UTF8.self)
    findings.append(
      mapping.finding(
        mistake, of: written, base: String(decoding: base, as: UTF8.self), file: file, line: cell.line, column: Int(cell.column)))
  }

  /// The cells that are not empty, with the joint between them; a text without cells is the joint itself. `first`: of the cells that count.
  private func join(
    _ places: [RowColumn.Place], _ joint: [UInt8], _ type: Int, _ own: UnsafeBufferPointer<UInt8>,
    _ ownCells: UnsafeBufferPointer<CSVCell>
  ) -> (text: [UInt8], first: CSVCell?) {
    if places.isEmpty { return (joint, nil) }
    var text: [UInt8] = []
    var first: CSVCell?
    func add(_ cell: CSVCell, _ bytes: UnsafeBufferPointer<UInt8>) {
      let bytes = trimmed(cell.bytes(in: bytes))
      if bytes.isEmpty { return }
      if first == nil { first = cell } else { text += joint }
      text += bytes
    }
    for place in places where place.position >= 0 {
      if place.type < 0 || place.type == type {
        if place.position < ownCells.count { add(ownCells[place.position], own) }
      } else if place.position < kept[place.type].cells.count {
        let record = kept[place.type]
        record.bytes.withUnsafeBufferPointer { add(record.cells[place.position], $0) }
      }
    }
    return (text, first)
  }
}
