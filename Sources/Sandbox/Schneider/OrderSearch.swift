extension Endpoint {
  /// `GET /orders/{country}` with `order-status`, `purchaserid` (or, as in the live specification, `purchaser-id`), `page-size` and `page`,
  /// all optional. More than 200 a page are not given, whatever is asked. Past the end the last page comes again, as from the live service.
  static let orderSearch = Endpoint(.get, "/orders/{country}", takesEmptySegments: true) { call, books in
    guard var orders = books.schneider.summaries(in: call.parameters[0]) else { return .invalidInput }
    guard let size = positive(call.query["page-size"], or: largestPage) else { return .badRequest("page-size must be a number from 1.") }
    guard let asked = positive(call.query["page"], or: 1) else { return .badRequest("page must be a number from 1.") }
    if let status = call.query["order-status"] { orders.removeAll { $0["orderStatus"]?["orderStatusCode"] != .text(status) } }
    if let purchaser = call.query["purchaserid"] ?? call.query["purchaser-id"] {
      orders.removeAll { $0["purchaserID"] != .number(purchaser) }
    }
    let perPage = min(size, largestPage)
    let pages = (orders.count + perPage - 1) / perPage
    let page = max(1, min(asked, pages))
    return .ok([
      "orderList": .array(Array(orders.dropFirst((page - 1) * perPage).prefix(perPage))),
      "pagination": [
        "totalNumberOfRecords": .number(String(orders.count)), "pageNumber": .number(String(page)),
        "totalNumberOfPages": .number(String(pages)),
      ],
    ])
  }

  private static let largestPage = 200

  /// The number; `standard` where none is given; nil where it is no number from 1.
  private static func positive(_ text: String?, or standard: Int) -> Int? {
    guard let text else { return standard }
    guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let number = Int(text), number > 0
    else { return nil }
    return number
  }
}
