/// Where a document of an unsafe kind stands. The raw values stand in the ledger.
package enum DocumentState: String, Sendable, Hashable, Codable, CaseIterable {
  /// Planned, no byte of it is under way: not begun, or given back because its target is held.
  case waiting
  /// Written, durably, before the first byte leaves. Found after a start, it becomes `inDoubt`.
  case sending
  case accepted
  /// The target took it, but did not mention all of its lines.
  case unconfirmed
  /// It may have reached the target or not. Never sent again by itself.
  case inDoubt = "in_doubt"
  case refused
  /// Given up: it can be replayed.
  case failed
  /// Done before, with the same content: the recorded result is the answer.
  case duplicate
  /// The number is taken by a document of other content.
  case conflict

  /// While a document is in one of these states its number is taken.
  package var takesNumber: Bool {
    switch self {
    case .sending, .accepted, .unconfirmed, .inDoubt: true
    case .waiting, .refused, .failed, .duplicate, .conflict: false
    }
  }

  /// Nothing more happens to it by itself.
  package var isSettled: Bool { self != .waiting && self != .sending }
}

/// The word in an answer's `status` column.
package enum AnswerStatus: String, Sendable, Hashable, Codable {
  case accepted, refused, duplicate, conflict, inDoubt = "in_doubt", unconfirmed, failed
}
