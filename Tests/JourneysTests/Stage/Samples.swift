import Contracts
import Documents
import Ledgers
import Translation

@testable import Journeys

extension Outcome {
  static func success(_ body: String = #"{"items":[]}"#) -> Outcome { .success(Response(status: 200, body: Array(body.utf8))) }
  static func refused(_ messages: String...) -> Outcome {
    .refused(Refusal(status: 400, messages: messages.map { Message(item: nil, text: $0) }))
  }
  static func refused(items: Int...) -> Outcome {
    .refused(Refusal(status: 400, messages: items.map { Message(item: $0, text: "items[\($0)] is unknown") }))
  }
  static let doubt = Outcome.inDoubt(Doubt("no answer in time", status: nil, body: []))
  static func held(_ reason: HoldReason, status: Int? = nil, retryAfter: Duration? = nil) -> Outcome {
    .held(Hold(reason, "\(reason.rawValue)", status: status, retryAfter: retryAfter))
  }
}

extension DocumentPlan {
  /// Two lines, `i1` and `i2`.
  static func sample(_ number: String = "A-1") -> DocumentPlan {
    DocumentPlan(
      key: Handling.sample().key(kind: .orders, number: number), fingerprint: Fingerprint(Array(repeating: 7, count: 32)),
      call: PlannedCall(.createOrder, path: "/orders", body: Array(#"{"items":[]}"#.utf8), indices: ["i1", "i2"], idempotencyKey: "k"),
      lines: Array(#"[["1",2],["2",3]]"#.utf8), sourceLine: 2)
  }

  /// The response that names these of its lines.
  static func response(naming indices: String...) -> String {
    let lines = indices.map { #"{"index":"\#($0)","externalLineNumber":"1"}"# }.joined(separator: ",")
    return #"{"items":[{"externalOrderId":"X1","externalWarehouseId":"68","lines":[\#(lines)]}]}"#
  }
}

extension DocumentRecord {
  static func sample(_ state: DocumentState) -> DocumentRecord {
    DocumentRecord(
      id: ID(interchange: 1, ordinal: 0), key: DocumentPlan.sample().key, state: state, fingerprint: nil, sourceLine: 2, lines: [],
      createdAt: "2026-11-21T00:00:00.000Z", changedAt: "2026-11-21T00:00:00.000Z")
  }
}
