extension Endpoint {
  /// `POST /availabilities/search`.
  static let availabilitySearch = Endpoint(
    .post, "/availabilities/search",
    body: .object([
      .required(
        "items",
        .array(
          .object([.required("index", .text), .optional("quantity", .integer(atLeast: 0)), .required("part", .part)]), uniqueBy: "index"))
    ])
  ) { call, _ in
    let items = call.body["items"]?.elements ?? []
    let refusals = Catalogue.refusals(of: items)
    guard refusals.isEmpty else { return .refused(refusals) }
    return .ok(["items": .array(items.map(availability))])
  }

  private static func availability(of item: JSONValue) -> JSONValue {
    let number = Catalogue.number(of: item["part"])
    let index = item["index"] ?? .null
    if number == SeedExample.partNumber { return SeedExample.availability(index: index) }
    return [
      "index": index, "quantity": item["quantity"] ?? 0, "part": item["part"] ?? .null, "pricing": Catalogue.pricing(of: number),
      "availabilities": Catalogue.availabilities(of: number),
    ]
  }
}
