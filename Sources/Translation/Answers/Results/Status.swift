extension ResultLayout {
  static let orderStatus = ResultLayout(
    unit: "items[]",
    columns: [
      Column("external_line_number", "items[].externalLineNumber", "Line in the distributor's order."),
      Column("external_warehouse_id", "items[].externalWarehouseId", "Warehouse that delivers."),
      Column("ordered_quantity", "items[].orderedQuantity", as: .number, "Pieces ordered."),
      Column("cancelled_quantity", "items[].cancelledQuantity", as: .number, "Pieces that will not come."),
      Column("external_status", "items[].externalStatus", as: .text, "State in the distributor's own words."),
    ] + .part + .pricing + [
      Column("description", "items[].description", as: .text, "Description."),
      .entry,
      Column("parcels_external_id", "items[].parcels[].externalId", "Parcel."),
      Column("parcels_quantity", "items[].parcels[].quantity", as: .number, "Pieces in it."),
      Column("parcels_shipper", "items[].parcels[].shipper", as: .text, "Who carries it."),
      Column("parcels_shipping_date", "items[].parcels[].shippingDate", as: .date, "When it left, verbatim."),
      Column("parcels_comment", "items[].parcels[].comment", as: .text, "Comment."),
      Column("parcels_delivery_slip_number", "items[].parcels[].deliverySlipNumber", "Delivery slip."),
      Column("parcels_tracking_id", "items[].parcels[].trackingId", "Tracking number."),
    ] + .fees)

  static let returnStatus = ResultLayout(
    unit: "items[]",
    columns: [
      Column("external_return_line_number", "items[].externalReturnLineNumber", "Line in the distributor's return."),
      Column("return_status", "items[].status", "ACCEPTED, REFUSED or SUBMITTED."),
      Column("refusal_type", "items[].refusalType", "DAMAGED_PRODUCT, ALREADY_USED_PRODUCT, WRONG_PRODUCT or OTHER."),
      Column("refusal_reason", "items[].refusalReason", as: .text, "Why it was refused."),
      Column("closed", "items[].closed", "Whether nothing more will happen."),
      Column(
        "external_return_pricing_info_recovery_value", "items[].externalReturnPricingInfo.recoveryValue", as: .number,
        "What is paid back, verbatim."),
      Column("external_return_pricing_info_credit_note_number", "items[].externalReturnPricingInfo.creditNoteNumber", "Credit note."),
    ])
}
