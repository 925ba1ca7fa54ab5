extension Endpoint {
  /// `POST /precheckout`. The seed's example gets the seed's answer; every other cart gets its own shipping back, one delivery round, one
  /// billing type, and no fees. An unknown part is refused: `cartLines[0].part is unknown`.
  static let preCheckout = Endpoint(.post, "/precheckout", body: cartShape) { call, _ in
    let lines = call.body["cartLines"]?.elements ?? []
    let refusals = Catalogue.refusals(of: lines, named: "cartLines")
    guard refusals.isEmpty else { return .refused(refusals) }
    if PreCheckoutExample.isAsked(by: call.body) { return .ok(PreCheckoutExample.response) }
    return .ok([
      "shipping": call.body["shipping"] ?? .null,
      "additionalFields": [
        "isUrgent": false, "pickDeliveryRound": [["roundId": "12345", "roundLabel": "tournée de 11h"]], "deliveryDate": "18/01/2018",
        "billingType": [["billingTypeId": "1", "label": "Fattura"]],
      ],
    ])
  }

  private static let cartShape = Shape.object([
    .required("shipping", .array(.object([.required("type", .text), .required("address", .address)]))),
    .required(
      "cartLines",
      .array(
        .object([
          .required("part", .object([.required("identifier", .cartIdentifier), .optional("description", .text)])),
          .required("requestedQuantity", .integer(atLeast: 1)),
          .required("pricing", .pricing),
        ]))),
  ])
}

extension Shape {
  /// `kromeda` and the part's `description` stand in the example only, not in the table.
  fileprivate static let cartIdentifier = Shape.object(
    [
      .optional("kromeda", .object(["partNumber", "manufacturerId", "manufacturerLabel"].map { .optional($0, .text) })),
      .optional("tecdoc", .object([.required("partNumber", .text), .required("manufacturerId", .text)])),
      .optional("external", .object([.required("partNumber", .text)])),
    ],
    needsOneOf: ["tecdoc", "external", "kromeda"])
}
