extension Layout {
  /// `POST /precheckout` of the ERP facade: the whole content of a check-out page. One request is one call.
  static let preCheckout = Layout(
    kind: .preCheckout, rootElement: "precheckout", documentElement: "request", linesPath: "cartLines[]",
    keys: ["ship_type", "fee_label"],
    requiredObjects: [
      "shipping[].address", "cartLines[].part", "cartLines[].part.identifier", "cartLines[].pricing",
    ],
    requiredLists: ["shipping[]", "cartLines[]"],
    bareLists: ["shipping[]"],
    alternatives: [["cartLines[].part.identifier.external", "cartLines[].part.identifier.tecdoc"]],
    fields: [
      .requestNumber(required: true, "Your number of the request; groups lines. Not sent."),
      Field(
        "ship_type", "shipping[].type", required: true,
        "How it is delivered, for example COUNTER or USER; a further row with another type adds an address."),
    ] + .address("ship", in: "shipping[].address") + [
      Field("line", "cartLines[].index", as: .opaque, role: .lineNumber, sent: false, "Number of the line; without one, lines are counted.")
    ] + .part(in: "cartLines[]") + .kromeda(in: "cartLines[]") + [
      Field("quantity", "cartLines[].requestedQuantity", as: .quantity, required: true, "Pieces wanted.")
    ] + .pricing(in: "cartLines[]"))
}
