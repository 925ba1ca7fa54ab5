package import Documents

/// What a look at an order or a return shows that the look before did not. The first look at an order compares with nothing shipped and
/// nothing cancelled, at a return with SUBMITTED; other states at the first look are where it begins, and no news.
package struct Sight: Sendable, Hashable {
  /// Without our number, line and the external id.
  package let changes: [ChangeRow]
  /// For the next comparison: compact JSON in an order of its own, without what cannot be news (prices, descriptions).
  package let seen: [UInt8]
  /// Nothing more can happen. An order: of each line as much is shipped or cancelled as was ordered; a return: each line is refused, closed or
  /// has its credit note.
  package let isComplete: Bool

  /// `response`: of `GET /orders/{id}` or `GET /returns/{id}`; `seen`: of the look before, empty at the first. nil: the response names no line,
  /// or the kind has no state.
  package init?(kind: Kind, response: [UInt8], seen: [UInt8]) {
    switch kind {
    case .orders:
      guard let now = SeenOrder(response) else { return nil }
      self.init(now, before: SeenOrder(seen))
    case .returns:
      guard let now = SeenReturn(response) else { return nil }
      self.init(now, before: SeenReturn(seen))
    default: return nil
    }
  }

  private init(_ now: SeenOrder, before: SeenOrder?) {
    let known = now.completed(by: before)
    changes = known.changes(since: before)
    seen = known.bytes
    isComplete = known.isComplete
  }

  private init(_ now: SeenReturn, before: SeenReturn?) {
    let known = now.completed(by: before)
    changes = known.changes(since: before)
    seen = known.bytes
    isComplete = known.isComplete
  }
}
