import Formats
import Translation

/// The cells of a CSV file as they are written, by where they begin; those of one document at a time.
final class WrittenCells {
  private struct Place: Hashable {
    let line: Int
    let column: Int
  }

  private let reader: CSVReader
  private var texts: [Place: String] = [:]
  private var lastLine = 0

  init(_ conversion: Conversion) throws(FormatError) {
    let source = try ByteSource(path: conversion.path, name: conversion.name)
    var dialect = CSVDialect()
    if case .csv(let shape)? = conversion.handling.profile(ofFile: conversion.name)?.source {
      if let encoding = shape.encoding.flatMap(TextEncoding.named) { source.declare(encoding) }
      dialect = CSVDialect(separator: shape.separator?.utf8.first, quote: shape.quote.utf8.first)
    }
    reader = CSVReader(source: source, dialect: dialect)
  }

  /// Forgets what stands before `first`.
  func read(through last: Int, from first: Int) throws(FormatError) {
    texts = texts.filter { $0.key.line >= first }
    while lastLine <= last, try reader.next() {
      let record = reader.record
      lastLine = record.line
      record.withCells { _, cells in
        for index in cells.indices { texts[Place(line: cells[index].line, column: Int(cells[index].column))] = record.text(index) }
      }
    }
  }

  func text(line: Int, column: Int) -> String? { texts[Place(line: line, column: column)] }
}
