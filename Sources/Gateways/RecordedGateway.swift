package import Contracts
import FoundationEssentials

/// Answers with responses that somebody has written down, judged as those that come over the wire. Makes no connection.
package struct RecordedGateway: Gateway {
  package enum Words: Sendable { case facade, schneider }

  package let target: String
  private let words: Words
  private let response: @Sendable (PlannedCall) -> (status: Int, body: [UInt8])?

  /// `response` to a call; nil: none is left, and the target is held.
  package init(target: String, words: Words, response: @escaping @Sendable (PlannedCall) -> (status: Int, body: [UInt8])?) {
    self.target = target
    self.words = words
    self.response = response
  }

  package func perform(_ call: PlannedCall) async -> Outcome {
    guard let recorded = response(call) else {
      return .held(Outcome.Hold(.unreachable, "no response is written down for \(call.method.rawValue) \(call.path)"))
    }
    let connection = ConnectionSettings(target: target, baseURL: "", concurrency: 1)
    let dialect: any Dialect =
      switch words {
      case .facade: FacadeDialect(connection: connection, retries503: true, credentials: connection.setting("token"))
      case .schneider: SchneiderDialect(connection: connection)
      }
    return Verdict(connection: connection, dialect: dialect).outcome(
      of: call, url: call.path, ending: .answered(WireResponse(status: recorded.status, retryAfter: nil, date: nil, body: recorded.body)),
      now: Date())
  }

  package func probe() async -> Outcome { .held(Outcome.Hold(.unreachable, "responses that are written down cannot be probed")) }
}
