import Documents
import Translation

/// Tells of each document where its values come from. A reading of its own, beside those that find and plan.
struct Explanation {
  let conversion: Conversion
  let kind: Kind

  private var handling: Handling { conversion.handling }

  /// Documents in the order of the file; then what is wrong with the file as a whole.
  func run(_ tell: (ExplainedDocument) -> Void) async throws -> [Finding] {
    let trace = ValueTrace()
    let reading = try conversion.open(kind, trace: trace)
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
          number: document.name, sourceLine: document.entries[0].line,
          fields: fields(completed, document, Heard(cells: cells, trace: trace), isPlanned: isPlanned), findings: findings))
      trace.turn()
    }
    return reading.fileFindings
  }

  /// What stands in the file: cells of CSV, and what rules were given.
  private struct Heard {
    let cells: WrittenCells?
    let trace: ValueTrace
  }

  private func fields(_ document: Document, _ own: Document, _ heard: Heard, isPlanned: Bool) -> [ExplainedDocument.Field] {
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
            isOwn ? written(column, document.string(value), value, line, heard) : field(column, document.string(value), "ledger", line))
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
    ExplainedDocument.Field(line: line, column: column, value: value, source: source, written: nil, steps: [], place: nil)
  }

  /// What the file says, by the profile's rule where there is one.
  private func written(
    _ column: String, _ text: String, _ value: Document.Value, _ line: String?, _ heard: Heard
  ) -> ExplainedDocument.Field {
    let place = value.line > 0 ? (line: Int(value.line), column: value.column > 0 ? Int(value.column) : nil) : nil
    guard let profile = handling.profile(ofFile: conversion.name) else {
      let raw = heard.cells?.text(line: Int(value.line), column: Int(value.column))
      return ExplainedDocument.Field(
        line: line, column: column, value: text, source: heard.cells == nil ? "element" : "column \"\(column)\"", written: raw,
        steps: raw.map(ValueStep.trimming) ?? [], place: place)
    }
    guard let rule = profile.fields.first(where: { $0.column == column }) else { return field(column, text, "counted", line) }
    let source: String
    switch rule.source {
    case .constant: return field(column, text, "constant (profile \(profile.name), line \(rule.line))", line)
    case .cells(let cells, _): source = cells.map(\.label).joined(separator: " and ")
    case .paths(let paths, _): source = paths.joined(separator: " and ")
    }
    let way = heard.trace.steps(of: column, line: Int(value.line), position: Int(value.column))
    return ExplainedDocument.Field(
      line: line, column: column, value: text, source: source, written: way?.text, steps: way?.steps ?? [],
      place: way?.text.isEmpty == true ? nil : place)
  }
}
