import Contracts
import Synchronization

/// A real gateway; before its first call something happens elsewhere.
final class Meddler: Gateway {
  private let gateway: any Gateway
  private let deed: @Sendable () -> Void
  private let isDone = Mutex(false)

  init(_ gateway: any Gateway, _ deed: @escaping @Sendable () -> Void) {
    self.gateway = gateway
    self.deed = deed
  }

  var target: String { gateway.target }

  func perform(_ call: PlannedCall) async -> Outcome {
    let isFirst = isDone.withLock { isDone in
      defer { isDone = true }
      return !isDone
    }
    if isFirst { deed() }
    return await gateway.perform(call)
  }

  func probe() async -> Outcome { await gateway.probe() }
}
