import Contracts
import FoundationEssentials

/// What an attempt came to: the table of docs/contract section 2, in one place. No effects.
struct Verdict: Sendable {
  let connection: ConnectionSettings
  let dialect: any Dialect
  /// What is kept of a response's body for the operator, in bytes.
  static let keptBody = 64 * 1024

  /// `url` is for messages, without query.
  func outcome(of call: PlannedCall, url: String, ending: Ending, now: Date) -> Outcome {
    let attempt = "\(connection.target): \(call.method.rawValue) \(url)"
    switch ending {
    case .unsent(let mishap):
      return .held(Outcome.Hold(.unreachable, "\(attempt) was not sent: \(mishap.what); \(mishap.remedy)"))
    case .broken(let mishap, let response):
      if call.operation.isUnsafe {
        return doubt("\(attempt) was sent, but \(mishap.what)", response)
      }
      return .held(Outcome.Hold(.broken, "\(attempt) failed: \(mishap.what); \(mishap.remedy)", status: response?.status))
    case .answered(let response):
      return outcome(of: call, attempt: "\(attempt) answered \(response.status)", response, now: now)
    }
  }

  private func outcome(of call: PlannedCall, attempt: String, _ response: WireResponse, now: Date) -> Outcome {
    let isUnsafe = call.operation.isUnsafe
    switch response.status {
    case 200..<300:
      if Usability.isUsable(response.body, for: call) {
        return .success(Outcome.Response(status: response.status, body: response.body))
      }
      let found = "\(attempt) with a body that is no JSON or names nothing of what was sent"
      return isUnsafe ? doubt(found, response) : held(.broken, "\(found); check \(connection.setting("base_url"))", response)
    case 400:
      if let refusal = dialect.refusal(in: response) { return .refused(refusal) }
      return held(.settings, "\(attempt) without \(dialect.words): \(dialect.remedyForForm(of: call))", response)
    case 401:
      return held(.credentials, "\(attempt): \(dialect.remedyForCredentials)\(Self.clock(response.lead(now: now)))", response)
    case 404:
      if let refusal = dialect.absence(of: call, in: response) { return .refused(refusal) }
      return held(.settings, "\(attempt): \(dialect.remedyForPath(of: call))", response)
    case 409:
      return isUnsafe ? doubt(attempt, response) : refused(response, "the target reports a conflict")
    case 413:
      return refused(response, "the target finds the document too large")
    case 422:
      return refused(response, "the target cannot process the document")
    case 408:
      return isUnsafe ? doubt(attempt, response) : busy(attempt, response, now: now)
    case 425, 429:
      return busy(attempt, response, now: now)
    case 503:
      return isUnsafe && !dialect.retries503 ? doubt(attempt, response) : busy(attempt, response, now: now)
    case let status where speaksOfSettings(status):
      return held(.settings, "\(attempt): \(remedy(status, call))", response)
    case let status where (400..<500).contains(status):
      return isUnsafe ? doubt(attempt, response) : held(.settings, "\(attempt): \(remedy(status, call))", response)
    default:
      return isUnsafe ? doubt(attempt, response) : held(.broken, "\(attempt): see how the target is doing", response)
    }
  }

  /// A wrong clock makes good tokens look expired, or not valid yet.
  private static func clock(_ lead: Int?) -> String {
    guard let lead, abs(lead) >= 30 else { return "" }
    return ". This machine's clock is \(abs(lead)) s \(lead > 0 ? "ahead of" : "behind") the target's: set it first"
  }

  /// Statuses given before anything is carried out: redirects, and refusals of the address, the sender or the form of the request.
  /// Others of 4xx (406 comes after the work in some servers, 499 and 460 from a gateway that gave up) leave an unsafe call in doubt.
  private func speaksOfSettings(_ status: Int) -> Bool {
    switch status {
    case 300..<400, 402, 403, 405, 407, 410, 411, 412, 414, 415, 417, 421, 426, 428, 431, 451: true
    default: false
    }
  }

  private func remedy(_ status: Int, _ call: PlannedCall) -> String {
    switch status {
    case 300..<400: "redirects are not followed; put the final address into \(connection.setting("base_url"))"
    case 402, 403, 451: "ask the target's operator whether these credentials may do this"
    case 405, 410, 415, 421: dialect.remedyForPath(of: call)
    case 407: "check \(connection.setting("proxy"))"
    default: "check \(connection.setting("base_url")) with the target's operator"
    }
  }

  private func held(_ reason: Outcome.HoldReason, _ message: String, _ response: WireResponse) -> Outcome {
    .held(Outcome.Hold(reason, message, status: response.status))
  }

  private func busy(_ attempt: String, _ response: WireResponse, now: Date) -> Outcome {
    .held(
      Outcome.Hold(
        .busy, "\(attempt): it is busy and will be asked again", status: response.status, retryAfter: response.wait(now: now)))
  }

  private func refused(_ response: WireResponse, _ sentence: String) -> Outcome {
    .refused(dialect.refusal(in: response) ?? Outcome.Refusal(response, sentence))
  }

  private func doubt(_ what: String, _ response: WireResponse?) -> Outcome {
    .inDoubt(
      Outcome.Doubt(
        "\(what); it may have been carried out: look it up in the ERP, then decide with ferry resolve",
        status: response?.status, body: Array((response?.body ?? []).prefix(Self.keptBody))))
  }
}

extension Outcome.Refusal {
  /// Where the target gave no words: a sentence of ours.
  init(_ response: WireResponse, _ sentence: String) {
    self.init(status: response.status, messages: [Outcome.Message(item: nil, text: "\(sentence) (\(response.status))")])
  }
}
