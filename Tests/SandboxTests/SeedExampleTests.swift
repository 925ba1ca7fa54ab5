import Foundation
import Sandbox
import Testing

@Suite struct SeedExampleTests {
  @Test func `the example availability search gets the example answer`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox in
      let response = try await RawClient(port: sandbox.port).post("/v1/availabilities/search", SeedExamples.availabilityRequest)
      #expect(response.status == 200)
      #expect(response.header("Content-Type") == "application/json")
      #expect(try response.json == jsonObject(SeedExamples.availabilityResponse))
    }
  }

  @Test func `the example order gets the example answer, and its three external orders the example state`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox in
      let client = RawClient(port: sandbox.port)
      #expect(try await client.get("/v1/orders/ABCD").status == 404)
      let response = try await client.post("/v1/orders", SeedExamples.orderRequest)
      #expect(response.status == 200)
      #expect(try response.json == jsonObject(SeedExamples.orderResponse))
      for path in ["/v1/orders/ABCD", "/v1/orders/EFGH?externalOrderDate=2018-01-16", "/v1/orders/IJKL?other=1"] {
        #expect(try await client.get(path).json == jsonObject(SeedExamples.orderState))
      }
    }
  }

  @Test func `the example return gets the example answer and the example state`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox in
      let client = RawClient(port: sandbox.port)
      let response = try await client.post("/v1/returns", SeedExamples.returnRequest)
      #expect(response.status == 200)
      #expect(try response.json == jsonObject(SeedExamples.returnResponse))
      let state = try await client.get("/v1/returns/123456789?externalReturnDate=2018-04-04")
      #expect(try state.json == jsonObject(SeedExamples.returnState))
    }
  }

  @Test func `the example order without the second line's currency is refused, as the table says`() async throws {
    let body = SeedExamples.orderRequest.replacing("20,\n        \"currency\": \"EUR\"", with: "20")
    try await withSandbox(TestKeys.configuration) { sandbox in
      let response = try await RawClient(port: sandbox.port).post("/v1/orders", body)
      #expect(response.status == 400)
      #expect(try response.messages == ["items[1].pricing.currency must not be blank"])
      #expect(sandbox.server.orderCounts.isEmpty)
    }
  }

  @Test func `an order with the example's number but other quantities has a state of its own`() async throws {
    let body = SeedExamples.orderRequest.replacing("\"orderedQuantity\": 12", with: "\"orderedQuantity\": 11")
    try await withSandbox(TestKeys.configuration) { sandbox in
      let client = RawClient(port: sandbox.port)
      #expect(try await client.post("/v1/orders", body).json == jsonObject(SeedExamples.orderResponse))
      let items = try await client.get("/v1/orders/ABCD").json["items"] as? [[String: Any]] ?? []
      #expect(items.map { $0["orderedQuantity"] as? Int } == [11, 10])
      #expect(items.map { $0["externalLineNumber"] as? String } == ["1", "2"])
      #expect(items.map { $0["cancelledQuantity"] as? Int } == [0, 0])
    }
  }

  @Test func `the examples are in the books from the start where that is asked for`() async throws {
    var configuration = TestKeys.configuration
    configuration.holdsExamples = true
    try await withSandbox(configuration) { sandbox async throws in
      let client = RawClient(port: sandbox.port)
      #expect(try await client.get("/v1/orders/ABCD?externalOrderDate=2018-01-16").json == jsonObject(SeedExamples.orderState))
      #expect(try await client.get("/v1/returns/123456789").json == jsonObject(SeedExamples.returnState))
      sandbox.server.reset()
      #expect(try await client.get("/v1/orders/EFGH").status == 200)
    }
  }
}
