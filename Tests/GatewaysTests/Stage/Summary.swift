import Contracts

extension Outcome {
  /// The part of an outcome that the table decides: `success 200`, `refused 400`, `held busy 503`, `in doubt 500`; no number where
  /// no response came.
  var summary: String {
    switch self {
    case .success(let response): "success \(response.status)"
    case .refused(let refusal): "refused \(refusal.status)"
    case .held(let hold): (["held", hold.reason.rawValue] + [hold.status.map(String.init)].compactMap(\.self)).joined(separator: " ")
    case .inDoubt(let doubt): (["in doubt"] + [doubt.status.map(String.init)].compactMap(\.self)).joined(separator: " ")
    }
  }

  /// Every sentence in it.
  var sentences: [String] {
    switch self {
    case .success: []
    case .refused(let refusal): refusal.messages.map(\.text)
    case .held(let hold): [hold.message]
    case .inDoubt(let doubt): [doubt.message]
    }
  }
}
