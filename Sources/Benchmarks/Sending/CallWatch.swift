import Contracts
import Synchronization

/// A gateway, and when its first call began and its last one ended.
final class CallWatch: Gateway {
  private struct Seen {
    var first: ContinuousClock.Instant?
    var last: ContinuousClock.Instant?
    var count = 0
    var failure: String?
  }

  private let gateway: any Gateway
  private let seen = Mutex(Seen())
  /// Rings once, at the first call.
  let firstCall: AsyncStream<Void>
  private let bell: AsyncStream<Void>.Continuation

  init(_ gateway: any Gateway) {
    self.gateway = gateway
    (firstCall, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
  }

  var target: String { gateway.target }
  var count: Int { seen.withLock { $0.count } }
  var firstCallBegan: ContinuousClock.Instant? { seen.withLock { $0.first } }

  /// Calls a second, from the first byte of the first to the last byte of the last.
  var rate: Double {
    seen.withLock { seen in
      guard let first = seen.first, let last = seen.last else { return 0 }
      return Double(seen.count) / (first.duration(to: last) / .seconds(1))
    }
  }

  func perform(_ call: PlannedCall) async -> Outcome {
    let began = ContinuousClock.now
    let isFirst = seen.withLock { seen in
      defer { seen.first = seen.first ?? began }
      return seen.first == nil
    }
    if isFirst { bell.yield() }
    let outcome = await gateway.perform(call)
    let ended = ContinuousClock.now
    seen.withLock { seen in
      seen.last = ended
      seen.count += 1
      if case .success = outcome { return }
      seen.failure = seen.failure ?? "\(outcome)"
    }
    return outcome
  }

  func probe() async -> Outcome { await gateway.probe() }

  /// - Throws: what the first call that was no success came to; figures of such a run are worth nothing.
  func check() throws {
    if let failure = seen.withLock({ $0.failure }) { throw CallFailed(outcome: failure) }
  }
}

struct CallFailed: Error, CustomStringConvertible {
  let outcome: String
  var description: String { "a call was no success: \(outcome)" }
}
