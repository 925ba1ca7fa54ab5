import Foundation
import Sandbox
import Testing

@Suite struct RecordTests {
  @Test func `the record tells every request in order, over HTTP as in process`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox in
      let client = RawClient(port: sandbox.port)
      _ = try await client.get("/v1/test-connection?a=b%20c")
      _ = try await client.post("/v1/orders", SeedExamples.orderRequest, headers: ["idempotency-key: k-1"])
      _ = try await client.post("/v1/returns", SeedExamples.returnRequest)
      _ = try await RawClient(port: sandbox.port, token: "").get("/v1/orders/1")
      let response = try await RawClient(port: sandbox.port, token: "").get("/sandbox/requests")
      let lines = response.body.split(separator: "\n")
      #expect(lines.count == 6)
      #expect(
        String(lines[1])
          == #"{"method":"GET","path":"/v1/test-connection","query":"a=b%20c","status":200,"committed":false,"orderNumber":null,"#
          + #""returnNumber":null,"idempotencyKey":null,"fault":null,"tokenRefusal":null,"unknownFields":[],"externalIds":[],"body":""},"#)
      let order = try jsonObject(String(lines[2].dropLast()))
      #expect(order["orderNumber"] as? String == "O3917.1234567")
      #expect(order["idempotencyKey"] as? String == "k-1")
      #expect(order["committed"] as? Bool == true)
      #expect(order["externalIds"] as? [String] == ["ABCD", "EFGH", "IJKL"])
      #expect(order["body"] as? String == SeedExamples.orderRequest)
      #expect(try jsonObject(String(lines[3].dropLast()))["returnNumber"] as? String == "R1_O3940.1234567")
      #expect(try jsonObject(String(lines[4]))["status"] as? Int == 401)
      #expect(sandbox.server.record.map(\.path) == ["/v1/test-connection", "/v1/orders", "/v1/returns", "/v1/orders/1"])
      #expect(sandbox.server.record[1].body == Array(SeedExamples.orderRequest.utf8))
      #expect(!response.body.contains(ForeignTokens.good))
    }
  }

  @Test func `commits are counted by number, and a reset forgets everything`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox in
      let client = RawClient(port: sandbox.port)
      for _ in 1...2 { _ = try await client.post("/v1/orders", SeedExamples.orderRequest) }
      _ = try await client.post("/v1/returns", SeedExamples.returnRequest)
      _ = try await client.post("/sandbox/faults", #"{"action":"dropBefore","forever":true}"#)
      #expect(try await client.get("/sandbox/orders").body == #"{"O3917.1234567":2}"#)
      #expect(try await client.get("/sandbox/returns").body == #"{"R1_O3940.1234567":1}"#)
      #expect(try await client.exchange(client.text("POST", "/sandbox/reset")).status == 200)
      #expect(try await client.get("/sandbox/orders").body == "{}")
      #expect(try await client.get("/sandbox/requests").body == "[\n\n]\n")
      #expect(try await client.get("/v1/orders/ABCD").status == 404)
    }
  }
}
