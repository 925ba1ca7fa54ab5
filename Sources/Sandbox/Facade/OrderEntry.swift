extension Endpoint {
  /// `POST /orders`. The order is split: one external order for each warehouse, in the order in which the warehouses are first named; a
  /// line's external number is its position in the request, from "1". A warehouse that is not 68, 24 or 44 is refused
  /// (`items[0].warehouses[0].externalId is unknown`), and so is an unknown part. The facade does not recognise a number it has had before,
  /// unless `recognisesRepeatedOrders` is on.
  static let orderEntry = Endpoint(.post, "/orders", body: orderShape) { call, books in
    let items = call.body["items"]?.elements ?? []
    let refusals = unknownWarehouses(of: items) + Catalogue.refusals(of: items)
    guard refusals.isEmpty else { return .refused(refusals) }
    return books.enter(order: call.body["orderNumber"]?.text ?? "", items: items)
  }

  private static func unknownWarehouses(of items: [JSONValue]) -> [String] {
    items.enumerated().flatMap { position, item in
      (item["warehouses"]?.elements ?? []).enumerated().compactMap { place, warehouse in
        Warehouse.exists(warehouse["externalId"]?.text ?? "") ? nil : "items[\(position)].warehouses[\(place)].externalId is unknown"
      }
    }
  }

  private static let orderShape = Shape.object([
    .required("orderNumber", .text),
    .optional("orderComment", .text),
    .required("shipping", .object([.required("type", .text), .required("address", .address)])),
    .required("items", .array(orderItem, uniqueBy: "index")),
    .required("operator", .object([.required("email", .text), .required("firstName", .text), .required("lastName", .text)])),
    .optional("internalPurchaseOrderNumber", .text),
    .optional("shippingFees", .number),
    .optional(
      "customer",
      .object([
        .required("companyName", .text), .required("vatIdentifier", .text), .required("email", .text), .optional("phone", .text),
        .required("billingAddress", .address),
      ])),
    .optional(
      "cardPayment",
      .object([
        .required("status", .text), .required("transactionId", .text), .required("transactionAmount", .number),
        .required("commission", .number), .required("payoutSuccess", .boolean),
      ])),
    .optional(
      "preCheckoutFees",
      .array(.object([.required("name", .text), .required("externalPartNumber", .text), .required("value", .number)]))),
  ])

  private static let orderItem = Shape.object([
    .required("index", .text),
    .required("isUrgent", .boolean),
    .required("part", .part),
    .optional("vehicle", vehicle),
    .required("pricing", .pricing),
    .required(
      "warehouses",
      .array(.object([.required("externalId", .text), .required("orderedQuantity", .integer(atLeast: 1))]), uniqueBy: "externalId")),
  ])

  private static let vehicle = Shape.object(
    [
      "brandLabel", "modelLabel", "versionLabel", "versionFromDate", "versionToDate", "versionBody", "engineCode", "vin", "fuel",
      "plateNumber",
    ].map { .optional($0, .text) })
}
