import Documents
import Formats
import Translation

/// Tells of each document where its values come from. A reading of its own, beside those that find and plan.
struct Explanation {
  let conversion: Conversion
  let kind: Kind

  private var handling: Handling { conversion.handling }

  /// Documents in the order of the file; then what is wrong with the file as a whole.
  func run(_ tell: (ExplainedDocument) -> Void) async throws -> [Finding] {
    let reading = try conversion.open(kind)
    let cells = try handling.format(ofFile: conversion.name) == .csv ? WrittenCells(conversion) : nil
    while try reading.next() {
      let document = reading.document
      var completed = document
      var findings = reading.findings
      if findings.isEmpty { (completed, findings) = await conversion.complete(document, kind) }
      try cells?.read(through: Int(document.values.map(\.line).max() ?? 0), from: document.entries[0].line)
      let isPlanned = findings.isEmpty && !conversion.questions(document, kind).isEmpty
      tell(
        ExplainedDocument(
          number: document.name, sourceLine: document.entries[0].line, fields: fields(completed, document, cells, isPlanned: isPlanned),
          findings: findings))
    }
    return reading.fileFindings
  }

  private func fields(_ document: Document, _ own: Document, _ cells: WrittenCells?, isPlanned: Bool) -> [ExplainedDocument.Field] {
    let layout = kind.layout
    func all(_ entry: Int, _ line: String?) -> [ExplainedDocument.Field] {
      let section = document.entries[entry].section
      var found: [ExplainedDocument.Field] = []
      for (slot, index) in layout.sections[section].fields.enumerated() {
        let column = layout.fields[index].column
        let value = document.value(entry, slot)
        if value.isFilled {
          let isOwn = entry < own.entries.count && own.entries[entry].section == section && own.value(entry, slot).isFilled
          found.append(
            isOwn ? written(column, document.string(value), value, line, cells) : field(column, document.string(value), "ledger", line))
        } else if isPlanned, PlanStep.columns.contains(column), handling.defaults[column] == nil {
          found.append(field(column, nil, "plan step (POST /shipping-plans/search)", line))
        } else if let standard = handling.defaults[column] {
          found.append(field(column, standard, "default", line))
        }
      }
      for list in layout.sections[section].lists {
        for inner in document.entries(of: list, in: entry) {
          let number = list == layout.lines ? layout.lineSlot.map { document.string(document.value(inner, $0)) } ?? "" : line
          found += all(inner, number)
        }
      }
      return found
    }
    return all(0, nil)
  }

  private func field(_ column: String, _ value: String?, _ source: String, _ line: String?) -> ExplainedDocument.Field {
    ExplainedDocument.Field(line: line, column: column, value: value, source: source, written: nil, place: nil)
  }

  /// What the file says, by the profile's rule where there is one.
  private func written(
    _ column: String, _ text: String, _ value: Document.Value, _ line: String?, _ cells: WrittenCells?
  ) -> ExplainedDocument.Field {
    let place = value.line > 0 ? (line: Int(value.line), column: value.column > 0 ? Int(value.column) : nil) : nil
    var raw = cells?.text(line: Int(value.line), column: Int(value.column))
    var source = cells == nil ? "element" : "column \"\(column)\""
    if let profile = handling.profile(ofFile: conversion.name) {
      guard let rule = profile.fields.first(where: { $0.column == column }) else { return field(column, text, "counted", line) }
      switch rule.source {
      case .constant: return field(column, text, "constant (profile \(profile.name), line \(rule.line))", line)
      case .cells(let sources, _):
        source = sources.map(\.label).joined(separator: " and ")
        if sources.count > 1 { raw = nil }
      case .paths(let paths, _): source = paths.joined(separator: " and ")
      }
      if raw?.isEmpty ?? false, rule.ifEmpty != nil { return field(column, text, "what stands for an empty \(source)", line) }
    }
    return ExplainedDocument.Field(line: line, column: column, value: text, source: source, written: raw, place: place)
  }
}

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
