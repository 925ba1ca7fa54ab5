import Foundation
import Sandbox
import Testing

@Suite struct ProtocolTests {
  @Test func `the test connection answers 200 and nothing else`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox in
      let response = try await RawClient(port: sandbox.port).get("/v1/test-connection")
      #expect(response.status == 200)
      #expect(response.body == "")
      #expect(response.header("Content-Length") == "0")
    }
  }

  @Test func `an unknown path is 404 and a wrong method 405`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox in
      let client = RawClient(port: sandbox.port)
      for path in ["/v1/order", "/v1/orders/", "/v1/orders/A/B", "/v2/orders", "/v1", "/", "/v10/orders", "/sandbox/nothing"] {
        #expect(try await client.get(path).status == 404, "\(path)")
      }
      let response = try await client.get("/v1/orders")
      #expect(response.status == 405)
      #expect(response.header("Allow") == "POST")
      #expect(try await client.exchange(client.text("DELETE", "/v1/orders/ABCD")).header("Allow") == "GET")
      #expect(try await client.exchange(client.text("POST", "/v1/test-connection")).status == 405)
    }
  }

  static let mediaTypes = [
    ("application/json", 200), ("application/json; charset=utf-8", 200), ("Application/JSON;charset=\"UTF-8\"", 200),
    ("application/json; charset=iso-8859-1", 415), ("text/json", 415), ("application/json+x", 415), ("text/plain", 415), ("", 415),
  ]

  @Test(arguments: mediaTypes) func `only JSON in UTF-8 is read`(_ type: String, _ status: Int) async throws {
    try await withSandbox(TestKeys.configuration) { sandbox in
      let client = RawClient(port: sandbox.port)
      let headers = type.isEmpty ? [] : ["Content-Type: \(type)"]
      let response = try await client.exchange(client.text("POST", "/v1/availabilities/search", headers, SeedExamples.availabilityRequest))
      #expect(response.status == status)
    }
  }

  @Test func `a body over the limit is 413 and the one at the limit is read`() async throws {
    var configuration = TestKeys.configuration
    configuration.bodyLimit = SeedExamples.orderRequest.utf8.count
    try await withSandbox(configuration) { sandbox async throws in
      let client = RawClient(port: sandbox.port)
      #expect(try await client.post("/v1/orders", SeedExamples.orderRequest).status == 200)
      #expect(try await client.post("/v1/orders", SeedExamples.orderRequest + " ").status == 413)
      #expect(sandbox.server.orderCounts == ["O3917.1234567": 1])
      #expect(sandbox.server.record.map(\.status) == [200, 413])
    }
  }

  @Test func `a body that ends before its announced length orders nothing`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox in
      let client = RawClient(port: sandbox.port)
      let text = client.text("POST", "/v1/orders", ["Content-Type: application/json"], SeedExamples.orderRequest)
      let response = try await client.exchange(String(text.dropLast(3)), closing: true)
      #expect(response.status != 200)
      #expect(sandbox.server.orderCounts.isEmpty)
    }
  }

  @Test func `two requests on one connection are two answers`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox in
      let client = RawClient(port: sandbox.port)
      let first = client.text("GET", "/v1/test-connection").replacing("Connection: close\r\n", with: "")
      let response = try await client.exchange(first + client.text("GET", "/v1/orders/none"))
      #expect(response.head.first == "HTTP/1.1 200 OK")
      #expect(response.body.hasPrefix("HTTP/1.1 404 Not Found"))
    }
  }

  @Test func `identifiers in paths and dates in queries are decoded`() async throws {
    var configuration = TestKeys.configuration
    configuration.externalDate = "16/01 + 7"
    try await withSandbox(configuration) { sandbox in
      let client = RawClient(port: sandbox.port)
      let order = try await client.post("/v1/orders", SeedExamples.orderRequest.replacing("O3917.1234567", with: "A-1")).json
      let id = try #require((order["items"] as? [[String: Any]])?.first?["externalOrderId"] as? String)
      let escaped = "%\(String(id.utf8.first ?? 0, radix: 16))" + id.dropFirst()
      #expect(try await client.get("/v1/orders/\(escaped)?externalOrderDate=16%2F01+%2B%207").status == 200)
      #expect(try await client.get("/v1/orders/\(id)?externalOrderDate=16/01%20+%207").status == 404)
      #expect(try await client.get("/v1/orders/\(id)?externalOrderDate=").status == 404)
      #expect(try await client.get("/v1/orders/\(id)").status == 200)
      #expect(try await client.get("/v1/orders/A%2").status == 400)
      #expect(try await client.get("/v1/orders/A%2FB").status == 404)
    }
  }
}
