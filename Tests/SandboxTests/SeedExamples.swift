/// The examples of the published description of the facade, as they stand there but for two mends: the second order line has the currency
/// that the table requires, and the return's state lacks a comma too many.
enum SeedExamples {
  static let availabilityRequest = """
    {
        "items":[
            {
                "index":"f79a98d5-6ff1-4a28-b00c-2f7d3fb46054",
                "quantity": 2,
                "part":{
                    "identifier":{
                          "tecdoc":{
                              "partNumber":"1234",
                              "manufacturerId":"0013"
                          },
                          "external":{
                              "partNumber":"1234WALKER"
                          }
                    }
                }
            }
        ]
    }
    """

  static let availabilityResponse = """
    {
        "items":[
            {
                "index":"f79a98d5-6ff1-4a28-b00c-2f7d3fb46054",
                "quantity": 0,
                "part":{
                    "identifier":{
                        "external":{
                            "partNumber":"1234WALKER"
                        }
                    }
                },
                "pricing":{
                    "netPrice":204.25,
                    "publicPrice":215,
                    "currency":"EUR",
                    "vat":0.2,
                    "corePrice":120,
                    "promotion": {
                        "externalId": "Promo2018"
                    },
                    "fees":[
                        {
                            "label":"ecotaxe",
                            "price":2.94
                        }
                    ]
                },
                "availabilities":{
                    "externalPrimaryWarehouseId": "68",
                    "warehouses":[
                        {
                            "externalId":"68",
                            "externalName":"Milano",
                            "isPrimary":true,
                            "availableQuantity":10,
                            "delivery":{
                                "information": "In 2 hours"
                            },
                            "hideStock":true
                        },
                        {
                            "externalId":"24",
                            "externalName":"Roma",
                            "availableQuantity":3,
                            "hideStock":false
                        },
                        {
                            "externalId":"44",
                            "externalName":"Torino",
                            "availableQuantity":10,
                            "hideStock":false
                        }
                    ]
                },
                "availabilityExternalInfo":{
                  "link":"http://www.externalavailability.com",
                  "description":"Decription of the external availability"
                }
            }
        ]
    }
    """

  static let orderRequest = """
    {
      "orderNumber": "O3917.1234567",
      "orderComment": "This is an emergency, need this in the morning. Thx.",
      "shipping": {
        "type": "COUNTER",
        "address": {
          "name": "Jacquie",
          "street": "8 Avenue de la République",
          "complements": "Bâtiment A",
          "city": "Paris",
          "zipCode": "75000",
          "region": "Île de France",
          "country": "FRA"
        }
      },
      "items": [
        {
          "index": "815682e4-24c4-4c77-a70e-1bb10640ca6b",
          "isUrgent": true,
          "part": {
            "identifier": {
              "tecdoc": {
                "partNumber": "1234",
                "manufacturerId": "0013"
              },
              "external": {
                "partNumber": "1234WALKER"
              }
            }
          },
          "vehicle": {
            "brandLabel": "ALFA ROMEO",
            "modelLabel": "145",
            "versionLabel": "2.0 Twin Spark Q.V iE",
            "versionFromDate": "1996-10",
            "versionToDate": "1999-02",
            "versionBody": "Multispace, 5 P.",
            "engineCode": "AR67204",
            "vin": "",
            "fuel": "B",
            "plateNumber": "TE001ST"
          },
          "pricing": {
            "netPrice":204.25,
            "publicPrice":215,
            "currency":"EUR",
            "vat":0.2,
            "corePrice":120,
            "promotion": {
              "externalId": "Promo2018"
            },
            "fees":[
              {
                "label":"ecotaxe",
                "price":2.94
              }
            ]
          },
          "warehouses": [
            {
              "externalId": "68",
              "orderedQuantity": 12
            },
            {
              "externalId": "24",
              "orderedQuantity": 3
            },
            {
              "externalId": "44",
              "orderedQuantity": 2
            }
          ]
        },
        {
          "index": "91ec6dcb-69ed-4d2d-95fd-93e9ac190b4e",
          "isUrgent": false,
          "part": {
            "identifier": {
              "external": {
                "partNumber": "5678WALKER"
              }
            }
          },
          "pricing": {
            "netPrice": 10,
            "publicPrice": 20,
            "currency": "EUR"
          },
          "warehouses": [
            {
              "externalId": "68",
              "orderedQuantity": 10
            }
          ]
        }
      ],
      "operator": {
        "email": "operator@email.com",
        "firstName": "ope",
        "lastName": "rator"
      },
      "internalPurchaseOrderNumber": "0041989162",
      "customer": {
        "companyName": "Jacquie Company Name",
        "vatIdentifier": "1234567890",
        "email": "jacquie@yopmail.com",
        "phone": "0787458541",
        "billingAddress": {
          "name": "Jacquie",
          "street": "8 Avenue de la République",
          "complements": "Bâtiment A",
          "city": "Paris",
          "zipCode": "75000",
          "region": "Île de France",
          "country": "France"
        }
      },
      "preCheckoutFees": [
        {
          "name": "additionalFee1",
          "externalPartNumber": "00001",
          "value": 20.02
        }
      ],
      "shippingFees": 5.11,
      "cardPayment": {
        "status": "succeeded",
        "transactionId": "76756",
        "transactionAmount": 265.09,
        "commission": 1.02,
        "payoutSuccess": true
      }
    }
    """

