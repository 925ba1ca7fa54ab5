import Formats

/// A standard's order response, one for each order.
protocol OrderResponseForm {
  /// The root in which the standard puts several; nil: it has one order a file, and several stand in a root of ours.
  static var root: String? { get }

  /// `id`: of this response; no other has it.
  static func write(_ order: OrderVerdict, id: String, _ head: AnswerHead, to xml: inout XMLWriter)
}

extension OrderResponseForm {
  static func code(_ verdict: OrderVerdict.Verdict, _ accepted: String, _ changed: String, _ refused: String) -> String {
    switch verdict {
    case .accepted: accepted
    case .changed: changed
    case .refused: refused
    }
  }
}

extension String {
  /// For what a standard requires and nobody has given.
  var orUnknown: String { isEmpty ? "NA" : self }
}

extension AnswerHead {
  /// `2026-11-21`.
  var day: String { String(received.prefix(10)) }
}
