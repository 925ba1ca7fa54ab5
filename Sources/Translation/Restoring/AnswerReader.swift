import Documents
package import Formats

/// Reads a canonical answer of orders or returns back, document by document, in flat memory. Not for several threads.
package final class AnswerReader {
  /// Ends the reading: it is no canonical answer, or it is cut. What was read before stands. One of a safe kind ends at once.
  package private(set) var isForeign = false

  private let nextCells: () throws(FormatError) -> [String: String]?
  private var kind: Kind?
  private var ahead: AnswerRow?
  private var isAtEnd = false

  private static let leading = Set(ResultLayout.leading.map(\.name))
  private static let kinds = Kind.allCases.filter(\.isUnsafe).map { kind in
    (kind: kind, columns: ResultLayout.leading.map(\.name) + ResultLayout.of(kind).columns.map(\.name))
  }

  package init(_ source: ByteSource, format: DocumentReader.Format) {
    switch format {
    case .csv: nextCells = Self.records(source)
    case .xml: nextCells = Self.elements(source)
    }
  }

  /// nil: at the end, or `isForeign`.
  package func next() throws(FormatError) -> ToldDocument? {
    if ahead == nil, !isAtEnd { ahead = try row() }
    guard let first = ahead, let kind else { return nil }
    var rows = [first]
    ahead = try row()
    while let row = ahead, row.document == first.document {
      rows.append(row)
      ahead = try self.row()
    }
    return ToldDocument(kind: kind, number: first.document, rows: rows)
  }

  private func row() throws(FormatError) -> AnswerRow? {
    guard let cells = try nextCells() else {
      isAtEnd = true
      return nil
    }
    if kind == nil { kind = Self.kinds.first { Set($0.columns) == Set(cells.keys) }?.kind }
    guard let kind, let columns = Self.kinds.first(where: { $0.kind == kind })?.columns, cells.count == columns.count,
      let sourceLine = cells["source_line"].flatMap({ Int($0) }), let status = cells["status"].flatMap(AnswerStatus.init)
    else {
      isForeign = kind != nil || !Self.leading.isSubset(of: cells.keys)
      isAtEnd = true
      return nil
    }
    func text(_ name: String) -> String { cells[name] ?? "" }
    return AnswerRow(
      sourceLine: sourceLine, document: text("document"), line: text("line"), status: status, code: text("code"), message: text("message"),
      cells: columns.dropFirst(ResultLayout.leading.count).map(text))
  }

  /// A record that cannot be read has no cells, which no kind has.
  private static func records(_ source: ByteSource) -> () throws(FormatError) -> [String: String]? {
    let reader = CSVReader(source: source)
    var header: [String]?
    return { () throws(FormatError) in
      if header == nil {
        guard try reader.next() else { return nil }
        header = (0..<reader.record.count).map { reader.record.text($0) }
      }
      guard let names = header, try reader.next() else { return nil }
      guard reader.record.defect == nil, reader.record.count == names.count else { return [:] }
      return Dictionary(zip(names, (0..<names.count).map { reader.record.text($0) })) { first, _ in first }
    }
  }

  private static func elements(_ source: ByteSource) -> () throws(FormatError) -> [String: String]? {
    let reader = XMLReader(source: source)
    var depth = 0
    return { () throws(FormatError) in
      var cells: [String: String] = [:]
      var text = ""
      while try reader.next() {
        switch reader.event.kind {
        case .start:
          depth += 1
          text = ""
        case .text: text += reader.text
        case .end:
          depth -= 1
          let name = reader.names.text(reader.event.name)
          if depth == 2 { cells[name] = text }
          if depth == 1 { return cells }
        }
      }
      return reader.defect == nil ? nil : [:]
    }
  }
}
