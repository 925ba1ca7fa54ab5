import Foundation
import Sandbox
import Testing

@Suite struct MovementTests {
  @Test func `a shipped quantity is a parcel, and the rest ships with the next`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox async throws in
      let (client, id) = try await ordered(sandbox)
      let first = #"{"externalOrderId":"\#(id)","externalLineNumber":"2","quantity":3,"parcel":"P-1","trackingId":"T-1"}"#
      #expect(try await client.post("/sandbox/ship", first).status == 200)
      var line = try #require(try await state(client, "/v1/orders/\(id)").last)
      #expect(line["externalStatus"] as? String == "partially_shipped")
      #expect(line["parcels"] as? NSArray == [["externalId": "P-1", "quantity": 3, "trackingId": "T-1"]] as NSArray)
      let rest = #"{"orderNumber":"A-17","externalLineNumber":"2","parcel":"P-2"}"#
      #expect(try await client.post("/sandbox/ship", rest).status == 200)
      line = try #require(try await state(client, "/v1/orders/\(id)").last)
      #expect(line["externalStatus"] as? String == "shipped")
      #expect((line["parcels"] as? [[String: Any]])?.map { $0["quantity"] as? Int } == [3, 1])
    }
  }

  @Test func `by the platform's number every external order with that line moves`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox async throws in
      let (client, id) = try await ordered(sandbox)
      #expect(try await client.post("/sandbox/cancel", #"{"orderNumber":"A-17","externalLineNumber":"1"}"#).status == 200)
      let lines = try await state(client, "/v1/orders/\(id)")
      #expect(lines.map { $0["cancelledQuantity"] as? Int } == [1, 0])
      #expect(lines.map { $0["externalStatus"] as? String } == ["cancelled", "received"])
      let other = try #require(sandbox.server.record.first?.externalIDs[1])
      #expect(try await state(client, "/v1/orders/\(other)").map { $0["cancelledQuantity"] as? Int } == [2])
    }
  }

  static let slips: [(path: String, body: String, messages: [String])] = [
    ("ship", #"{"orderNumber":"A-17","externalLineNumber":"1","parcel":"P"}"#, []),
    ("ship", #"{"orderNumber":"A-17","externalLineNumber":"1"}"#, ["parcel must not be blank"]),
    ("ship", #"{"externalLineNumber":"1","parcel":"P"}"#, ["body must have externalOrderId or orderNumber"]),
    ("ship", #"{"orderNumber":"A-17","externalLineNumber":"1","parcel":"P","qty":1}"#, ["qty is unknown"]),
    (
      "ship", #"{"orderNumber":"A-17","externalLineNumber":"1","parcel":"P","quantity":2}"#,
      ["quantity must be from 1 to the 1 that are left"]
    ),
    ("cancel", #"{"orderNumber":"A-18","externalLineNumber":"1"}"#, ["the books hold nothing of number A-18, line 1"]),
    ("cancel", #"{"externalOrderId":"X","externalLineNumber":"1"}"#, ["the books hold nothing of id X, line 1"]),
    (
      "judge", #"{"returnNumber":"R","externalReturnLineNumber":"1","status":"SUBMITTED"}"#, ["status must be one of ACCEPTED, REFUSED"]
    ),
    (
      "judge", #"{"returnNumber":"R","externalReturnLineNumber":"1","status":"ACCEPTED","recoveryValue":"1"}"#,
      ["recoveryValue and creditNoteNumber must be given together"]
    ),
    (
      "judge", #"{"returnNumber":"R","externalReturnLineNumber":"1","status":"ACCEPTED"}"#,
      ["the books hold nothing of number R, line 1"]
    ),
  ]

  @Test(arguments: slips) func `a movement with a mistake is refused and nothing moves`(
    _ path: String, _ body: String, _ messages: [String]
  ) async throws {
    try await withSandbox(TestKeys.configuration) { sandbox async throws in
      let (client, id) = try await ordered(sandbox)
      let before = try await client.get("/v1/orders/\(id)").body
      let response = try await client.post("/sandbox/\(path)", body)
      #expect(response.status == (messages.isEmpty ? 200 : 400))
      if !messages.isEmpty { #expect(try response.messages == messages) }
      #expect(try await (client.get("/v1/orders/\(id)").body == before) == !messages.isEmpty)
    }
  }

  @Test func `a judged return has the state it was given`() async throws {
    try await withSandbox(TestKeys.configuration) { sandbox async throws in
      let client = RawClient(port: sandbox.port)
      let number = "R-1"
      _ = try await client.post("/v1/returns", SeedExamples.returnRequest.replacing("R1_O3940.1234567", with: number))
      let accepted = #"""
        {"returnNumber":"R-1","externalReturnLineNumber":"1","status":"ACCEPTED","closed":true,"recoveryValue":"12.50",
        "creditNoteNumber":"CN-1"}
        """#
      #expect(try await client.post("/sandbox/judge", accepted).status == 200)
      let id = try #require(sandbox.server.record.first?.externalIDs.first)
      let refused = #"""
        {"externalReturnId":"\#(id)","externalReturnLineNumber":"2","status":"REFUSED","refusalType":"OTHER","refusalReason":"Too late"}
        """#
      #expect(try await client.post("/sandbox/judge", refused).status == 200)
      let expected = #"""
        {"items":[{"externalReturnLineNumber":"1","status":"ACCEPTED","closed":true,
        "externalReturnPricingInfo":{"recoveryValue":"12.50","creditNoteNumber":"CN-1"}},
        {"externalReturnLineNumber":"2","status":"REFUSED","refusalType":"OTHER","refusalReason":"Too late"}]}
        """#
      #expect(try await client.get("/v1/returns/\(id)").json == jsonObject(expected))
    }
  }

  /// Orders A-17; the id is that of warehouse 24, with 1 of line 1 and 4 of line 2.
  private func ordered(_ sandbox: RunningSandbox) async throws -> (RawClient, String) {
    let client = RawClient(port: sandbox.port)
    _ = try await client.post("/v1/orders", OrderSplitTests.order)
    return (client, try #require(sandbox.server.record.first?.externalIDs.first))
  }

  private func state(_ client: RawClient, _ path: String) async throws -> [[String: Any]] {
    try await client.get(path).json["items"] as? [[String: Any]] ?? []
  }
}
