/// How a partner wants the answer.
package struct AnswerStyle: Sendable, Hashable, Codable {
  package enum Form: String, Sendable, Hashable, Codable, CaseIterable {
    case csv, xml
    /// UBL 2.1 `OrderResponse` (Peppol's codes: AP accepted, RE rejected, CA conditionally accepted).
    case ublOrderResponse = "ubl-order-response"
    /// openTRANS 2.1 `ORDERRESPONSE`.
    case openTransOrderResponse = "opentrans-orderresponse"
    /// SAP IDoc `ORDERS05` with message type `ORDRSP`.
    case idocOrderResponse = "idoc-ordrsp"
  }

  package struct Column: Sendable, Hashable, Codable {
    package var name: String
    /// A column of the canonical answer, `external_order_id`; nil: `constant`.
    package var from: String?
    package var constant: String
    /// By value of the column: `accepted` is `OK`. Others stay.
    package var table: [String: String]

    package init(_ name: String, from: String? = nil, constant: String = "", table: [String: String] = [:]) {
      self.name = name
      self.from = from
      self.constant = constant
      self.table = table
    }
  }

  package var form: Form
  /// By its name; nil: UTF-8.
  package var encoding: String?
  /// Of CSV: one ASCII character.
  package var separator: String
  package var hasHeader: Bool
  /// Lines end with CR LF.
  package var endsWithCRLF: Bool
  /// For numbers of the result columns.
  package var decimalMark: String
  /// For dates that the target gives as `YYYY-MM-DD`; others, and all dates that are identifiers at the target, stay verbatim. nil: all do.
  package var date: String?
  /// Empty: those of the canonical answer.
  package var columns: [Column]
  /// Name of the file; `{stem}` is the input's without its suffix. nil: `{stem}.answer.<format>`.
  package var fileName: String?
  /// Suffix of an empty file that is put beside the answer after it, `.ok`; nil: none.
  package var marker: String?

  package init(
    form: Form, encoding: String? = nil, separator: String = ";", hasHeader: Bool = true, endsWithCRLF: Bool = false,
    decimalMark: String = ".", date: String? = nil, columns: [Column] = [], fileName: String? = nil, marker: String? = nil
  ) {
    self.form = form
    self.encoding = encoding
    self.separator = separator
    self.hasHeader = hasHeader
    self.endsWithCRLF = endsWithCRLF
    self.decimalMark = decimalMark
    self.date = date
    self.columns = columns
    self.fileName = fileName
    self.marker = marker
  }

  package var format: DocumentReader.Format { form == .csv ? .csv : .xml }
}
