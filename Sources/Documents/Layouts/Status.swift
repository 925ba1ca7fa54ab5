// Requests for the state of what was ordered or returned: one row is one call.

extension Layout {
  /// `GET /orders/{externalOrderId}?externalOrderDate=` of the ERP facade.
  static let orderStatus = Layout(
    kind: .orderStatus, rootElement: "order-status", documentElement: "request",
    fields: [
      .requestName,
      Field(
        "external_order_id", "externalOrderId", as: .segment, required: true, role: .documentName,
        "Order of the distributor, as the answer to your order gave it."),
      Field("external_order_date", "externalOrderDate", as: .opaque, "Its date, verbatim as the distributor gave it."),
    ])

  /// `GET /returns/{externalReturnId}?externalReturnDate=` of the ERP facade.
  static let returnStatus = Layout(
    kind: .returnStatus, rootElement: "return-status", documentElement: "request",
    fields: [
      .requestName,
      Field(
        "external_return_id", "externalReturnId", as: .segment, required: true, role: .documentName,
        "Return of the distributor, as the answer to your return gave it."),
      Field("external_return_date", "externalReturnDate", as: .opaque, "Its date, verbatim as the distributor gave it."),
    ])
}
