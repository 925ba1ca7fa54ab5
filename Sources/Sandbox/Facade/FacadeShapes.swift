/// The parts that several of the seed's tables share.
extension Shape {
  static let part = Shape.object([.required("identifier", .identifier)])

  /// Both kinds are optional in the table; an identifier with neither names no part.
  static let identifier = Shape.object(
    [
      .optional("tecdoc", .object([.required("partNumber", .text), .required("manufacturerId", .text)])),
      .optional("external", .object([.required("partNumber", .text)])),
    ],
    needsOneOf: ["tecdoc", "external"])

  static let pricing = Shape.object([
    .required("netPrice", .number),
    .optional("publicPrice", .number),
    .required("currency", .text),
    .optional("vat", .number),
    .optional("corePrice", .number),
    .optional("promotion", .object([.required("externalId", .text)])),
    .optional("fees", .array(.object([.required("label", .text), .required("price", .number)]))),
  ])

  static let address = Shape.object(
    ["name", "street", "complements", "city", "zipCode", "region", "country"].map { .optional($0, .text) })
}
