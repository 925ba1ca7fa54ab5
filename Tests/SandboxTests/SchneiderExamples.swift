/// The examples of the guide to Schneider Electric's order status, as they stand there but for the mends without which they are no JSON:
/// braces around the first, no comma after a last element, and a brace that closes each `item` and the document in the second.
enum SchneiderExamples {
  static let orderList = #"""
    {"orderList": [
      {
        "orderNumber": "010011111",
        "orderStatus": {
          "orderStatusCode": "Open",
          "orderStatusLabel": "Open",
          "orderStatusDescription": "Open"
        },
        "purchaserID": 1100001111,
        "poNumber": "201120/1",
        "releaseDate": "2020-01-20T15:17:02Z",
        "expressDelivery": false,
        "orderPlacedThrough": "mySE",
        "totalAmount": {
          "value": 150000.00,
          "currency": "USD"
        },
        "totalAmountWithTax": {
          "value": 170000.05,
          "currency": "RUB"
        }
      }
    ],
    "pagination": {
      "totalNumberOfRecords": 1,
      "pageNumber": 1,
      "totalNumberOfPages": 1
    }
    }
    """#

  static let orderDetails = #"""
    {
      "orderNumber": "0100111111",
      "poNumber": "201120/1",
      "purchaserID": 1500001111,
      "accountName": "000 \"Dummy Account Name\"",
      "carrierName": "Standard",
      "completeDelivery": false,
      "expressDelivery": false,
      "releaseDate": "2020-11-01T15:17:02Z",
      "orderPlacedThrough": "mySE",
      "paymentTermsCode": "0N04",
      "paymentTermsLabel": "30 Days Due Net",
      "totalAmount": {
        "value": 1500000.70,
        "currency": "RUB"
      },
      "totalAmountWithTax": {
        "value": 170000.05,
        "currency": "RUB"
      },
      "customer": {
        "customerID": 1500014292,
        "customerName": "000 \" Dummy Account Name \""
      },
      "orderStatus": {
        "orderStatusCode": "InProgress",
        "orderStatusLabel": " InProcess "
      },
      "itemList": [
        {
          "item": {
            "itemNumber": "000010",
            "productReference": 3606480073526,
            "description": "NSX100F 100A AC/DC",
    "catalogNumber": "LV438570",
    "totalQtyOrdered": 3,
    "estimatedDeliveryDate": "2020-12-12T21:00:00Z",
    "lastDeliveryDate": "2020-12-12T21:00:00Z",
    "itemStatusCode": "Open",
    "itemStatusLabel": "Open",
    "totalBackOrdered": 3,
    "priceNet": {
      "currency": "RUB",
      "value": 19000.0
    },
    "priceIncludingTax": {
      "currency": "RUB",
      "value": 2000.0
    },
    "shipTo": [
      {
        "shipToCountry": "RU"
      }
    ]
    }},
    {
      "item": {
        "itemNumber": "000020",
        "productReference": 3606480379598,
        "description": "АВТОМАТИЧЕСКИЙ ВЫКЛ.",
        "catalogNumber": "A9N18388",
        "totalQtyOrdered": 1,
        "totalQtyShipped": 1,
        "estimatedDeliveryDate": "2020-01-24T21:00:00Z",
        "lastDeliveryDate": "2020-01-24T21:00:00Z",
        "itemStatusCode": "FullyShipped",
        "itemStatusLabel": "Fully Shipped",
        "totalBackOrdered": 0,
        "priceNet": {
        "currency": "RUB",
        "value": 19000.0
      },
      "priceIncludingTax": {
        "currency": "RUB",
        "value": 20000.0
      },
      "shipTo": [
        {
          "shipToCountry": "RU"
        }
      ]
    }}
    ]
    }
    """#

  static let shipmentSchedules = #"""
    {
      "orderNumber": "0100476011",
      "poNumber": "201120/1",
      "item": {
        "itemNumber": "000180",
        "productReference": 3300110100000,
        "catalogNumber": "XB5KSM/",
        "shippingScheduleList": [
          {
            "shippingSchedule": {
              "shipmentNumber": "0110000111",
              "shippedQuantity": 0,
              "shipmentLocation": "RU01",
              "carrierName": 10060100,
              "promiseDate": "2020-11-11T21:00:00Z",
              "notBeforeDate": "2020-11-11T21:00:00Z",
              "routing": "Москва ",
              "trackingNumbersList": [
                {
                  "tracking": {
                    "trackingNumber": "00111102011034111111",
                    "trackingURL":
                      "http://mail.naaaaaa.com/Web_Serv/hs/Tracking/001111111111111111"
                  }
                }
              ]
            }
          }
        ]
      }
    }
    """#
}
