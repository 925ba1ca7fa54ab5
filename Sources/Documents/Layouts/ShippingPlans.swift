extension Layout {
  /// `POST /shipping-plans/search` of the ERP facade. Requests with the same `force_primary_warehouse` share calls.
  static let shippingPlans = Layout(
    kind: .shippingPlans, rootElement: "shipping-plans", documentElement: "request",
    requiredObjects: ["items[].part", "items[].part.identifier"],
    requiredLists: ["items[]"],
    alternatives: [["items[].part.identifier.external", "items[].part.identifier.tecdoc"]],
    fields: [
      .requestNumber("Your number of the request; groups lines. Not sent."),
      Field("line", "items[].index", as: .opaque, required: true, role: .lineNumber, "Number of the line."),
      Field("urgent", "items[].isUrgent", as: .boolean, "Whether the line is urgent."),
      Field("quantity", "items[].requestedQuantity", as: .quantity, required: true, "Pieces wanted."),
    ] + .part(in: "items[]") + [
      Field(
        "force_primary_warehouse", "forcePrimaryWarehouse", as: .boolean, required: true,
        "Whether everything has to come from the primary warehouse.")
    ])
}
