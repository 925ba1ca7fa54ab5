import Contracts
import Synchronization

@testable import Journeys

/// A channel that keeps what it is given, unless it is out of order.
final class Pager: AlertChannel {
  private struct State {
    var alerts: [JSONValue] = []
    var failure: String?
    var isHanging = false
  }

  let name = "webhook"
  let timeout: Duration
  private let state = Mutex(State())

  init(timeout: Duration = .seconds(20)) { self.timeout = timeout }

  var alerts: [JSONValue] { state.withLock { $0.alerts } }
  /// `event partner count`
  var told: [String] { alerts.map { "\($0["event"]?.text ?? "") \($0["partner"]?.text ?? "-") \($0["count"]?.text ?? "")" } }

  func fail(_ message: String?) { state.withLock { $0.failure = message } }
  func hang() { state.withLock { $0.isHanging = true } }

  func deliver(_ alert: [UInt8]) async -> String? {
    if state.withLock({ $0.isHanging }) {
      while !Task.isCancelled { try? await Task.sleep(for: .seconds(60)) }
      return "cancelled"
    }
    return state.withLock { state in
      if let failure = state.failure { return failure }
      if let json = try? JSONReader.read(alert) { state.alerts.append(json) }
      return nil
    }
  }
}
