import Foundation
import Sandbox
import Testing

@Suite struct PlanTests {
  static let search = "/v1/shipping-plans/search"

  @Test func `the example shipping plan search gets the example answer`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox async throws in
      let response = try await RawClient(port: sandbox.port).post(Self.search, SeedPlanExamples.shippingPlanRequest)
      #expect(response.status == 200)
      #expect(try response.json == jsonObject(SeedPlanExamples.shippingPlanResponse))
    }
  }

  /// Warehouses and quantities dispatched, the back order, the primary warehouse.
  static let plans: [(part: String, quantity: Int, force: Bool, dispatched: [String], back: Int, primary: String?)] = [
    ("1234WALKER", 11, false, ["68: 10", "24: 1"], 0, "68"),
    ("1234WALKER", 4, false, ["68: 4"], 0, "68"),
    ("1234WALKER", 17, true, ["68: 10"], 7, "68"),
    ("NOWHERE-1", 3, false, [], 3, "68"),
    ("NOPRIMARY-1", 3, true, [], 3, nil),
    ("TOOMUCH-1", 3, false, ["68: 4"], 0, "68"),
  ]

  @Test(arguments: plans) func `a plan takes from the primary warehouse first and leaves the rest on back order`(
    _ part: String, _ quantity: Int, _ force: Bool, _ dispatched: [String], _ back: Int, _ primary: String?
  ) async throws {
    try await withSandbox(TestKeys.configuration) { sandbox async throws in
      let plan = try await plan(of: part, quantity, force: force, sandbox)
      #expect(warehouses(plan, "dispatchQuantity") == dispatched)
      #expect(plan["backOrderQuantity"] as? Int == back)
      #expect(plan["requestedQuantity"] as? Int == quantity)
      #expect(plan["externalPrimaryWarehouseId"] as? String == primary)
    }
  }

  @Test func `a plan dispatches what the availability search tells of`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox async throws in
      let client = RawClient(port: sandbox.port)
      let item = #"{"index":"a","part":{"identifier":{"external":{"partNumber":"P-1"}}}}"#
      let found = try await client.post("/v1/availabilities/search", #"{"items":[\#(item)]}"#).json
      let stock = (found["items"] as? [[String: Any]])?.first?["availabilities"] as? [String: Any] ?? [:]
      let plan = try await plan(of: "P-1", 1000, force: false, sandbox)
      let available = warehouses(stock, "availableQuantity").filter { !$0.hasSuffix(": 0") }
      #expect(!available.isEmpty)
      #expect(warehouses(plan, "availableQuantity") == available)
      #expect(warehouses(plan, "dispatchQuantity") == available)
    }
  }

  static let slips: [(from: String, to: String, messages: [String])] = [
    (#""forcePrimaryWarehouse": false"#, #""force": false"#, ["forcePrimaryWarehouse must not be null"]),
    (#""forcePrimaryWarehouse": false"#, #""forcePrimaryWarehouse": "no""#, ["forcePrimaryWarehouse must be a boolean"]),
    (#""requestedQuantity":17"#, #""requestedQuantity":0"#, ["items[0].requestedQuantity must be greater than 0"]),
    (#""requestedQuantity":17,"#, "", ["items[0].requestedQuantity must not be null"]),
    (#""1234WALKER""#, #""UNKNOWN-1""#, ["items[0].part is unknown"]),
  ]

  @Test(arguments: slips) func `a search with a mistake is refused`(_ from: String, _ to: String, _ messages: [String]) async throws {
    try await withSandbox(TestKeys.configuration) { sandbox async throws in
      let body = SeedPlanExamples.shippingPlanRequest.replacing(from, with: to)
      let response = try await RawClient(port: sandbox.port).post(Self.search, body)
      #expect(response.status == 400)
      #expect(try response.messages == messages)
    }
  }

  @Test func `the example pre-checkout gets the example answer`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox async throws in
      let response = try await RawClient(port: sandbox.port).post("/v1/precheckout", SeedPlanExamples.preCheckoutRequest)
      #expect(response.status == 200)
      #expect(try response.json == jsonObject(SeedPlanExamples.preCheckoutResponse))
      #expect(sandbox.server.record.first?.unknownFields == [])
    }
  }

  @Test func `another cart gets its own shipping back, one round, one billing type and no fees`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox async throws in
      let body = SeedPlanExamples.preCheckoutRequest.replacing("\"requestedQuantity\":20", with: "\"requestedQuantity\":21")
      let answer = try await RawClient(port: sandbox.port).post("/v1/precheckout", body).json
      #expect(try answer["shipping"] as? NSArray == jsonObject(SeedPlanExamples.preCheckoutRequest)["shipping"] as? NSArray)
      let fields = answer["additionalFields"] as? NSDictionary
      let expected = #"""
        {"isUrgent":false,"deliveryDate":"18/01/2018","pickDeliveryRound":[{"roundId":"12345","roundLabel":"tournée de 11h"}],
        "billingType":[{"billingTypeId":"1","label":"Fattura"}]}
        """#
      #expect(try fields == jsonObject(expected))
    }
  }

  static let carts: [(from: String, to: String, messages: [String])] = [
    (#""Kit plaquettes avant""#, #""UNKNOWN-1""#, ["cartLines[0].part is unknown"]),
    (#""netPrice":28.0,"#, "", ["cartLines[0].pricing.netPrice must not be null"]),
    (#""type":"USER","#, "", ["shipping[1].type must not be blank"]),
    (
      #""manufacturerLabel":"FEBI""#, #""manufacturerLabel":3"#, ["cartLines[0].part.identifier.kromeda.manufacturerLabel must be a string"]
    ),
  ]

  @Test(arguments: carts) func `a cart with a mistake is refused`(_ from: String, _ to: String, _ messages: [String]) async throws {
    try await withSandbox(TestKeys.configuration) { sandbox async throws in
      let body = SeedPlanExamples.preCheckoutRequest.replacing(from, with: to)
      let response = try await RawClient(port: sandbox.port).post("/v1/precheckout", body)
      #expect(response.status == 400)
      #expect(try response.messages == messages)
    }
  }

  private func plan(of part: String, _ quantity: Int, force: Bool, _ sandbox: RunningSandbox) async throws -> [String: Any] {
    let body = #"""
      {"items":[{"index":"a","requestedQuantity":\#(quantity),"part":{"identifier":{"external":{"partNumber":"\#(part)"}}}}],
      "forcePrimaryWarehouse":\#(force)}
      """#
    let answer = try await RawClient(port: sandbox.port).post(Self.search, body).json
    return try #require((answer["items"] as? [[String: Any]])?.first?["shippingPlans"] as? [String: Any])
  }

  /// "68: 10"
  private func warehouses(_ plan: [String: Any], _ quantity: String) -> [String] {
    (plan["warehouses"] as? [[String: Any]] ?? []).map { "\($0["externalId"] as? String ?? ""): \($0[quantity] as? Int ?? -1)" }
  }
}
