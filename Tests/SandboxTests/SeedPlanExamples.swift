/// The examples of the published description for planning and pre-checkout, as they stand there.
enum SeedPlanExamples {
  static let shippingPlanRequest = """
    {
        "items":[
            {
                "index":"ba4fce1c-e261-4ff6-a92c-23038a5e146a",
                "isUrgent": true,
                "requestedQuantity":17,
                "part":{
                    "identifier":{
                        "external":{
                            "partNumber":"1234WALKER"
                        }
                    }
                }
            }
        ],
        "forcePrimaryWarehouse": false
    }
    """

  static let shippingPlanResponse = """
    {
        "items":[
            {
                "index":"ba4fce1c-e261-4ff6-a92c-23038a5e146a",
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
                "shippingPlans":{
                    "requestedQuantity": 17,
                    "externalPrimaryWarehouseId":"68",
                    "backOrderQuantity": 2,
                    "warehouses":[
                        {
                            "externalId":"68",
                            "externalName":"Milano",
                            "isPrimary":true,
                            "availableQuantity":10,
                            "dispatchQuantity":10,
                            "delivery":{
                                "information": "In 2 hours"
                            },
                            "hideStock":true
                        },
                        {
                            "externalId":"24",
                            "externalName":"Roma",
                            "availableQuantity":3,
                            "dispatchQuantity":3,
                            "hideStock":false
                        },
                        {
                            "externalId":"44",
                            "externalName":"Torino",
                            "availableQuantity":2,
                            "dispatchQuantity":2,
                            "hideStock":false
                        }
                    ]
                }
            }
        ]
    }
    """

  static let preCheckoutRequest = """
    {
       "shipping":[
          {
             "type":"COUNTER",
             "address":{
                "name":"Jacquie",
                "street":"8 Avenue de la République",
                "complements":"Bâtiment A",
                "city":"Paris",
                "zipCode":"75000",
                "region":"Ile de France",
                "country":"FRA"
             }
          },
          {
             "type":"USER",
             "address":{
                "name":"Jacquie",
                "street":"8 Avenue de la République",
                "complements":"Bâtiment A",
                "city":"Paris",
                "zipCode":"75000",
                "region":"Ile de France",
                "country":"FRA"
             }
          }
       ],
       "cartLines":[
          {
             "part":{
                "identifier":{
                   "kromeda":{
                      "partNumber":"16783",
                      "manufacturerId":"059",
                      "manufacturerLabel":"FEBI"
                   },
                   "tecdoc":{
                      "partNumber":"16783",
                      "manufacturerId":"0101"
                   },
                   "external":{
                      "partNumber":"Kit plaquettes avant"
                   }
                },
                "description":"Kit de plaquettes de frein, frein à disque"
             },
             "requestedQuantity":20,
             "pricing":{
                "netPrice":28.0,
                "publicPrice":28.0,
                "currency":"EUR",
                "vat":0.22,
                "corePrice":2.8,
                "promotion":{
                   "externalId":"12345"
                },
                "fees":[
                   {
                      "label": "first fee in request",
                      "price": 1.5
                   },
                   {
                      "label": "second fee in request",
                      "price": 2.5
                   }
                ]
             }
          }
       ]
    }
    """

  static let preCheckoutResponse = """
    {
        "shipping": [
            {
                "type": "COUNTER",
                "address": {
                    "name": "Jacquie",
                    "street": "8 Avenue de la République",
                    "complements": "Bâtiment A",
                    "city": "Paris",
                    "zipCode": "75000",
                    "region": "Ile de France",
                    "country": "FRA"
                }
            },
            {
                "type": "USER",
                "address": {
                    "name": "Jacquie",
                    "street": "8 Avenue de la Republique",
                    "complements": "Batiment A",
                    "city": "Paris",
                    "zipCode": "75000",
                    "region": "Ile de France",
                    "country": "FRA"
                }
            }
        ],
        "additionalFields": {
            "isUrgent": true,
            "sellerMessage": {
                "message": "Attention, vous allez dépasser votre limite de crédit avec cette commande (le type de message servira à indiquer côté front si c'est un message d'information, de warning, d'erreur: avec un code couleur différent). Cliquez sur le lien suivant pour en savoir plus",
                "type": 1,
                "blockCheckout": false,
                "url": "http://www.moreinfo.com/1234"
            },
            "pickDeliveryRound": [
                {
                    "roundId": "12345",
                    "roundLabel": "tournée de 11h"
                },
                {
                    "roundId": "6789",
                    "roundLabel": "tournée de 16h"
                }
            ],
            "deliveryDate": "01/04/2019",
            "billingType": [
                {
                    "billingTypeId": "1",
                    "label": "Fattura"
                },
                {
                    "billingTypeId": "2",
                    "label": "Bolla"
                }
            ],
            "additionalFees": [
                {
                    "name": "first additional fee in response",
                    "externalPartNumber": "123456789",
                    "value": 20.0
                },
                {
                    "name": "second additional fee in response",
                    "externalPartNumber": "123454357",
                    "value": 15.0
                }
            ]
        }
    }
    """
}
