/// The three example documents of the guide to the order status, with its commas too many removed and its missing braces added; they are
/// of three different orders.
enum SchneiderExample {
  static let country = "RU"

  static let orders = [
    "010011111": SchneiderOrder(summary: summary), "0100111111": SchneiderOrder(details: details),
    "0100476011": SchneiderOrder(schedules: ["000180": schedules]),
  ]

  private static let summary: JSONValue = [
    "orderNumber": "010011111",
    "orderStatus": ["orderStatusCode": "Open", "orderStatusLabel": "Open", "orderStatusDescription": "Open"],
    "purchaserID": 1_100_001_111, "poNumber": "201120/1", "releaseDate": "2020-01-20T15:17:02Z", "expressDelivery": false,
    "orderPlacedThrough": "mySE", "totalAmount": money("150000.00", "USD"), "totalAmountWithTax": money("170000.05", "RUB"),
  ]

  private static let details: JSONValue = [
    "orderNumber": "0100111111", "poNumber": "201120/1", "purchaserID": 1_500_001_111, "accountName": "000 \"Dummy Account Name\"",
    "carrierName": "Standard", "completeDelivery": false, "expressDelivery": false, "releaseDate": "2020-11-01T15:17:02Z",
    "orderPlacedThrough": "mySE", "paymentTermsCode": "0N04", "paymentTermsLabel": "30 Days Due Net",
    "totalAmount": money("1500000.70", "RUB"), "totalAmountWithTax": money("170000.05", "RUB"),
    "customer": ["customerID": 1_500_014_292, "customerName": "000 \" Dummy Account Name \""],
    "orderStatus": ["orderStatusCode": "InProgress", "orderStatusLabel": " InProcess "],
    "itemList": [
      [
        "item": [
          "itemNumber": "000010", "productReference": 3_606_480_073_526, "description": "NSX100F 100A AC/DC",
          "catalogNumber": "LV438570", "totalQtyOrdered": 3, "estimatedDeliveryDate": "2020-12-12T21:00:00Z",
          "lastDeliveryDate": "2020-12-12T21:00:00Z", "itemStatusCode": "Open", "itemStatusLabel": "Open", "totalBackOrdered": 3,
          "priceNet": money("19000.0", "RUB"), "priceIncludingTax": money("2000.0", "RUB"), "shipTo": [["shipToCountry": "RU"]],
        ]
      ],
      [
        "item": [
          "itemNumber": "000020", "productReference": 3_606_480_379_598, "description": "АВТОМАТИЧЕСКИЙ ВЫКЛ.",
          "catalogNumber": "A9N18388", "totalQtyOrdered": 1, "totalQtyShipped": 1, "estimatedDeliveryDate": "2020-01-24T21:00:00Z",
          "lastDeliveryDate": "2020-01-24T21:00:00Z", "itemStatusCode": "FullyShipped", "itemStatusLabel": "Fully Shipped",
          "totalBackOrdered": 0, "priceNet": money("19000.0", "RUB"), "priceIncludingTax": money("20000.0", "RUB"),
          "shipTo": [["shipToCountry": "RU"]],
        ]
      ],
    ],
  ]

  private static let schedules: JSONValue = [
    "orderNumber": "0100476011", "poNumber": "201120/1",
    "item": [
      "itemNumber": "000180", "productReference": 3_300_110_100_000, "catalogNumber": "XB5KSM/",
      "shippingScheduleList": [
        [
          "shippingSchedule": [
            "shipmentNumber": "0110000111", "shippedQuantity": 0, "shipmentLocation": "RU01", "carrierName": 10_060_100,
            "promiseDate": "2020-11-11T21:00:00Z", "notBeforeDate": "2020-11-11T21:00:00Z", "routing": "Москва ",
            "trackingNumbersList": [
              [
                "tracking": [
                  "trackingNumber": "00111102011034111111",
                  "trackingURL": "http://mail.naaaaaa.com/Web_Serv/hs/Tracking/001111111111111111",
                ]
              ]
            ],
          ]
        ]
      ],
    ],
  ]

  private static func money(_ value: String, _ currency: String) -> JSONValue {
    ["value": .number(value), "currency": .text(currency)]
  }
}
