import Contracts
import Ledgers
import SystemPackage
import Testing

@testable import ferry

@Suite struct BindingGatewayTests {
  /// Ends every call alike.
  private struct Beyond: Gateway {
    let target = "erp"
    let outcome: Outcome
    func perform(_ call: PlannedCall) async -> Outcome { outcome }
    func probe() async -> Outcome { outcome }
  }

  private static let order = PlannedCall(.createOrder, path: "/orders")
  private static let success = Outcome.success(Outcome.Response(status: 200, body: []))
  private static let others: [Outcome] = [
    .refused(Outcome.Refusal(status: 400, messages: [])), .held(Outcome.Hold(.unreachable, "connection refused")),
  ]

  private let folder: TemporaryFolder
  private let ledger: SQLiteLedger

  init() throws {
    folder = try TemporaryFolder()
    ledger = try SQLiteLedger.open(
      path: folder.path.appending("ledger.sqlite").string, mode: .openOrCreate(mayCreate: true), clock: { "2026-11-21T06:00:00.000Z" })
  }

  @Test(arguments: [success, .inDoubt(Outcome.Doubt("timed out"))])
  func `a call that may have created something binds the address`(_ outcome: Outcome) async throws {
    let gateway = BindingGateway(Beyond(outcome: outcome), baseURL: "https://x", ledger: ledger)
    #expect(await gateway.perform(Self.order) == outcome)
    #expect(try await ledger.bindings() == ["erp": "https://x"])
  }

  @Test(arguments: others)
  func `an address that took nothing can still be corrected`(_ outcome: Outcome) async throws {
    _ = await BindingGateway(Beyond(outcome: outcome), baseURL: "https://x", ledger: ledger).perform(Self.order)
    #expect(try await ledger.bindings().isEmpty)
  }

  @Test func `calls that create nothing bind nothing`() async throws {
    let gateway = BindingGateway(Beyond(outcome: Self.success), baseURL: "https://x", ledger: ledger)
    _ = await gateway.probe()
    _ = await gateway.perform(.getOrder("1", date: nil))
    #expect(try await ledger.bindings().isEmpty)
  }
}
