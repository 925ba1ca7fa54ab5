import Foundation
import Sandbox
import Testing

@Suite struct ValidationTests {
  /// What the facade says to an order in which one piece of text was replaced.
  static let orders: [(from: String, to: String, messages: [String])] = [
    (#""orderNumber": "O3917.1234567","#, "", ["orderNumber must not be blank"]),
    (#""O3917.1234567""#, #"" \u00a0\t""#, ["orderNumber must not be blank"]),
    (#""O3917.1234567""#, "17", ["orderNumber must be a string"]),
    (#""O3917.1234567""#, "null", ["orderNumber must not be blank"]),
    (#""type": "COUNTER","#, "", ["shipping.type must not be blank"]),
    (#""street": "8 Avenue de la République","#, #""street": 8,"#, ["shipping.address.street must be a string"]),
    (#""shipping": {"#, #""shipping": null, "shipment": {"#, ["shipping must not be null"]),
    (
      #""index": "91ec6dcb-69ed-4d2d-95fd-93e9ac190b4e""#, #""index": "815682e4-24c4-4c77-a70e-1bb10640ca6b""#,
      ["items[1].index must be unique"]
    ),
    (#""index": "815682e4-24c4-4c77-a70e-1bb10640ca6b","#, "", ["items[0].index must not be blank"]),
    (#""isUrgent": true,"#, "", ["items[0].isUrgent must not be null"]),
    (#""isUrgent": true"#, #""isUrgent": "true""#, ["items[0].isUrgent must be a boolean"]),
    (#""manufacturerId": "0013""#, #""manufacturerId": 13"#, ["items[0].part.identifier.tecdoc.manufacturerId must be a string"]),
    (#""partNumber": "5678WALKER""#, #""partNumber": """#, ["items[1].part.identifier.external.partNumber must not be blank"]),
    (#""netPrice":204.25"#, #""netPrice":"204.25""#, ["items[0].pricing.netPrice must be a number"]),
    (#""externalId": "Promo2018""#, "", ["items[0].pricing.promotion.externalId must not be blank"]),
    (#""label":"ecotaxe","#, "", ["items[0].pricing.fees[0].label must not be blank"]),
    (#""orderedQuantity": 12"#, #""orderedQuantity": 0"#, ["items[0].warehouses[0].orderedQuantity must be greater than 0"]),
    (#""orderedQuantity": 12"#, #""orderedQuantity": -1"#, ["items[0].warehouses[0].orderedQuantity must be greater than 0"]),
    (#""orderedQuantity": 12"#, #""orderedQuantity": 12.0"#, ["items[0].warehouses[0].orderedQuantity must be an integer"]),
    (#""orderedQuantity": 12"#, #""orderedQuantity": 12e1"#, ["items[0].warehouses[0].orderedQuantity must be an integer"]),
    (#""orderedQuantity": 12"#, #""orderedQuantity": 2147483648"#, ["items[0].warehouses[0].orderedQuantity must be an integer"]),
    (#""orderedQuantity": 12"#, #""orderedQuantity": "12""#, ["items[0].warehouses[0].orderedQuantity must be an integer"]),
    (#""externalId": "24""#, #""externalId": "68""#, ["items[0].warehouses[1].externalId must be unique"]),
    (#""externalId": "68""#, #""externalId": "99""#, ["items[0].warehouses[0].externalId is unknown"]),
    (#""1234WALKER""#, #""UNKNOWN-1""#, ["items[0].part is unknown"]),
    (#""firstName": "ope","#, "", ["operator.firstName must not be blank"]),
    (#""operator": {"#, #""operators": {"#, ["operator must not be null"]),
    (#""vatIdentifier": "1234567890","#, "", ["customer.vatIdentifier must not be blank"]),
    (#""billingAddress": {"#, #""billing": {"#, ["customer.billingAddress must not be null"]),
    (#""payoutSuccess": true"#, #""payoutSuccess": 1"#, ["cardPayment.payoutSuccess must be a boolean"]),
    (#""value": 20.02"#, #""value": [20.02]"#, ["preCheckoutFees[0].value must be a number"]),
    (#""shippingFees": 5.11"#, #""shippingFees": 5.11, "shippingFees": 6"#, ["shippingFees must not be given twice"]),
  ]

  @Test(arguments: orders) func `each mistake in an order is named with its place`(_ from: String, _ to: String, _ messages: [String])
    async throws
  {
    let range = try #require(SeedExamples.orderRequest.firstRange(of: from))
    let body = SeedExamples.orderRequest.replacingCharacters(in: range, with: to).replacing("}\n,", with: "}")
    try await withSandbox(TestKeys.configuration) { sandbox in
      let response = try await RawClient(port: sandbox.port).post("/v1/orders", body)
      #expect(response.status == 400)
      #expect(try response.messages == messages)
      #expect(sandbox.server.orderCounts.isEmpty)
    }
  }

  static let returns: [(from: String, to: String, messages: [String])] = [
    (#""returnNumber": "R1_O3940.1234567","#, "", ["returnNumber must not be blank"]),
    (#""returnDate": "2018-04-04""#, #""returnDate": "2018-02-29""#, ["returnDate must be a date (yyyy-MM-dd)"]),
    (#""returnDate": "2018-04-04""#, #""returnDate": "04/04/2018""#, ["returnDate must be a date (yyyy-MM-dd)"]),
    (#""returnDate": "2018-04-04""#, #""returnDate": "2018-4-4""#, ["returnDate must be a date (yyyy-MM-dd)"]),
    (#""returnDate": "2018-04-04","#, "", ["returnDate must not be blank"]),
    (#""externalId": "01234","#, "", ["orders[0].externalId must not be blank"]),
    (#""externalDate": "2018-04-03""#, #""externalDate": """#, ["orders[0].externalDate must not be blank"]),
    (#""externalDate": "2018-04-03""#, #""externalDate": "yesterday""#, ["orders[0].externalDate must be a date (yyyy-MM-dd)"]),
    (#""returnedQuantity": 1"#, #""returnedQuantity": 0"#, ["items[0].returnedQuantity must be greater than 0"]),
    (
      #""reason": "DAMAGED""#, #""reason": "BROKEN""#,
      ["items[0].reason must be one of NON_COMPLIANT, DAMAGED, DEFECTIVE, DELIVERY_DELAY"]
    ),
    (#""comment": "This part is damaged","#, #""comment": 1,"#, ["items[0].comment must be a string"]),
  ]

  @Test(arguments: returns) func `each mistake in a return is named with its place`(_ from: String, _ to: String, _ messages: [String])
    async throws
  {
    let range = try #require(SeedExamples.returnRequest.firstRange(of: from))
    try await withSandbox(TestKeys.configuration) { sandbox in
      let response = try await RawClient(port: sandbox.port)
        .post("/v1/returns", SeedExamples.returnRequest.replacingCharacters(in: range, with: to))
      #expect(response.status == 400)
      #expect(try response.messages == messages)
      #expect(sandbox.server.returnCounts.isEmpty)
    }
  }

  static let searches: [(body: String, messages: [String])] = [
    ("{}", ["items must not be empty"]),
    (#"{"items":[]}"#, ["items must not be empty"]),
    (#"{"items":{}}"#, ["items must be an array"]),
    ("[]", ["body must be an object"]),
    ("", ["body is not JSON: expected a value at byte 0"]),
    (#"{"items":[],}"#, ["body is not JSON: expected a name in quotes at byte 12"]),
    (#"{"items":[null]}"#, ["items[0] must be an object"]),
    (
      #"{"items":[{"index":"a","part":{"identifier":{}}},{"quantity":-1,"part":{}},{"index":" ","quantity":1.5}]}"#,
      [
        "items[0].part.identifier must have tecdoc or external", "items[1].index must not be blank",
        "items[1].quantity must be greater than or equal to 0", "items[1].part.identifier must not be null",
        "items[2].index must not be blank", "items[2].quantity must be an integer", "items[2].part must not be null",
      ]
    ),
    (
      #"""
      {"items":[{"index":"a","part":{"identifier":{"external":{"partNumber":"UNKNOWN1"}}}},
      {"index":"b","part":{"identifier":{"external":{"partNumber":"X"}}}},
      {"index":"c","part":{"identifier":{"tecdoc":{"partNumber":"UNKNOWN","manufacturerId":"0013"}}}}]}
      """#, ["items[0].part is unknown", "items[2].part is unknown"]
    ),
  ]

  @Test(arguments: searches) func `a search is told everything that is wrong with it`(_ body: String, _ messages: [String]) async throws {
    try await withSandbox(TestKeys.configuration) { sandbox in
      let response = try await RawClient(port: sandbox.port).post("/v1/availabilities/search", body)
      #expect(response.status == 400)
      #expect(try response.messages == messages)
    }
  }

  @Test func `optional fields may be null, empty or absent, and unknown ones are noted and ignored`() async throws {
    let body = #"""
      {"items":[{"index":"a","quantity":null,"colour":"red","part":{"identifier":{"tecdoc":null,"external":{"partNumber":"X","ean":1}}}}],
      "trace":{"id":1}}
      """#
    try await withSandbox(TestKeys.configuration) { sandbox async throws in
      #expect(try await RawClient(port: sandbox.port).post("/v1/availabilities/search", body).status == 200)
      #expect(
        sandbox.server.record.map(\.unknownFields)
          == [["items[0].part.identifier.external.ean", "items[0].colour", "trace"]])
    }
  }

  @Test func `a return must repeat, to the letter, the date that its order got`() async throws {
    var configuration = TestKeys.configuration
    configuration.externalDate = "16/01/18 #7"
    try await withSandbox(configuration) { sandbox in
      let client = RawClient(port: sandbox.port)
      let order = try await client.post("/v1/orders", SeedExamples.orderRequest.replacing("O3917.1234567", with: "A-1")).json
      let first = try #require((order["items"] as? [[String: Any]])?.first)
      let id = try #require(first["externalOrderId"] as? String)
      #expect(first["externalOrderDate"] as? String == "16/01/18 #7")
      let request = SeedExamples.returnRequest.replacing("01234\"", with: id + "\"", maxReplacements: 1)
      let wrong = try await client.post("/v1/returns", request)
      #expect(try wrong.messages == ["orders[0].externalDate is not the date of that order"])
      let right = try await client.post("/v1/returns", request.replacing("2018-04-03", with: "16/01/18 #7", maxReplacements: 1))
      #expect(right.status == 200)
    }
  }
}
