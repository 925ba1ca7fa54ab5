import Foundation
import Sandbox
import Testing

/// A search of 450 orders, 200 a page: 450 rows, none twice, whatever happens between two pages.
@Suite struct OrderSearchTests {
  private static let search = "/v1/supply-chain/partner-order-status/orders/FR"
  private static let fill = "/sandbox/se-orders"

  /// Order numbers of the answer's rows.
  private func numbers(_ workplace: Workplace) throws -> [String] {
    try workplace.text("outbox/se-orders.answer.csv").split(separator: "\n").dropFirst().map { row in
      String(row.split(separator: ";", omittingEmptySubsequences: false)[6])
    }
  }

  private func expected(_ positions: ClosedRange<Int>) -> [String] {
    positions.reversed().map { "02" + String(repeating: "0", count: 8 - String($0).count) + String($0) }
  }

  private func pages(_ workplace: Workplace) -> [String] { workplace.calls.map { $0.query ?? "" } }

  @Test func `450 orders are 450 rows`() async throws {
    try await withWorkplace(schneider: "") { workplace in
      try await workplace.sandbox.tell(Self.fill, #"{"country": "FR", "count": 450}"#)
      try workplace.drop("country\nFR\n", as: "se-orders.csv")
      let ending = try await workplace.ferry("run")
      #expect(ending.exit == 0, "\(ending.errors)")
      #expect(try numbers(workplace) == expected(1...450))
      #expect(pages(workplace) == (1...3).map { "page-size=200&page=\($0)" })
    }
  }

  @Test func `an order that comes in front between two pages moves the list, and none is told twice`() async throws {
    let gate = Gate()
    try await withWorkplace(schneider: "", pause: { _ in await gate.pass() }) { workplace in
      defer { gate.open() }
      try await workplace.sandbox.tell(Self.fill, #"{"country": "FR", "count": 450}"#)
      workplace.sandbox.server.misbehave(FaultRule(.delay, path: Self.search, after: 1, delay: .seconds(1)))
      try workplace.drop("country\nFR\n", as: "se-orders.csv")
      let process = try workplace.start("run")
      try await eventually("page 2 is asked for") { gate.waitingCount == 1 }
      try await workplace.sandbox.tell(Self.fill, #"{"country": "FR", "count": 451}"#)
      gate.open()
      let ending = await process.ending
      #expect(ending.exit == 0, "\(ending.errors)")
      #expect(try numbers(workplace) == expected(1...450))
      #expect(pages(workplace) == (1...3).map { "page-size=200&page=\($0)" })
    }
  }

  @Test func `a page that fails once is asked for again, not those before it`() async throws {
    try await withWorkplace(schneider: "") { workplace in
      try await workplace.sandbox.tell(Self.fill, #"{"country": "FR", "count": 450}"#)
      workplace.sandbox.server.misbehave(FaultRule(.status(502), path: Self.search, after: 1))
      try workplace.drop("country\nFR\n", as: "se-orders.csv")
      let ending = try await workplace.ferry("run")
      #expect(ending.exit == 0, "\(ending.errors)")
      #expect(try numbers(workplace) == expected(1...450))
      #expect(pages(workplace) == [1, 2, 2, 3].map { "page-size=200&page=\($0)" })
    }
  }
}
