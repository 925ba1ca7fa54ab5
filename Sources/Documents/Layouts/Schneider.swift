// Requests to Schneider Electric: one row is one call (an order search: one for each page).

extension Layout {
  /// Product availability, `GET {product_availability_path}/products/{product_reference}`: when a quantity can be delivered.
  static let seAvailability = Layout(
    kind: .seAvailability, rootElement: "se-availability", documentElement: "request",
    fields: [
      .requestName,
      Field("line", "line", as: .opaque, required: true, role: .lineNumber, sent: false, "Number of the line, for the answer."),
      Field(
        "product_reference", "productReference", as: .segment, required: true, role: .documentName,
        "Schneider Electric's reference, for example XB5KSM/."),
      Field("quantity", "quantity", as: .quantity, required: true, "Pieces wanted."),
      Field("ship_to", "shipTo", as: .opaque, required: true, "ShipTo: the identifier of the delivery address in mySE."),
    ])

  /// Order search, `GET {order_status_path}/orders/{country}`, page after page.
  static let seOrders = Layout(
    kind: .seOrders, rootElement: "se-orders", documentElement: "request",
    fields: [
      .requestName,
      .country,
      Field("order_status", "orderStatus", "Only orders of that status, as the target codes it, for example Open."),
      Field("purchaser_id", "purchaserId", as: .opaque, "Only orders of that purchaser."),
    ])

  /// Order details, `GET {order_status_path}/orders/{country}/{order_number}` and `…/{item_number}`.
  static let seOrder = Layout(
    kind: .seOrder, rootElement: "se-order", documentElement: "request",
    fields: [
      .requestName,
      .country,
      .orderNumber,
      Field("item_number", "itemNumber", as: .segment, "Only that item, for example 000010."),
    ])

  /// Shipment details, `GET {order_status_path}/orders/{country}/{order_number}/{item_number}/shipment-schedules`.
  static let seShipments = Layout(
    kind: .seShipments, rootElement: "se-shipments", documentElement: "request",
    fields: [
      .requestName,
      .country,
      .orderNumber,
      Field("item_number", "itemNumber", as: .segment, required: true, "Item of the order, for example 000010."),
    ])
}

extension Field {
  fileprivate static let country = Field("country", "country", as: .segment, required: true, "Country code of the account, for example FR.")
  fileprivate static let orderNumber = Field(
    "order_number", "orderNumber", as: .segment, required: true, role: .documentName, "Schneider Electric's order number.")
}
