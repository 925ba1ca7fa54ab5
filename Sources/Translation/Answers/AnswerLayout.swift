package import Documents
package import Formats

/// What an answer looks like, compiled once for a file: a kind's columns in a partner's style.
package struct AnswerLayout: Sendable {
  package let form: AnswerStyle.Form
  /// As the style wants it; UTF-8 where this system has no converter for that.
  package let encoding: TextEncoding
  let columns: [AnswerColumn]
  let head: AnswerHead
  let separator: UInt8
  let hasHeader: Bool
  let lineEnd: CSVLineEnd
  /// nil for UTF-8, in which everything can be said.
  let encoder: TextEncoder?
  /// Why the answer is not in the encoding that the style wants; nil where it is.
  let shortfall: String?

  /// `kind` nil: a file whose kind could not be told has no result columns. `format`: of the input, which a canonical answer shares.
  /// `style` nil: the canonical answer. A standard's answer speaks of orders; other kinds have the canonical XML instead.
  /// `usesUTF8`: whatever the style wants, since an identifier cannot be written in it.
  package init(
    kind: Kind?, format: DocumentReader.Format, style: AnswerStyle? = nil, head: AnswerHead = AnswerHead(), usesUTF8: Bool = false
  ) {
    let form: AnswerStyle.Form = style?.form ?? (format == .csv ? .csv : .xml)
    self.form = form.isStandard && kind != .orders ? .xml : form
    self.head = head
    separator = style?.separator.utf8.first ?? UInt8(ascii: ";")
    hasHeader = style?.hasHeader ?? true
    lineEnd = style?.endsWithCRLF == true ? .crlf : .lf
    let wanted = style?.encoding.flatMap(TextEncoding.named) ?? .utf8
    encoder = wanted == .utf8 || usesUTF8 ? nil : try? TextEncoder(wanted)
    encoding = encoder?.encoding ?? .utf8
    if wanted == encoding {
      shortfall = nil
    } else if usesUTF8 {
      shortfall = "the answer is in utf-8: an identifier in it has a character that \(wanted.name) lacks"
    } else {
      shortfall = "the answer is in utf-8: this system's iconv does not know \(wanted.name); install the C library's converters"
    }
    columns = style.map { AnswerColumn.styled(kind, $0) } ?? AnswerColumn.canonical(kind)
  }

  /// Rows alone, to be kept until `AnswerWriter.append(written:)` puts them into an answer. Nothing of them is encoded yet.
  package func rows(_ rows: [AnswerRow]) -> AnswerRows {
    guard !rows.isEmpty else { return AnswerRows(bytes: [], needsUTF8: false) }
    var writer = AnswerWriter(self)
    let head = writer.written.count
    writer.append(rows)
    return AnswerRows(bytes: Array(writer.written[head...]), needsUTF8: writer.needsUTF8)
  }
}

/// Answer rows that were written ahead, in UTF-8.
package struct AnswerRows: Sendable, Hashable {
  package let bytes: [UInt8]
  /// An identifier in them has a character that the answer's encoding lacks.
  package let needsUTF8: Bool
}

extension AnswerStyle.Form {
  /// An order response of a standard, not rows.
  package var isStandard: Bool {
    switch self {
    case .csv, .xml: false
    case .ublOrderResponse, .openTransOrderResponse, .idocOrderResponse: true
    }
  }
}
