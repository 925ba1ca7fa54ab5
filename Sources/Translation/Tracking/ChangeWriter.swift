import Formats

/// Writes a change file: CSV, UTF-8, `;`, LF, the header always. Equal rows give equal bytes: it holds no clock times.
package enum ChangeWriter {
  package static func bytes(of rows: [ChangeRow]) -> [UInt8] {
    var writer = CSVWriter(separator: UInt8(ascii: ";"))
    writer.record(ChangeColumn.all.map(\.name))
    for row in rows {
      for column in ChangeColumn.all { writer.cell(column.text(row), defuse: column.isFreeText) }
      writer.endRecord()
    }
    return writer.take()
  }
}
