/// The values of the seed's own examples, so that its example requests get its example responses.
enum SeedExample {
  static let partNumber = "1234WALKER"
  static let orderNumber = "O3917.1234567"
  static let orderDate = "2018-01-16"
  static let returnNumber = "R1_O3940.1234567"
  static let returnDate = "2018-04-04"
  static let returnId = "123456789"

  /// Warehouse → external id and number of the example order.
  static let orderIds = ["68": ("ABCD", "1234"), "24": ("EFGH", "6789"), "44": ("IJKL", "0ABC")]

  static let pricing: JSONValue = [
    "netPrice": .number("204.25"), "publicPrice": 215, "currency": "EUR", "vat": .number("0.2"), "corePrice": 120,
    "promotion": ["externalId": "Promo2018"],
    "fees": [["label": "ecotaxe", "price": .number("2.94")]],
  ]

  /// What each warehouse holds of the part according to the example of a shipping plan.
  static let plannedStock = ["68": 10, "24": 3, "44": 2]

  static let part: JSONValue = ["identifier": ["external": ["partNumber": .text(partNumber)]]]

  static func availability(index: JSONValue) -> JSONValue {
    [
      "index": index, "quantity": 0, "part": part, "pricing": pricing,
      "availabilities": [
        "externalPrimaryWarehouseId": "68",
        "warehouses": [
          [
            "externalId": "68", "externalName": "Milano", "isPrimary": true, "availableQuantity": 10,
            "delivery": ["information": "In 2 hours"], "hideStock": true,
          ],
          ["externalId": "24", "externalName": "Roma", "availableQuantity": 3, "hideStock": false],
          ["externalId": "44", "externalName": "Torino", "availableQuantity": 10, "hideStock": false],
        ],
      ],
      "availabilityExternalInfo": [
        "link": "http://www.externalavailability.com", "description": "Decription of the external availability",
      ],
    ]
  }

  /// The state of the example order: one body for each of its three external orders.
  static let orderState: JSONValue = [
    "items": [
      [
        "externalLineNumber": "1", "externalWarehouseId": "68", "orderedQuantity": 12, "cancelledQuantity": 2,
        "externalStatus": "partially_shipped",
        "parcels": [
          [
            "externalId": "130231A", "shipper": "La posta", "shippingDate": "2018-01-18T13:31:31", "comment": "Urgent", "quantity": 7,
            "deliverySlipNumber": "VL02/VL03", "trackingId": "UA-000000-2",
          ]
        ],
      ],
      ["externalLineNumber": "1", "externalWarehouseId": "24", "orderedQuantity": 3, "cancelledQuantity": 0, "parcels": []],
      ["externalLineNumber": "1", "externalWarehouseId": "44", "orderedQuantity": 2, "cancelledQuantity": 2, "parcels": []],
      [
        "externalLineNumber": "2", "externalWarehouseId": "68", "orderedQuantity": 10, "cancelledQuantity": 5, "part": part,
        "pricing": pricing, "description": "Renault clio III rear break", "parcels": [],
      ],
    ]
  ]

  static let returnState: JSONValue = [
    "items": [
      [
        "externalReturnLineNumber": "alpha", "status": "ACCEPTED", "closed": true,
        "externalReturnPricingInfo": ["recoveryValue": "RECOVERYVALUE", "creditNoteNumber": "CREDITNOTENUMBER"],
      ],
      [
        "externalReturnLineNumber": "beta", "status": "REFUSED", "refusalType": "ALREADY_USED_PRODUCT", "refusalReason": "Already used",
      ],
    ]
  ]
}
