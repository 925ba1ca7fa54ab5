import Sandbox
import Testing

/// Tokens of Schneider Electric, as the whole program fetches them.
@Suite struct TokenRenewalTests {
  private static let products = "/v2/sales-operation/product-availability/products"

  private func file(_ count: Int) -> String {
    "line;product_reference;quantity;ship_to\n" + (1...count).map { "\($0);P-\($0);1;1234567890\n" }.joined()
  }

  @Test func `a hundred products are asked for on one token`() async throws {
    try await withWorkplace(schneider: "") { workplace in
      try workplace.drop(file(100), as: "se-availability.csv")
      #expect(try await workplace.ferry("run").exit == 0)
      #expect(workplace.calls.count == 100)
      #expect(try await workplace.sandbox.tell("/sandbox/tokens") == #"{"issued":1}"#)
    }
  }

  /// Ten calls are in flight when the token is withdrawn; those after them come with it and are refused.
  @Test func `a token that is withdrawn under a hundred lines is renewed once`() async throws {
    let gate = Gate()
    try await withWorkplace(schneider: "", pause: { _ in await gate.pass() }) { workplace in
      defer { gate.open() }
      workplace.sandbox.server.misbehave(FaultRule(.delay, path: Self.products, times: 10, delay: .seconds(1)))
      try workplace.drop(file(100), as: "se-availability.csv")
      let process = try workplace.start("run")
      try await eventually("ten calls are in flight") { gate.waitingCount == 10 }
      #expect(workplace.calls.count == 10, "never more than the published limit")
      try await workplace.sandbox.tell("/sandbox/expire-tokens", "")
      gate.open()
      let ending = await process.ending
      #expect(ending.exit == 0, "\(ending.errors)")
      #expect(try workplace.statuses("se-availability.answer.csv") == Array(repeating: "accepted", count: 100))
      #expect(try await workplace.sandbox.tell("/sandbox/tokens") == #"{"issued":2}"#)
      let refused = workplace.calls.count { $0.tokenRefusal != nil }
      #expect((1...10).contains(refused), "\(refused) calls came with the old token")
      #expect(workplace.calls.count == 100 + refused, "each of them is asked once more")
    }
  }
}
