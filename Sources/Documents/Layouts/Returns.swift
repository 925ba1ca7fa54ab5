extension Layout {
  /// `POST /returns` of the ERP facade. One document is one return; `orders` are the external orders that the parts came from.
  static let returns = Layout(
    kind: .returns, rootElement: "returns", documentElement: "return",
    keys: ["external_order_id"],
    requiredObjects: ["items[].part", "items[].part.identifier"],
    requiredLists: ["items[]", "orders[]"],
    completedLists: ["orders[]"],
    alternatives: [["items[].part.identifier.external", "items[].part.identifier.tecdoc"]],
    fields: [
      Field("order_number", "orderNumber", required: true, "Your number of the order that the parts were ordered with."),
      Field("return_number", "returnNumber", required: true, role: .documentNumber, "Your return number. It is never returned twice."),
      Field("return_date", "returnDate", as: .date, required: true, "Date of the return."),
      Field(
        "external_order_id", "orders[].externalId", as: .opaque, required: true,
        "Order of the distributor. Both external fields may be absent where Ferry has placed the order: they are taken from the ledger."),
      Field(
        "external_order_date", "orders[].externalDate", as: .opaque, required: true,
        "Date of that order, verbatim as the distributor gave it."),
      Field("line", "items[].index", as: .opaque, required: true, role: .lineNumber, "Number of the line within the return."),
    ] + .part(in: "items[]") + [
      Field("quantity", "items[].returnedQuantity", as: .quantity, required: true, "Pieces that go back."),
      Field("comment", "items[].comment", "Comment of the buyer."),
      Field(
        "reason", "items[].reason", as: .choice(["NON_COMPLIANT", "DAMAGED", "DEFECTIVE", "DELIVERY_DELAY"]), required: true,
        "Why it goes back."),
    ])
}
