import Contracts
import Ledgers
import Synchronization

/// Binds its target's name to the base URL when the first number is taken there, and not before: until then a mistyped address can be
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
    let outcome = await gateway.perform(call)
    if call.operation.isUnsafe, outcome.takesNumber, !isBound.withLock({ $0 }) {
      // A ledger that cannot write this cannot write the outcome either, and says so there.
      if (try? await ledger.bind(target: target, to: baseURL)) != nil { isBound.withLock { $0 = true } }
    }
    return outcome
  }

  func probe() async -> Outcome { await gateway.probe() }
}

extension Outcome {
  /// Of a call that creates something.
  fileprivate var takesNumber: Bool {
    switch self {
    case .success, .inDoubt: true
    case .refused, .held: false
    }
  }
}
