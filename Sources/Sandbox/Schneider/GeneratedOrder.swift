/// An order made up from its country and its position alone, so that it is the same in every run. Its documents have the peculiarities of
/// the live service: numbers that are names, `carrierName` as number or as text, labels with blanks, Cyrillic text, `totalQtyShipped` only
/// where something was shipped. Item 000010 has schedules with no, one and two tracking numbers; item 000020 has none.
struct GeneratedOrder {
  var country: String
  /// From 1.
  var position: Int

  private static let prefix = "02"
  private static let states = [("Open", "Open"), ("InProgress", " InProcess "), ("FullyShipped", "Fully Shipped")]

  init(country: String, position: Int) {
    self.country = country
    self.position = position
  }

  /// Nil where no generated order has that number.
  init?(country: String, number: String) {
    guard number.hasPrefix(Self.prefix), let position = Int(number.dropFirst(Self.prefix.count)), position > 0 else { return nil }
    self.init(country: country, position: position)
    guard self.number == number else { return nil }
  }

  /// "0200000017".
  var number: String {
    let digits = String(position)
    return Self.prefix + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
  }

  var summary: JSONValue {
    let (code, label) = Self.states[position % 3]
    return [
      "orderNumber": .text(number), "orderStatus": ["orderStatusCode": .text(code), "orderStatusLabel": .text(label)],
      "purchaserID": purchaser, "poNumber": poNumber, "releaseDate": "2020-11-01T15:17:02Z",
      "expressDelivery": .boolean(position % 7 == 0), "orderPlacedThrough": "mySE", "totalAmount": money(position * 100),
      "totalAmountWithTax": money(position * 120),
    ]
  }

  var documents: SchneiderOrder {
    SchneiderOrder(summary: summary, details: details, schedules: [Self.itemNumbers[0]: schedules])
  }

  private static let itemNumbers = ["000010", "000020"]

  private var purchaser: JSONValue { position % 2 == 0 ? 1_100_001_111 : 1_100_002_222 }
  private var poNumber: JSONValue { .text("PO-\(position)/1") }

  private var details: JSONValue {
    let (code, label) = Self.states[position % 3]
    return [
      "orderNumber": .text(number), "poNumber": poNumber, "purchaserID": purchaser, "accountName": "000 \"Account\"",
      "carrierName": carrier(position), "completeDelivery": false, "expressDelivery": .boolean(position % 7 == 0),
      "releaseDate": "2020-11-01T15:17:02Z", "orderPlacedThrough": "mySE", "paymentTermsCode": "0N04",
      "paymentTermsLabel": "30 Days Due Net", "totalAmount": money(position * 100), "totalAmountWithTax": money(position * 120),
      "customer": ["customerID": 1_500_014_292, "customerName": "000 \" Account \""],
      "orderStatus": ["orderStatusCode": .text(code), "orderStatusLabel": .text(label)],
      "itemList": [
        ["item": item(0, "LV438570", "NSX100F 100A AC/DC", isShipped: position % 3 == 2)],
        ["item": item(1, "XB5KSM/", "АВТОМАТИЧЕСКИЙ ВЫКЛ.", isShipped: false)],
      ],
    ]
  }

  private func item(_ place: Int, _ catalogNumber: String, _ description: String, isShipped: Bool) -> JSONValue {
    var members = [
      JSONMember("itemNumber", .text(Self.itemNumbers[place])), JSONMember("productReference", productReference(place)),
      JSONMember("description", .text(description)), JSONMember("catalogNumber", .text(catalogNumber)), JSONMember("totalQtyOrdered", 3),
    ]
    if isShipped { members.append(JSONMember("totalQtyShipped", 3)) }
    return .object(
      members + [
        JSONMember("estimatedDeliveryDate", "2020-12-12T21:00:00Z"), JSONMember("lastDeliveryDate", "2020-12-12T21:00:00Z"),
        JSONMember("itemStatusCode", isShipped ? "FullyShipped" : "Open"),
        JSONMember("itemStatusLabel", isShipped ? "Fully Shipped" : "Open"), JSONMember("totalBackOrdered", isShipped ? 0 : 3),
        JSONMember("priceNet", money(100)), JSONMember("priceIncludingTax", money(120)),
        JSONMember("shipTo", [["shipToCountry": .text(country)]]),
      ])
  }

  private var schedules: JSONValue {
    [
      "orderNumber": .text(number), "poNumber": poNumber,
      "item": [
        "itemNumber": .text(Self.itemNumbers[0]), "productReference": productReference(0), "catalogNumber": "LV438570",
        "shippingScheduleList": .array((0...2).map { ["shippingSchedule": schedule($0)] }),
      ],
    ]
  }

  private func schedule(_ trackings: Int) -> JSONValue {
    [
      "shipmentNumber": .text("\(number)-\(trackings)"), "shippedQuantity": .number(String(trackings)),
      "shipmentLocation": .text(country + "01"), "carrierName": carrier(position + trackings), "promiseDate": "2020-11-11T21:00:00Z",
      "notBeforeDate": "2020-11-11T21:00:00Z", "routing": "Москва ",
      "trackingNumbersList": .array(
        (0..<trackings).map { place in
          let tracking = "00\(number)\(trackings)\(place)"
          return ["tracking": ["trackingNumber": .text(tracking), "trackingURL": .text("http://tracking.example/\(tracking)")]]
        }),
    ]
  }

  private func carrier(_ number: Int) -> JSONValue { number % 2 == 0 ? 10_060_100 : "Standard" }
  private func productReference(_ place: Int) -> JSONValue { place == 0 ? 3_606_480_073_526 : 3_300_110_100_000 }
  private func money(_ whole: Int) -> JSONValue { ["value": .number("\(whole).05"), "currency": country == "RU" ? "RUB" : "EUR"] }
}
