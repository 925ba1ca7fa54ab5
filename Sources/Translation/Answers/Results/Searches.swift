extension ResultLayout {
  /// Lines for Schneider Electric fill the columns `se_…` at the end, and no others.
  static let availability = ResultLayout(
    unit: "items[]",
    columns: [Column("quantity", "items[].quantity", as: .number, "Quantity as the distributor echoes it.")] + .part + .pricing + [
      Column("availabilities_external_primary_warehouse_id", "items[].availabilities.externalPrimaryWarehouseId", "Primary warehouse."),
      Column("availability_external_info_link", "items[].availabilityExternalInfo.link", "Where to read more."),
      Column("availability_external_info_description", "items[].availabilityExternalInfo.description", as: .text, "Description."),
      .entry,
    ] + .warehouses(in: "availabilities", quantities: [("available_quantity", "availableQuantity", "Pieces there.")]) + .fees
      + seAvailability.columns.map { Column("se_" + $0.name, "", as: $0.content, $0.meaning) })

  static let shippingPlans = ResultLayout(
    unit: "items[]",
    columns: .part + .pricing + [
      Column("shipping_plans_requested_quantity", "items[].shippingPlans.requestedQuantity", as: .number, "Pieces asked for."),
      Column(
        "shipping_plans_back_order_quantity", "items[].shippingPlans.backOrderQuantity", as: .number, "Pieces that no warehouse has now."),
      Column(
        "shipping_plans_external_primary_warehouse_id", "items[].shippingPlans.externalPrimaryWarehouseId", "Primary warehouse."),
      .entry,
    ]
      + .warehouses(
        in: "shippingPlans",
        quantities: [
          ("available_quantity", "availableQuantity", "Pieces there."), ("dispatch_quantity", "dispatchQuantity", "Pieces it would send."),
        ]) + .fees)

  static let preCheckout = ResultLayout(
    unit: "",
    columns: [
      Column("additional_fields_is_urgent", "additionalFields.isUrgent", "Whether it is urgent."),
      Column("additional_fields_seller_message_message", "additionalFields.sellerMessage.message", as: .text, "Message of the seller."),
      Column("additional_fields_seller_message_type", "additionalFields.sellerMessage.type", "Kind of message, a number of the seller's."),
      Column(
        "additional_fields_seller_message_block_checkout", "additionalFields.sellerMessage.blockCheckout", "Whether it must not be ordered."
      ),
      Column("additional_fields_seller_message_url", "additionalFields.sellerMessage.url", "Where to read more."),
      Column("additional_fields_delivery_date", "additionalFields.deliveryDate", as: .date, "Date of delivery, verbatim."),
      .entry,
      Column("shipping_type", "shipping[].type", "How it is delivered."),
    ] + .address(in: "shipping[].address", named: "shipping_address") + [
      Column("pick_delivery_round_round_id", "additionalFields.pickDeliveryRound[].roundId", "Delivery round."),
      Column("pick_delivery_round_round_label", "additionalFields.pickDeliveryRound[].roundLabel", as: .text, "Its name."),
      Column("billing_type_billing_type_id", "additionalFields.billingType[].billingTypeId", "Kind of invoice."),
      Column("billing_type_label", "additionalFields.billingType[].label", as: .text, "Its name."),
      Column("additional_fees_name", "additionalFields.additionalFees[].name", as: .text, "Fee: name."),
      Column(
        "additional_fees_external_part_number", "additionalFields.additionalFees[].externalPartNumber",
        "Fee: part number; goes into checkout_fee_part_number of the order."),
      Column("additional_fees_value", "additionalFields.additionalFees[].value", as: .number, "Fee: amount."),
    ])
}
