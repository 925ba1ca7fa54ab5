import Foundation
import Sandbox
import Testing

@Suite struct OrderSplitTests {
  /// An order of two items: the first from 24 and 68, the second from 44 and 24.
  static let order = #"""
    {"orderNumber":"A-17","shipping":{"type":"USER","address":{}},"operator":{"email":"e","firstName":"f","lastName":"l"},"items":[
    {"index":"x","isUrgent":false,"part":{"identifier":{"external":{"partNumber":"P1"}}},"pricing":{"netPrice":1.50,"currency":"EUR"},
    "warehouses":[{"externalId":"24","orderedQuantity":1},{"externalId":"68","orderedQuantity":2}]},
    {"index":"y","isUrgent":true,"part":{"identifier":{"tecdoc":{"partNumber":"P2","manufacturerId":"0013"}}},
    "pricing":{"netPrice":3,"currency":"EUR"},"warehouses":[{"externalId":"44","orderedQuantity":3},{"externalId":"24","orderedQuantity":4}]}]}
    """#

  @Test func `an order is split by warehouse in order of first appearance`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox in
      let client = RawClient(port: sandbox.port)
      let items = try await items(client.post("/v1/orders", Self.order))
      #expect(items.map { $0["externalWarehouseId"] as? String } == ["24", "68", "44"])
      let lines = items.map { item in
        (item["lines"] as? [[String: String]] ?? []).map { "\($0["index"] ?? "") as \($0["externalLineNumber"] ?? "")" }
      }
      #expect(lines == [["x as 1", "y as 2"], ["x as 1"], ["y as 2"]])
      #expect(Set(items.compactMap { $0["externalOrderId"] as? String }).count == 3)
      let id = try #require(items.first?["externalOrderId"] as? String)
      let state = try await client.get("/v1/orders/\(id)?externalOrderDate=2018-01-16")
      #expect(
        state.body
          == #"{"items":[{"externalLineNumber":"1","externalWarehouseId":"24","orderedQuantity":1,"cancelledQuantity":0,"#
          + #""externalStatus":"received","part":{"identifier":{"external":{"partNumber":"P1"}}},"pricing":{"netPrice":1.50,"currency":"EUR"},"#
          + #""parcels":[]},{"externalLineNumber":"2","externalWarehouseId":"24","orderedQuantity":4,"cancelledQuantity":0,"#
          + #""externalStatus":"received","part":{"identifier":{"tecdoc":{"partNumber":"P2","manufacturerId":"0013"}}},"#
          + #""pricing":{"netPrice":3,"currency":"EUR"},"parcels":[]}]}"#)
    }
  }

  @Test func `the same number posted twice is ordered twice`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox in
      let client = RawClient(port: sandbox.port)
      let first = try await client.post("/v1/orders", SeedExamples.orderRequest)
      let second = try await client.post("/v1/orders", SeedExamples.orderRequest)
      #expect(second.status == 200)
      let ids = try (items(first) + items(second)).compactMap { $0["externalOrderId"] as? String }
      #expect(Set(ids).count == 6)
      #expect(sandbox.server.orderCounts == ["O3917.1234567": 2])
      #expect(sandbox.server.record.map(\.committed) == [true, true])
    }
  }

  @Test func `with repeated orders recognised the second gets the first's response`() async throws {
    var configuration = TestKeys.configuration
    configuration.recognisesRepeatedOrders = true
    try await withSandbox(configuration) { sandbox in
      let client = RawClient(port: sandbox.port)
      for (path, body) in [("/v1/orders", Self.order), ("/v1/returns", SeedExamples.returnRequest)] {
        let first = try await client.post(path, body)
        #expect(first.status == 200)
        #expect(try await client.post(path, body).body == first.body)
      }
      #expect(sandbox.server.orderCounts == ["A-17": 1])
      #expect(sandbox.server.returnCounts == ["R1_O3940.1234567": 1])
      #expect(sandbox.server.record.map(\.committed) == [true, false, true, false])
    }
  }

  @Test func `identifiers depend on nothing but number, warehouse and repetition`() async throws {
    var answers: [String] = []
    for _ in 1...2 {
      try await withSandbox(TestKeys.configuration) { sandbox in
        answers.append(try await RawClient(port: sandbox.port).post("/v1/orders", Self.order).body)
      }
    }
    #expect(answers[0] == answers[1])
    #expect(answers[0].contains("externalOrderId"))
  }

  @Test func `without bodies the state of an order has lines and quantities but no parts`() async throws {
    var configuration = TestKeys.configuration
    configuration.keepsBodies = false
    try await withSandbox(configuration) { sandbox in
      let client = RawClient(port: sandbox.port)
      let id = try #require(try await items(client.post("/v1/orders", Self.order)).last?["externalOrderId"] as? String)
      #expect(
        try await client.get("/v1/orders/\(id)").body
          == #"{"items":[{"externalLineNumber":"2","externalWarehouseId":"44","orderedQuantity":3,"cancelledQuantity":0,"#
          + #""externalStatus":"received","parcels":[]}]}"#)
      #expect(sandbox.server.record.map(\.body) == [nil, nil])
    }
  }

  @Test func `a return is booked with a line for each item and can be asked for`() async throws {
    let body = SeedExamples.returnRequest.replacing("R1_O3940.1234567", with: "R-2")
    try await withSandbox(TestKeys.configuration) { sandbox in
      let client = RawClient(port: sandbox.port)
      let items = try await items(client.post("/v1/returns", body))
      #expect(items.map { $0["externalReturnLineNumber"] as? String } == ["1", "2"])
      #expect(items.map { $0["externalReturnDate"] as? String } == ["2018-04-04", "2018-04-04"])
      let id = try #require(items.first?["externalReturnId"] as? String)
      #expect(
        try await client.get("/v1/returns/\(id)?externalReturnDate=2018-04-04").body
          == #"{"items":[{"externalReturnLineNumber":"1","status":"SUBMITTED","closed":false},"#
          + #"{"externalReturnLineNumber":"2","status":"SUBMITTED","closed":false}]}"#)
      #expect(try await client.get("/v1/returns/\(id)?externalReturnDate=2018-04-05").status == 404)
    }
  }

  @Test func `a part in no warehouse has an empty list and the primary warehouse's id`() async throws {
    let body = #"{"items":[{"index":"a","quantity":3,"part":{"identifier":{"external":{"partNumber":"NOWHERE-1"}}}}]}"#
    try await withSandbox(TestKeys.configuration) { sandbox in
      let item = try #require(try await items(RawClient(port: sandbox.port).post("/v1/availabilities/search", body)).first)
      #expect(item["availabilities"] as? NSDictionary == ["externalPrimaryWarehouseId": "68", "warehouses": [Any]()])
      #expect(item["quantity"] as? Int == 3)
    }
  }

  private func items(_ response: RawResponse) throws -> [[String: Any]] {
    try response.json["items"] as? [[String: Any]] ?? []
  }
}
