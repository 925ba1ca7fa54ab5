extension Layout {
  /// `POST /availabilities/search` of the ERP facade; lines for Schneider Electric become product availability calls. Lines without a request
  /// number are asked each for itself, many in a call.
  static let availability = Layout(
    kind: .availability, rootElement: "availability", documentElement: "request",
    requiredObjects: ["items[].part", "items[].part.identifier"],
    requiredLists: ["items[]"],
    alternatives: [["items[].part.identifier.external", "items[].part.identifier.tecdoc"]],
    fields: [
      .requestNumber("Your number of the request; groups lines. Not sent."),
      Field("line", "items[].index", as: .opaque, required: true, role: .lineNumber, "Number of the line."),
      Field("quantity", "items[].quantity", as: .quantity, "Pieces wanted; required where the line goes to Schneider Electric."),
    ] + .part(in: "items[]") + [
      Field(
        "target", "items[].target", as: .choice(API.allCases.map(\.rawValue)), sent: false,
        "Whom the line is for; left out: whom the partner's settings say. For schneider, part_number is the product reference."),
      Field("ship_to", "items[].shipTo", as: .opaque, sent: false, "ShipTo of a line for Schneider Electric."),
    ])
}

extension Field {
  /// The number of a request of a safe kind: an attribute in XML, never sent.
  static func requestNumber(required: Bool = false, _ meaning: String) -> Field {
    Field("request_number", "@number", as: .opaque, required: required, role: .documentNumber, meaning)
  }

  /// The same where each request stands for itself.
  static let requestName = Field(
    "request_number", "@number", as: .opaque, role: .documentName, "Your number of the request, for the answer. Not sent.")
}
