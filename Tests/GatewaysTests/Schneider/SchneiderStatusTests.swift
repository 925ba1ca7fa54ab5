import Contracts
import Gateways
import Testing

/// The outcome table for Schneider Electric's operations.
@Suite(.serialized, .timeLimit(.minutes(5))) struct SchneiderStatusTests {
  private static let product = PlannedCall(.getProductAvailability, path: "/v2/sales-operation/product-availability/products/A9F74203")
  private static let search = PlannedCall(.searchSchneiderOrders, path: "/v1/supply-chain/partner-order-status/orders/FR")
  private static let shipments = PlannedCall(
    .getSchneiderShipments, path: "/v1/supply-chain/partner-order-status/orders/FR/010011111/000010/shipment-schedules")

  private func outcome(of call: PlannedCall = Samples.schneiderOrder, _ status: Int, _ body: String = "") async throws -> (Outcome, String)
  {
    try await SchneiderStage.run(api: { _ in .init(status: status, body: body) }) { stage in
      (await stage.gateway.perform(call), stage.server.address)
    }
  }

  @Test(arguments: [404, 400])
  func `a business code refuses the request, with the user's message, blanks around both gone`(status: Int) async throws {
    let body = #"{"code":" Invalid_OrderNumber\n","userMessage":" No such order. ","developerMessage":"x","moreInfo":"y"}"#
    let (outcome, _) = try await outcome(status, body)
    let message = Outcome.Message(item: nil, text: "No such order.")
    #expect(outcome == .refused(Outcome.Refusal(status: status, messages: [message], code: "Invalid_OrderNumber")))
  }

  @Test(arguments: [
    #"{"code":"Empty_ItemNumber "}"#, #"{"code":"Empty_ItemNumber","userMessage":"  "}"#,
    #"{"code":"Empty_ItemNumber","userMessage":null}"#,
  ])
  func `a code without a message speaks for itself`(body: String) async throws {
    let (outcome, _) = try await outcome(404, body)
    let message = Outcome.Message(item: nil, text: "Empty_ItemNumber")
    #expect(outcome == .refused(Outcome.Refusal(status: 404, messages: [message], code: "Empty_ItemNumber")))
  }

  @Test(arguments: [
    "", "<html>", "{}", "[]", #"{"code":""}"#, #"{"code":" "}"#, #"{"code":null}"#, #"{"code":["x"]}"#, #"{"Code":"Invalid_Input"}"#,
    #"{"error":{"code":"Invalid_Input"}}"#, #"{"code":"404","message":"Not Found"}"#, #"{"code":404}"#, #"{"messages":["no"]}"#,
  ])
  func `a 404 without one speaks of the path`(body: String) async throws {
    for call in [Samples.schneiderOrder, Self.search, Self.shipments] {
      let (outcome, address) = try await outcome(of: call, 404, body)
      #expect(outcome.summary == "held settings 404")
      #expect(
        outcome.sentences == [
          "schneider: GET \(address)\(call.path) answered 404: check schneider.base_url and schneider.order_status_path"
        ])
    }
  }

  @Test func `a path that is wrong is named by its own setting`() async throws {
    let (outcome, address) = try await outcome(of: Self.product, 404)
    #expect(
      outcome.sentences == [
        "schneider: GET \(address)\(Self.product.path) answered 404: check schneider.base_url and schneider.product_availability_path"
      ])
  }

  @Test func `a 400 without a code holds the target`() async throws {
    let (outcome, address) = try await outcome(400, #"{"messages":["no"]}"#)
    #expect(outcome.summary == "held settings 400")
    #expect(
      outcome.sentences == [
        "schneider: GET \(address)\(Samples.schneiderOrder.path) answered 400 without a business code: "
          + "check schneider.base_url and schneider.order_status_path"
      ])
  }

  @Test func `a long code and message are cut`() async throws {
    let long = String(repeating: "x", count: 5_000)
    let (outcome, _) = try await outcome(404, #"{"code":"\#(long)","userMessage":"\#(long)"}"#)
    guard case .refused(let refusal) = outcome else { return #expect(Bool(false), "\(outcome)") }
    #expect(refusal.code?.count == 100)
    #expect(refusal.messages.map(\.text.count) == [1_000])
  }

  @Test(arguments: [
    (403, "held settings 403"), (405, "held settings 405"), (408, "held busy 408"), (409, "refused 409"), (413, "refused 413"),
    (422, "refused 422"), (429, "held busy 429"), (500, "held broken 500"), (503, "held busy 503"), (504, "held broken 504"),
    (302, "held settings 302"), (200, "held broken 200"),
  ])
  func `other statuses come to what the table says of safe calls`(status: Int, expected: String) async throws {
    let (outcome, _) = try await outcome(status, "[]")
    #expect(outcome.summary == expected)
  }

  @Test(arguments: [
    (product, #"{"deliveryDate":"2026-01-05"}"#), (search, #"{"orderList":[]}"#), (Samples.schneiderOrder, Samples.schneiderResponse),
    (shipments, #"{"item":{}}"#),
  ])
  func `a usable 200 is a success with its body as it came`(call: PlannedCall, body: String) async throws {
    let (outcome, _) = try await outcome(of: call, 200, body)
    #expect(outcome == .success(Outcome.Response(status: 200, body: Array(body.utf8))))
  }

  @Test func `an identifier that would lead to another address is refused without asking for a token`() async throws {
    try await SchneiderStage.run { stage in
      let call = PlannedCall(.getSchneiderOrder, path: "/v1/supply-chain/partner-order-status/orders/FR/..")
      #expect(await stage.gateway.perform(call).summary == "refused 0")
      #expect(stage.server.requests.isEmpty)
    }
  }

  @Test func `a call that is not answered in time names the setting`() async throws {
    try await ScriptedServer.run {
      try await $0.waitUntilClientLeaves()
    } _: { silent in
      try await SchneiderStage.run {
        $0.baseURL = silent.address
        $0.timeout = .seconds(1)
      } _: { stage in
        #expect(
          await stage.gateway.perform(Samples.schneiderOrder).sentences == [
            "schneider: GET \(silent.address)\(Samples.schneiderOrder.path) failed: no response in time; "
              + "see how the target is doing; schneider.timeout sets the limit"
          ])
      }
    }
  }
}
