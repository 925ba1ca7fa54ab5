extension Endpoint {
  /// `POST /returns`. `orders[].externalDate` must be, to the letter, the date the order got; of an order that is not in the books, a date
  /// (yyyy-MM-dd), as the table says.
  static let returnEntry = Endpoint(.post, "/returns", body: returnShape) { call, books in
    let items = call.body["items"]?.elements ?? []
    let refusals = wrongDates(of: call.body["orders"]?.elements ?? [], books) + Catalogue.refusals(of: items)
    guard refusals.isEmpty else { return .refused(refusals) }
    return books.enter(return: call.body["returnNumber"]?.text ?? "", date: call.body["returnDate"]?.text ?? "", items: items)
  }

  private static func wrongDates(of orders: [JSONValue], _ books: Books) -> [String] {
    orders.enumerated().compactMap { position, order in
      let date = order["externalDate"]?.text ?? ""
      if let known = books.date(ofOrder: order["externalId"]?.text ?? "") {
        return date == known ? nil : "orders[\(position)].externalDate is not the date of that order"
      }
      return CalendarDate.isReal(date) ? nil : "orders[\(position)].externalDate must be a date (yyyy-MM-dd)"
    }
  }

  private static let returnShape = Shape.object([
    .required("orderNumber", .text),
    .required("returnNumber", .text),
    .required("returnDate", .date),
    .required("orders", .array(.object([.required("externalId", .text), .required("externalDate", .text)]))),
    .required(
      "items",
      .array(
        .object([
          .required("index", .text),
          .required("part", .part),
          .required("returnedQuantity", .integer(atLeast: 1)),
          .optional("comment", .text),
          .required("reason", .oneOf(["NON_COMPLIANT", "DAMAGED", "DEFECTIVE", "DELIVERY_DELAY"])),
        ]), uniqueBy: "index")),
  ])
}
