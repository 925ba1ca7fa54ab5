package import Documents
import Formats

/// Writes answer rows as CSV, XML or a standard's order response, piece by piece. Equal rows give equal bytes: an answer holds no clock times.
package struct AnswerWriter {
  private let layout: AnswerLayout
  private var csv: CSVWriter
  private var xml: XMLWriter
  private var encoder: TextEncoder?
  /// nil: it is no standard's.
  private var responses: OrderResponses?
  /// An identifier has a character that the encoding lacks: what was written is worth nothing, the answer begins anew in UTF-8.
  package private(set) var needsUTF8 = false

  package init(_ layout: AnswerLayout) {
    self.layout = layout
    encoder = layout.encoder
    csv = CSVWriter(separator: layout.separator, lineEnd: layout.lineEnd)
    xml = XMLWriter(namespace: layout.form == .xml ? XMLDocuments.namespace : nil, encoder: layout.encoder)
    responses = OrderResponses(layout.form, layout.head)
    switch layout.form {
    case .csv: if layout.hasHeader { csv.record(layout.columns.map(\.name)) }
    case .xml: xml.start("answer")
    case .ublOrderResponse, .openTransOrderResponse, .idocOrderResponse: responses?.begin(&xml)
    }
  }

  /// Of a canonical answer.
  package init(kind: Kind?, format: DocumentReader.Format) { self.init(AnswerLayout(kind: kind, format: format)) }

  package mutating func append(_ row: AnswerRow) { append([row]) }

  /// All rows of one document: a standard has them as one.
  package mutating func append(_ rows: [AnswerRow]) {
    switch layout.form {
    case .csv: for row in rows { record(row) }
    case .xml: for row in rows { element(row) }
    case .ublOrderResponse, .openTransOrderResponse, .idocOrderResponse: responses?.append(rows, to: &xml)
    }
  }

  /// What `AnswerLayout.rows` wrote ahead.
  package mutating func append(written rows: [UInt8]) {
    if layout.form == .csv { csv.append(written: rows) } else { xml.append(written: rows) }
  }

  /// What was written and not taken yet, not encoded.
  var written: [UInt8] { layout.form == .csv ? csv.bytes : xml.bytes }

  /// What was written since the last time.
  package mutating func take() -> [UInt8] {
    let bytes = layout.form == .csv ? csv.take() : xml.take()
    return encoder?.encode(bytes) ?? bytes
  }

  /// The last bytes.
  package mutating func finish() -> [UInt8] {
    if layout.form != .csv { xml.end() }
    let bytes = take()
    return bytes + (encoder?.finish() ?? [])
  }

  /// What the operator has to know of the encoding, once the last bytes are written.
  package var remarks: [String] {
    var remarks = [layout.shortfall].compactMap(\.self)
    if let encoder, encoder.replacedCount > 0 {
      let first = encoder.replaced.map { "U+" + String($0.value, radix: 16, uppercase: true) }.joined(separator: ", ")
      remarks.append(
        "\(encoder.replacedCount) characters of free text that \(encoder.encoding.name) lacks stand as ? in the answer: \(first)")
    }
    return remarks
  }

  // MARK: rows

  private mutating func record(_ row: AnswerRow) {
    for column in layout.columns {
      let (text, isTheirs) = cell(column, row)
      csv.cell(text, defuse: isTheirs && column.content == .text)
      if let encoder = layout.encoder, column.content != .text, !encoder.canEncode(text) { needsUTF8 = true }
    }
    csv.endRecord()
  }

  /// XML says any character by its number, so that none is lost.
  private mutating func element(_ row: AnswerRow) {
    xml.start("row")
    for column in layout.columns { xml.element(column.name, cell(column, row).text) }
    xml.end()
  }

  /// `isTheirs`: what somebody else wrote, not the profile.
  private func cell(_ column: AnswerColumn, _ row: AnswerRow) -> (text: String, isTheirs: Bool) {
    let text = column.text(of: row)
    if case .constant = column.source { return (text, false) }
    if !column.table.isEmpty, let other = column.table[text] { return (other, false) }
    return (column.spelling?.apply(to: text) ?? text, true)
  }
}
