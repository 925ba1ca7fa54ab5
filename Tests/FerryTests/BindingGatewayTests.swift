import Contracts
import Ledgers
import SystemPackage
import Testing

@testable import ferry

@Suite struct BindingGatewayTests {
  /// Everything succeeds beyond it.
  private struct Beyond: Gateway {
    let target = "erp"
    func perform(_ call: PlannedCall) async -> Outcome { .success(Outcome.Response(status: 200, body: [])) }
    func probe() async -> Outcome { .success(Outcome.Response(status: 200, body: [])) }
  }

  private let folder: TemporaryFolder
  private let ledger: SQLiteLedger

  init() throws {
    folder = try TemporaryFolder()
    ledger = try SQLiteLedger.open(
      path: folder.path.appending("ledger.sqlite").string, mode: .openOrCreate(mayCreate: true), clock: { "2026-11-21T06:00:00.000Z" })
  }

  @Test func `only a call that creates something binds the address`() async throws {
    let gateway = BindingGateway(Beyond(), baseURL: "https://x", ledger: ledger)
    _ = await gateway.probe()
    _ = await gateway.perform(.getOrder("1", date: nil))
    #expect(try await ledger.bindings().isEmpty)
    _ = await gateway.perform(PlannedCall(.createOrder, path: "/orders"))
    #expect(try await ledger.bindings() == ["erp": "https://x"])
  }

  @Test func `an address that is not the bound one gets nothing`() async throws {
    try await ledger.bind(target: "erp", to: "https://other")
    let gateway = BindingGateway(Beyond(), baseURL: "https://x", ledger: ledger)
    guard case .held(let hold) = await gateway.perform(PlannedCall(.createOrder, path: "/orders")) else {
      Issue.record("expected a hold")
      return
    }
    #expect(hold.reason == .settings)
    #expect(hold.message.hasPrefix("target erp is bound to https://other and cannot become https://x"))
  }
}
