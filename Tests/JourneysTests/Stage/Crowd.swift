import Contracts
import Synchronization

/// A real gateway; counts how many calls it has in flight at most.
final class Crowd: Gateway {
  private let gateway: any Gateway
  private let count = Mutex((now: 0, most: 0))

  init(_ gateway: any Gateway) { self.gateway = gateway }

  var target: String { gateway.target }
  var most: Int { count.withLock { $0.most } }

  func perform(_ call: PlannedCall) async -> Outcome {
    count.withLock { count in
      count.now += 1
      count.most = max(count.most, count.now)
    }
    defer { count.withLock { $0.now -= 1 } }
    return await gateway.perform(call)
  }

  func probe() async -> Outcome { await gateway.probe() }
}
