extension Layout {
  /// `POST /orders` of the ERP facade. One document is one order; its lines are `items`.
  static let orders = Layout(
    kind: .orders, rootElement: "orders", documentElement: "order",
    keys: ["warehouse_id", "fee_label", "checkout_fee_part_number"],
    requiredObjects: [
      "shipping", "shipping.address", "operator", "customer.billingAddress", "items[].part", "items[].part.identifier", "items[].pricing",
    ],
    requiredLists: ["items[]", "items[].warehouses[]"],
    alternatives: [["items[].part.identifier.external", "items[].part.identifier.tecdoc"]],
    fields: [
      Field("order_number", "orderNumber", required: true, role: .documentNumber, "Your order number. It is never ordered twice."),
      Field("order_comment", "orderComment", "Comment for the whole order."),
      Field("ship_type", "shipping.type", required: true, "How it is delivered, for example COUNTER or USER."),
    ] + .address("ship", in: "shipping.address") + [
      Field("line", "items[].index", as: .opaque, required: true, role: .lineNumber, "Number of the line within the order."),
      Field("urgent", "items[].isUrgent", as: .boolean, required: true, "Whether the line is urgent."),
    ] + .part(in: "items[]") + [
      Field("vehicle_brand_label", "items[].vehicle.brandLabel", "Brand of the vehicle."),
      Field("vehicle_model_label", "items[].vehicle.modelLabel", "Model of the vehicle."),
      Field("vehicle_version_label", "items[].vehicle.versionLabel", "Version of the vehicle."),
      Field("vehicle_version_from_date", "items[].vehicle.versionFromDate", as: .opaque, "First month of the version, passed on verbatim."),
      Field("vehicle_version_to_date", "items[].vehicle.versionToDate", as: .opaque, "Last month of the version, passed on verbatim."),
      Field("vehicle_version_body", "items[].vehicle.versionBody", "Body of the version."),
      Field("vehicle_engine_code", "items[].vehicle.engineCode", "Engine code."),
      Field("vehicle_vin", "items[].vehicle.vin", "Vehicle identification number."),
      Field("vehicle_fuel", "items[].vehicle.fuel", "Fuel."),
      Field("vehicle_plate_number", "items[].vehicle.plateNumber", "Plate number."),
    ] + .pricing(in: "items[]") + [
      Field(
        "warehouse_id", "items[].warehouses[].externalId", as: .opaque, required: true,
        "Warehouse of the distributor; a further row with another warehouse adds its quantity."),
      Field("quantity", "items[].warehouses[].orderedQuantity", as: .quantity, required: true, "Pieces ordered from that warehouse."),
      Field("operator_email", "operator.email", required: true, "E-mail of the person who orders."),
      Field("operator_first_name", "operator.firstName", required: true, "First name of the person who orders."),
      Field("operator_last_name", "operator.lastName", required: true, "Last name of the person who orders."),
      Field("internal_po_number", "internalPurchaseOrderNumber", "Your internal purchase order number."),
      Field("shipping_fees", "shippingFees", as: .decimal, "Shipping fees of the whole order."),
      Field("customer_company", "customer.companyName", required: true, "Company of the end customer."),
      Field("customer_vat_id", "customer.vatIdentifier", required: true, "VAT identifier of the end customer."),
      Field("customer_email", "customer.email", required: true, "E-mail of the end customer."),
      Field("customer_phone", "customer.phone", "Phone of the end customer."),
    ] + .address("bill", in: "customer.billingAddress") + [
      Field("payment_status", "cardPayment.status", required: true, "State of the card payment, for example succeeded."),
      Field("payment_transaction_id", "cardPayment.transactionId", as: .opaque, required: true, "Transaction of the card payment."),
      Field("payment_amount", "cardPayment.transactionAmount", as: .decimal, required: true, "Amount of the card payment."),
      Field("payment_commission", "cardPayment.commission", as: .decimal, required: true, "Commission of the card payment."),
      Field("payment_payout_success", "cardPayment.payoutSuccess", as: .boolean, required: true, "Whether the payout succeeded."),
      Field("checkout_fee_name", "preCheckoutFees[].name", required: true, "Name of a fee of the pre-checkout."),
      Field(
        "checkout_fee_part_number", "preCheckoutFees[].externalPartNumber", as: .opaque, required: true,
        "Part number of that fee; a further row with another one adds a fee."),
      Field("checkout_fee_value", "preCheckoutFees[].value", as: .decimal, required: true, "Amount of that fee."),
    ])
}
