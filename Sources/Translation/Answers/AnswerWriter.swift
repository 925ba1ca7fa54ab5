package import Documents
import Formats

/// Writes answer rows as CSV or XML, piece by piece. Equal rows give equal bytes: an answer holds no clock times.
package struct AnswerWriter {
  private enum Form {
    case csv(CSVWriter)
    case xml(XMLWriter)
  }

  private var form: Form
  private let columns: [ResultLayout.Column]

  /// `kind` nil: a file whose kind could not be told has no result columns.
  package init(kind: Kind?, format: DocumentReader.Format) {
    columns = kind.map { ResultLayout.of($0).columns } ?? []
    switch format {
    case .csv:
      var writer = CSVWriter(separator: UInt8(ascii: ";"))
      writer.record(ResultLayout.leading.map(\.name) + columns.map(\.name))
      form = .csv(writer)
    case .xml:
      var writer = XMLWriter(namespace: XMLDocuments.namespace)
      writer.start("answer")
      form = .xml(writer)
    }
  }

  package mutating func append(_ row: AnswerRow) {
    switch form {
    case .csv(var writer):
      form = .csv(CSVWriter())
      Self.append(row, columns, to: &writer)
      form = .csv(writer)
    case .xml(var writer):
      form = .xml(XMLWriter())
      Self.append(row, columns, to: &writer)
      form = .xml(writer)
    }
  }

  /// Rows alone, to be kept until ``append(written:)`` puts them into an answer.
  package static func rows(_ rows: [AnswerRow], kind: Kind, format: DocumentReader.Format) -> [UInt8] {
    var writer = AnswerWriter(kind: kind, format: format)
    let head = writer.count
    for row in rows { writer.append(row) }
    return Array(writer.take().dropFirst(rows.isEmpty ? Int.max : head))
  }

  package mutating func append(written rows: [UInt8]) {
    switch form {
    case .csv(var writer):
      form = .csv(CSVWriter())
      writer.append(written: rows)
      form = .csv(writer)
    case .xml(var writer):
      form = .xml(XMLWriter())
      writer.append(written: rows)
      form = .xml(writer)
    }
  }

  private var count: Int {
    switch form {
    case .csv(let writer): writer.bytes.count
    case .xml(let writer): writer.bytes.count
    }
  }

  /// What was written since the last time.
  package mutating func take() -> [UInt8] {
    switch form {
    case .csv(var writer):
      let bytes = writer.take()
      form = .csv(writer)
      return bytes
    case .xml(var writer):
      let bytes = writer.take()
      form = .xml(writer)
      return bytes
    }
  }

  /// The last bytes.
  package mutating func finish() -> [UInt8] {
    if case .xml(var writer) = form {
      writer.end()
      form = .xml(writer)
    }
    return take()
  }

  private static func append(_ row: AnswerRow, _ columns: [ResultLayout.Column], to writer: inout CSVWriter) {
    writer.cell(String(row.sourceLine))
    writer.cell(row.document)
    writer.cell(row.line)
    writer.cell(row.status.rawValue)
    writer.cell(row.code)
    writer.cell(row.message, defuse: true)
    for (index, column) in columns.enumerated() {
      writer.cell(index < row.cells.count ? row.cells[index] : "", defuse: column.isFreeText)
    }
    writer.endRecord()
  }

  private static func append(_ row: AnswerRow, _ columns: [ResultLayout.Column], to writer: inout XMLWriter) {
    writer.start("row")
    writer.element("source_line", String(row.sourceLine))
    writer.element("document", row.document)
    writer.element("line", row.line)
    writer.element("status", row.status.rawValue)
    writer.element("code", row.code)
    writer.element("message", row.message)
    for (index, column) in columns.enumerated() { writer.element(column.name, index < row.cells.count ? row.cells[index] : "") }
    writer.end()
  }
}
