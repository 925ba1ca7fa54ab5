import Contracts
import Ledgers
import Synchronization

/// Binds its target's name to the base URL with the first call that creates something, and not before: until then a mistyped address can be
/// corrected, after it the ledger's numbers speak of this system for good.
final class BindingGateway: Gateway {
  private let gateway: any Gateway
  private let ledger: any Ledger
  private let baseURL: String
  private let isBound = Mutex(false)

  init(_ gateway: any Gateway, baseURL: String, ledger: any Ledger) {
    self.gateway = gateway
    self.baseURL = baseURL
    self.ledger = ledger
  }

  var target: String { gateway.target }

  func perform(_ call: PlannedCall) async -> Outcome {
    if call.operation.isUnsafe, !isBound.withLock({ $0 }) {
      do throws(LedgerError) {
        try await ledger.bind(target: target, to: baseURL)
        isBound.withLock { $0 = true }
      } catch {
        return .held(Outcome.Hold(.settings, error.message))
      }
    }
    return await gateway.perform(call)
  }

  func probe() async -> Outcome { await gateway.probe() }
}