  static let orderResponse = """
    {
        "items":[
            {
                "externalOrderId":"ABCD",
                "externalOrderNumber":"1234",
                "externalOrderDate":"2018-01-16",
                "externalWarehouseId":"68",
                "lines": [
                    {
                        "index": "815682e4-24c4-4c77-a70e-1bb10640ca6b",
                        "externalLineNumber": "1"
                    },
                    {
                        "index": "91ec6dcb-69ed-4d2d-95fd-93e9ac190b4e",
                        "externalLineNumber": "2"
                    }
                ]
            },
            {
                "externalOrderId":"EFGH",
                "externalOrderNumber":"6789",
                "externalOrderDate":"2018-01-16",
                "externalWarehouseId":"24",
                "lines": [
                    {
                        "index": "815682e4-24c4-4c77-a70e-1bb10640ca6b",
                        "externalLineNumber": "1"
                    }
                ]
            },
            {
                "externalOrderId":"IJKL",
                "externalOrderNumber":"0ABC",
                "externalOrderDate":"2018-01-16",
                "externalWarehouseId":"44",
                "lines": [
                    {
                        "index": "815682e4-24c4-4c77-a70e-1bb10640ca6b",
                        "externalLineNumber": "1"
                    }
                ]
            }
        ]
    }
    """

  static let orderState = """
    {
        "items":[
            {
                "externalLineNumber":"1",
                "externalWarehouseId":"68",
                "orderedQuantity":12,
                "cancelledQuantity":2,
                "externalStatus": "partially_shipped",
                "parcels":[
                    {
                        "externalId":"130231A",
                        "shipper":"La posta",
                        "shippingDate":"2018-01-18T13:31:31",
                        "comment": "Urgent",
                        "quantity": 7,
                        "deliverySlipNumber": "VL02/VL03",
                        "trackingId": "UA-000000-2"
                    }
                ]
            },
            {
                "externalLineNumber":"1",
                "externalWarehouseId":"24",
                "orderedQuantity":3,
                "cancelledQuantity":0,
                "parcels":[]
            },
            {
                "externalLineNumber":"1",
                "externalWarehouseId":"44",
                "orderedQuantity":2,
                "cancelledQuantity":2,
                "parcels":[]
            },
            {
                "externalLineNumber": "2",
                "externalWarehouseId":"68",
                "orderedQuantity":10,
                "cancelledQuantity":5,
                "part":{
                    "identifier":{
                        "external":{
                            "partNumber":"1234WALKER"
                        }
                    }
                },
                "pricing":{
                    "netPrice":204.25,
                    "publicPrice":215,
                    "currency":"EUR",
                    "vat":0.2,
                    "corePrice":120,
                    "promotion": {
                        "externalId": "Promo2018"
                    },
                    "fees":[
                        {
                            "label":"ecotaxe",
                            "price":2.94
                        }
                    ]
                },
                "description": "Renault clio III rear break",
                "parcels": []
            }
        ]
    }
    """

  static let returnRequest = """
    {
      "orderNumber": "O3940.1234567",
      "returnNumber": "R1_O3940.1234567",
      "returnDate": "2018-04-04",
      "orders": [
        {
          "externalId": "01234",
          "externalDate": "2018-04-03"
        },
        {
          "externalId": "56789",
          "externalDate": "2018-04-03"
        }
      ],
      "items": [
        {
          "index": "815682e4-24c4-4c77-a70e-1bb10640ca6a",
          "part":{
            "identifier":{
              "tecdoc":{
                "partNumber":"1234",
                "manufacturerId":"0013"
              },
              "external":{
                "partNumber":"1234WALKER"
              }
            }
          },
          "returnedQuantity": 1,
          "comment": "This part is damaged",
          "reason": "DAMAGED"
        },
        {
          "index": "815682e4-24c4-4c77-a70e-1bb10640ca6b",
          "part":{
            "identifier":{
              "tecdoc": {
                "partNumber": "1234",
                "manufacturerId": "0013"
              },
              "external":{
                "partNumber":"1234WALKER"
              }
            }
          },
          "returnedQuantity": 7,
          "comment": "This is not the requested part",
          "reason": "NON_COMPLIANT"
        }
      ]
    }
    """

  static let returnResponse = """
    {
      "items": [
        {
          "index": "815682e4-24c4-4c77-a70e-1bb10640ca6a",
          "externalReturnDate": "2018-04-04",
          "externalReturnId": "123456789",
          "externalReturnNumber": "RETURN-123456789",
          "externalReturnLineNumber": "alpha"
        },
        {
          "index": "815682e4-24c4-4c77-a70e-1bb10640ca6b",
          "externalReturnDate": "2018-04-04",
          "externalReturnId": "123456789",
          "externalReturnNumber": "RETURN-123456789",
          "externalReturnLineNumber": "beta"
        }
      ]
    }
    """

  static let returnState = """
    {
      "items": [
        {
          "externalReturnLineNumber": "alpha",
          "status": "ACCEPTED",
          "closed": true,
          "externalReturnPricingInfo":
          {
            "recoveryValue": "RECOVERYVALUE",
            "creditNoteNumber": "CREDITNOTENUMBER"
          }
        },
        {
          "externalReturnLineNumber": "beta",
          "status": "REFUSED",
          "refusalType": "ALREADY_USED_PRODUCT",
          "refusalReason": "Already used"
        }
      ]
    }
    """
}
