// Schneider Electric's responses. Entries that stand in an object of their own (`itemList[].item`) are named by it; what no column takes is in
// `further_fields`.

extension ResultLayout {
  static let seAvailability = ResultLayout(
    unit: "",
    columns: [
      Column("product_reference", "productReference", "Product."),
      Column("quantity", "quantity", as: .number, "Pieces asked for."),
      Column("ship_to", "shipTo", "ShipTo."),
      Column("delivery_date", "deliveryDate", as: .date, "When that many can be delivered, verbatim."),
      Column("shortage", "shortage", "Whether the product is in short supply."),
      Column("curr_lead_time", "currLeadTime", as: .number, "Working days that it takes at present."),
      .further,
    ])

  static let seOrders = ResultLayout(
    unit: "orderList[]",
    columns: [
      Column("order_number", "orderList[].orderNumber", "Schneider Electric's order number.")
    ] + .orderStatus(in: "orderList[].") + [
      Column("purchaser_id", "orderList[].purchaserID", "Who ordered."),
      Column("po_number", "orderList[].poNumber", "Your purchase order number."),
      Column("release_date", "orderList[].releaseDate", as: .date, "When it was released, verbatim."),
      Column("express_delivery", "orderList[].expressDelivery", "Whether it goes express."),
      Column("order_placed_through", "orderList[].orderPlacedThrough", as: .text, "Where it was placed."),
    ] + .amount("total_amount", "orderList[].totalAmount") + .amount("total_amount_with_tax", "orderList[].totalAmountWithTax") + [.further]
  )

  static let seOrder = ResultLayout(
    unit: "itemList[]",
    columns: [
      Column("order_number", "orderNumber", "Schneider Electric's order number."),
      Column("po_number", "poNumber", "Your purchase order number."),
      Column("purchaser_id", "purchaserID", "Who ordered."),
      Column("account_name", "accountName", as: .text, "Account."),
      Column("carrier_name", "carrierName", as: .text, "Who carries it."),
      Column("complete_delivery", "completeDelivery", "Whether it is delivered complete only."),
      Column("express_delivery", "expressDelivery", "Whether it goes express."),
      Column("release_date", "releaseDate", as: .date, "When it was released, verbatim."),
      Column("order_placed_through", "orderPlacedThrough", as: .text, "Where it was placed."),
      Column("payment_terms_code", "paymentTermsCode", "Terms of payment."),
      Column("payment_terms_label", "paymentTermsLabel", as: .text, "The same in words."),
    ] + .amount("total_amount", "totalAmount") + .amount("total_amount_with_tax", "totalAmountWithTax") + [
      Column("customer_customer_id", "customer.customerID", "Customer."),
      Column("customer_customer_name", "customer.customerName", as: .text, "Its name."),
    ] + .orderStatus(in: "") + [
      Column("item_item_number", "itemList[].item.itemNumber", "Item, for example 000010."),
      Column("item_product_reference", "itemList[].item.productReference", "Product."),
      Column("item_description", "itemList[].item.description", as: .text, "Description."),
      Column("item_catalog_number", "itemList[].item.catalogNumber", "Catalogue number."),
      Column("item_total_qty_ordered", "itemList[].item.totalQtyOrdered", as: .number, "Pieces ordered."),
      Column(
        "item_total_qty_shipped", "itemList[].item.totalQtyShipped", as: .number, "Pieces shipped; empty where the target does not say."),
      Column("item_estimated_delivery_date", "itemList[].item.estimatedDeliveryDate", as: .date, "Estimated delivery, verbatim."),
      Column("item_last_delivery_date", "itemList[].item.lastDeliveryDate", as: .date, "Last delivery, verbatim."),
      Column("item_item_status_code", "itemList[].item.itemStatusCode", "State of the item."),
      Column("item_item_status_label", "itemList[].item.itemStatusLabel", as: .text, "The same in words."),
      Column("item_total_back_ordered", "itemList[].item.totalBackOrdered", as: .number, "Pieces on back order."),
    ] + .amount("item_price_net", "itemList[].item.priceNet") + .amount("item_price_including_tax", "itemList[].item.priceIncludingTax") + [
      Column("ship_to_ship_to_country", "itemList[].item.shipTo[].shipToCountry", "Country it goes to."),
      .further,
    ])

  static let seShipments = ResultLayout(
    unit: "item.shippingScheduleList[]",
    columns: [
      Column("order_number", "orderNumber", "Schneider Electric's order number."),
      Column("po_number", "poNumber", "Your purchase order number."),
      Column("item_item_number", "item.itemNumber", "Item, for example 000010."),
      Column("item_product_reference", "item.productReference", "Product."),
      Column("item_catalog_number", "item.catalogNumber", "Catalogue number."),
    ] + .schedule("shipping_schedule", "item.shippingScheduleList[].shippingSchedule") + [.further])
}

extension [ResultLayout.Column] {
  fileprivate static func amount(_ name: String, _ path: String) -> [ResultLayout.Column] {
    [.init(name + "_value", path + ".value", as: .number, "Amount."), .init(name + "_currency", path + ".currency", "Its currency.")]
  }

  fileprivate static func orderStatus(in object: String) -> [ResultLayout.Column] {
    [
      .init("order_status_order_status_code", object + "orderStatus.orderStatusCode", "State of the order."),
      .init("order_status_order_status_label", object + "orderStatus.orderStatusLabel", as: .text, "The same in words."),
      .init("order_status_order_status_description", object + "orderStatus.orderStatusDescription", as: .text, "More words."),
    ]
  }

  fileprivate static func schedule(_ name: String, _ path: String) -> [ResultLayout.Column] {
    [
      .init(name + "_shipment_number", path + ".shipmentNumber", "Shipment."),
      .init(name + "_shipped_quantity", path + ".shippedQuantity", as: .number, "Pieces shipped."),
      .init(name + "_shipment_location", path + ".shipmentLocation", "Where it leaves from."),
      .init(name + "_carrier_name", path + ".carrierName", as: .text, "Who carries it."),
      .init(name + "_promise_date", path + ".promiseDate", as: .date, "Promised for, verbatim."),
      .init(name + "_not_before_date", path + ".notBeforeDate", as: .date, "Not before, verbatim."),
      .init(name + "_routing", path + ".routing", as: .text, "Route."),
      .init("tracking_tracking_number", path + ".trackingNumbersList[].tracking.trackingNumber", "Tracking number."),
      .init("tracking_tracking_url", path + ".trackingNumbersList[].tracking.trackingURL", "Where to follow it."),
    ]
  }
}
