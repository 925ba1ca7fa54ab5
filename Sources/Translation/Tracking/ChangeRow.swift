package import Documents

/// One row of a change file: one thing that happened to a line of an order or a return. What a change does not speak of is empty.
package struct ChangeRow: Sendable, Hashable {
  package enum Change: String, Sendable, Hashable, CaseIterable {
    case parcelShipped = "parcel_shipped"
    case parcelChanged = "parcel_changed"
    case parcelGone = "parcel_gone"
    case quantityCancelled = "quantity_cancelled"
    case quantityChanged = "quantity_changed"
    case statusChanged = "status_changed"
    case lineAdded = "line_added"
    case lineGone = "line_gone"
    case returnAccepted = "return_accepted"
    case returnRefused = "return_refused"
    case returnClosed = "return_closed"
    case creditNote = "credit_note"
  }

  package let kind: Kind
  package let change: Change
  /// Our number and line, and the target's identifier: whoever knows the document fills them in.
  package var document = ""
  package var line = ""
  package var externalID = ""
  package let externalLineNumber: String
  package let externalWarehouseID: String
  package var before = ""
  package var after = ""
  package var parcel = Parcel()
  package var verdict = Verdict()

  package struct Parcel: Sendable, Hashable {
    package var id = ""
    package var quantity = ""
    package var shipper = ""
    package var shippingDate = ""
    package var comment = ""
    package var deliverySlipNumber = ""
    package var trackingID = ""
  }

  package struct Verdict: Sendable, Hashable {
    package var refusalType = ""
    package var refusalReason = ""
    package var recoveryValue = ""
    package var creditNoteNumber = ""
  }

  init(_ kind: Kind, _ change: Change, line: String, warehouse: String = "", before: String = "", after: String = "") {
    self.kind = kind
    self.change = change
    externalLineNumber = line
    externalWarehouseID = warehouse
    self.before = before
    self.after = after
  }

  /// For the journal: `parcel_shipped P-1`, `quantity_cancelled 0 to 2`.
  package var summary: String {
    if !parcel.id.isEmpty { return "\(change.rawValue) \(parcel.id)" }
    if !verdict.creditNoteNumber.isEmpty { return "\(change.rawValue) \(verdict.creditNoteNumber)" }
    return before.isEmpty && after.isEmpty ? change.rawValue : "\(change.rawValue) \(before) to \(after)"
  }
}
