import Contracts
package import Documents

/// What became of a document, as the ledger has it: all that its answer rows are made of.
package struct ConcludedDocument: Sendable {
  package var number: String
  package var state: DocumentState
  package var sourceLine: Int
  package var lines: LineNotes
  package var body: [UInt8]
  package var response: [UInt8]
  package var findings: [Finding]
  /// Of its request and response the external ids alone are left.
  package var isPruned: Bool

  package init(
    number: String, state: DocumentState, sourceLine: Int, lines: LineNotes, body: [UInt8] = [], response: [UInt8] = [],
    findings: [Finding] = [], isPruned: Bool = false
  ) {
    self.number = number
    self.state = state
    self.sourceLine = sourceLine
    self.lines = lines
    self.body = body
    self.response = response
    self.findings = findings
    self.isPruned = isPruned
  }
}

/// Turns concluded documents into answer rows. Compiled once for a file.
package struct DocumentAnswer {
  private let rows: ResponseRows
  private let width: Int
  private let warehouseColumn: Int?
  private let quantityColumn: Int?

  package init(kind: Kind) {
    let layout = ResultLayout.of(kind)
    rows = ResponseRows.of(kind)
    width = layout.columns.count
    warehouseColumn = layout.index(of: "external_warehouse_id")
    quantityColumn = layout.index(of: "ordered_quantity")
  }

  /// `original`: the first one, where this is a duplicate.
  package func rows(of document: ConcludedDocument, original: ConcludedDocument? = nil) -> [AnswerRow] {
    switch document.state {
    case .accepted, .unconfirmed: results(of: document, recordedIn: document, as: .accepted)
    case .duplicate:
      if let original, original.state == .accepted || original.state == .unconfirmed {
        results(of: document, recordedIn: original, as: .duplicate)
      } else {
        plain(document, original?.state == .inDoubt ? .inDoubt : .duplicate, findings: original?.findings ?? document.findings)
      }
    case .conflict: plain(document, .conflict, findings: document.findings)
    case .inDoubt, .sending: plain(document, .inDoubt, findings: document.findings)
    case .refused: refusals(of: document)
    case .failed, .waiting: plain(document, .failed, findings: document.findings)
    }
  }

  /// A row for each line and external order that the response names; a line it does not mention is unconfirmed, never a success.
  private func results(of document: ConcludedDocument, recordedIn original: ConcludedDocument, as status: AnswerStatus) -> [AnswerRow] {
    let response = (try? JSONReader.read(original.response)).map(rows.rows(of:)) ?? [:]
    let items = (try? JSONReader.read(original.body))?["items"]?.elements ?? []
    var itemOfLine: [String: JSONValue] = [:]
    for (line, item) in zip(original.lines.lines.filter(\.isSent), items) { itemOfLine[line.number] = item }
    let repeated =
      "done before; the recorded result follows" + (original.isPruned ? ", of which the external ids alone were kept (retention)" : "")
    let plans = Dictionary(original.lines.lines.map { ($0.number, $0) }) { first, _ in first }
    return document.lines.lines.flatMap { line -> [AnswerRow] in
      let planned = plans[line.number] ?? line
      guard planned.isSent else {
        return [
          AnswerRow(
            sourceLine: line.sourceLine, document: document.number, line: line.number, status: .refused,
            code: Finding.Code.backOrder.rawValue, message: planned.plan)
        ]
      }
      let item = itemOfLine[line.number]
      let index = item?["index"]?.text ?? ""
      guard let found = response[index] else {
        return [
          AnswerRow(
            sourceLine: line.sourceLine, document: document.number, line: line.number, status: .unconfirmed, code: "unconfirmed",
            message: "the target took the document but did not mention this line; look there, then decide with ferry resolve")
        ]
      }
      return found.map { cells in
        AnswerRow(
          sourceLine: line.sourceLine, document: document.number, line: line.number, status: status,
          code: status == .duplicate ? "duplicate" : "",
          message: status == .duplicate ? repeated : planned.plan, cells: withQuantity(cells, of: item))
      }
    }
  }

  /// What was sent to the row's warehouse; a response that names no warehouse speaks of the line's only one.
  private func withQuantity(_ cells: [String], of item: JSONValue?) -> [String] {
    guard let quantityColumn, let warehouseColumn else { return cells }
    let warehouses = item?["warehouses"]?.elements ?? []
    let match =
      cells[warehouseColumn].isEmpty
      ? (warehouses.count == 1 ? warehouses.first : nil) : warehouses.first { $0["externalId"]?.text == cells[warehouseColumn] }
    var cells = cells
    cells[quantityColumn] = match?["orderedQuantity"]?.text ?? ""
    return cells
  }

  private func plain(_ document: ConcludedDocument, _ status: AnswerStatus, findings: [Finding]) -> [AnswerRow] {
    let finding = findings.first
    let code = finding?.code.rawValue ?? status.rawValue
    return eachLine(of: document).map {
      AnswerRow(
        sourceLine: $0.sourceLine, document: document.number, line: $0.number, status: status, code: code, message: finding?.message ?? "")
    }
  }

  /// Each line with its own findings; a good line of a refused document says which other one is to blame.
  private func refusals(of document: ConcludedDocument) -> [AnswerRow] {
    let lines = eachLine(of: document)
    let general = document.findings.filter { finding in !lines.contains { Self.speaks(finding, of: $0) } }
    return lines.map { line in
      let own = document.findings.filter { Self.speaks($0, of: line) }
      let shown = own.isEmpty ? general : own
      let message = shown.prefix(5).map(\.message).joined(separator: "; ")
      if let first = shown.first {
        return AnswerRow(
          sourceLine: line.sourceLine, document: document.number, line: line.number, status: .refused, code: first.code.rawValue,
          message: message)
      }
      let culprit = document.findings.first.map { "\($0.line.map { "line \($0): " } ?? "")\($0.message)" } ?? ""
      return AnswerRow(
        sourceLine: line.sourceLine, document: document.number, line: line.number, status: .refused, code: "document_refused",
        message: "the line is good, but its document was refused: \(culprit)")
    }
  }

  private static func speaks(_ finding: Finding, of line: LineNotes.Line) -> Bool {
    finding.documentLine.map { $0 == line.number } ?? (finding.line == line.sourceLine && finding.line != nil)
  }

  /// A document whose lines were not kept has one row.
  private func eachLine(of document: ConcludedDocument) -> [LineNotes.Line] {
    document.lines.lines.isEmpty ? [LineNotes.Line(number: "", sourceLine: document.sourceLine)] : document.lines.lines
  }
}
