import Documents

/// A column of the change file. Declared once; serves the file and the manual.
package struct ChangeColumn: Sendable {
  package let name: String
  package let meaning: String
  /// Text of people, which a spreadsheet might run as a formula.
  let isFreeText: Bool
  let text: @Sendable (ChangeRow) -> String

  private init(_ name: String, freeText: Bool = false, _ meaning: String, _ text: @escaping @Sendable (ChangeRow) -> String) {
    self.name = name
    self.meaning = meaning
    isFreeText = freeText
    self.text = text
  }

  package static let all = [
    Self("kind", "orders or returns.") { $0.kind.rawValue },
    Self("document", "Our number.") { $0.document },
    Self("line", "Our line; empty where the target's line is none of those we sent.") { $0.line },
    Self("external_id", "Order or return of the distributor.") { $0.externalID },
    Self("external_line_number", "Line in the distributor's order or return.") { $0.externalLineNumber },
    Self("external_warehouse_id", "Warehouse that delivers.") { $0.externalWarehouseID },
    Self("change", "What happened, in one word.") { $0.change.rawValue },
    Self("before", freeText: true, "Quantity, status or credit note as it was when Ferry asked before.") { $0.before },
    Self("after", freeText: true, "The same as it is now.") { $0.after },
    Self("parcel_id", "Parcel.") { $0.parcel.id },
    Self("quantity", "Pieces in the parcel.") { $0.parcel.quantity },
    Self("shipper", freeText: true, "Who carries it.") { $0.parcel.shipper },
    Self("shipping_date", "When it left, verbatim.") { $0.parcel.shippingDate },
    Self("comment", freeText: true, "Comment on the parcel.") { $0.parcel.comment },
    Self("delivery_slip_number", "Delivery slip.") { $0.parcel.deliverySlipNumber },
    Self("tracking_id", "Tracking number.") { $0.parcel.trackingID },
    Self("refusal_type", "DAMAGED_PRODUCT, ALREADY_USED_PRODUCT, WRONG_PRODUCT or OTHER.") { $0.verdict.refusalType },
    Self("refusal_reason", freeText: true, "Why the return was refused.") { $0.verdict.refusalReason },
    Self("recovery_value", "What is paid back, verbatim.") { $0.verdict.recoveryValue },
    Self("credit_note_number", "Credit note.") { $0.verdict.creditNoteNumber },
  ]
}
