extension Layout {
  /// `POST /availabilities/search` of the ERP facade. Lines without a request number are asked each for itself, many in a call.
  static let availability = Layout(
    kind: .availability, rootElement: "availability", documentElement: "request",
    requiredObjects: ["items[].part", "items[].part.identifier"],
    requiredLists: ["items[]"],
    alternatives: [["items[].part.identifier.external", "items[].part.identifier.tecdoc"]],
    fields: [
      Field("request_number", "@number", as: .opaque, role: .documentNumber, "Your number of the request; groups lines. Not sent."),
      Field("line", "items[].index", as: .opaque, required: true, role: .lineNumber, "Number of the line."),
      Field("quantity", "items[].quantity", as: .quantity, "Pieces wanted."),
    ] + .part(in: "items[]"))
}
