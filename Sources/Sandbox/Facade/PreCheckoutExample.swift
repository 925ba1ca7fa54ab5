/// The seed's example of a pre-checkout.
enum PreCheckoutExample {
  /// Whether this is, by shipping types, names and towns, part and quantity, the cart of the example.
  static func isAsked(by body: JSONValue) -> Bool {
    let shipping = (body["shipping"]?.elements ?? []).map { [$0["type"], $0["address"]?["name"], $0["address"]?["city"]] }
    let lines = (body["cartLines"]?.elements ?? []).map { [.text(Catalogue.number(of: $0["part"])), $0["requestedQuantity"]] }
    return shipping == [["COUNTER", "Jacquie", "Paris"], ["USER", "Jacquie", "Paris"]] && lines == [["Kit plaquettes avant", 20]]
  }

  /// Its second address comes back without accents: the connector may change the shipping.
  static let response: JSONValue = [
    "shipping": [
      ["type": "COUNTER", "address": address(street: "8 Avenue de la République", complements: "Bâtiment A")],
      ["type": "USER", "address": address(street: "8 Avenue de la Republique", complements: "Batiment A")],
    ],
    "additionalFields": [
      "isUrgent": true,
      "sellerMessage": [
        "message":
          """
        Attention, vous allez dépasser votre limite de crédit avec cette commande (le type de message servira à indiquer côté front si \
        c'est un message d'information, de warning, d'erreur: avec un code couleur différent). Cliquez sur le lien suivant pour en savoir \
        plus
        """,
        "type": 1, "blockCheckout": false, "url": "http://www.moreinfo.com/1234",
      ],
      "pickDeliveryRound": [
        ["roundId": "12345", "roundLabel": "tournée de 11h"], ["roundId": "6789", "roundLabel": "tournée de 16h"],
      ],
      "deliveryDate": "01/04/2019",
      "billingType": [["billingTypeId": "1", "label": "Fattura"], ["billingTypeId": "2", "label": "Bolla"]],
      "additionalFees": [
        ["name": "first additional fee in response", "externalPartNumber": "123456789", "value": .number("20.0")],
        ["name": "second additional fee in response", "externalPartNumber": "123454357", "value": .number("15.0")],
      ],
    ],
  ]

  private static func address(street: String, complements: String) -> JSONValue {
    [
      "name": "Jacquie", "street": .text(street), "complements": .text(complements), "city": "Paris", "zipCode": "75000",
      "region": "Ile de France", "country": "FRA",
    ]
  }
}
