import Contracts
import Translation

/// Asks the items of one lot, call by call, as its `SearchBatch` says.
struct SearchAsking: Sendable {
  let gate: TargetGate
  /// When it gives up waiting for a held target; nil: it leaves where the target is held.
  let deadline: ContinuousClock.Instant?
  let items: [SearchItem]
  private(set) var batch: SearchBatch

  init(gate: TargetGate, deadline: ContinuousClock.Instant?, items: [SearchItem]) {
    self.gate = gate
    self.deadline = deadline
    self.items = items
    batch = SearchBatch(count: items.count)
  }

  /// `first`: what the caller was granted; a slot is given back. `page` takes the response of each page but the last.
  /// - Returns: false where everybody leaves.
  mutating func ask<Failure>(
    _ first: TargetState.Grant, page take: ([UInt8]) throws(Failure) -> Void
  ) async throws(Failure) -> Bool {
    var grant = first
    while case .ask(let asked, let page) = batch.next {
      switch grant {
      case .leaving: return false
      case .gaveUp:
        batch.giveUp("the target was held for too long (give_up_after): replay the file when the target is back")
        return true
      case .slot: break
      }
      let call = PlannedCall.asking(asked.map { items[$0] }, page: page)
      let outcome = await gate.gateway.perform(call)
      let pages = pages(outcome, asked)
      let answered = batch.answered(outcome, pages: pages, successes: gate.successes(of: call.operation))
      gate.leave(answered.outcome, of: call.operation)
      if case .success(let response) = outcome, page < pages, pages <= SearchPages.most { try take(response.body) }
      if batch.next == .finished { return true }
      grant = await gate.enter(isSuspect: answered.isSuspect, deadline: deadline)
    }
    return true
  }

  private func pages(_ outcome: Outcome, _ asked: [Int]) -> Int {
    guard case .success(let response) = outcome, asked.count == 1, items[asked[0]].isPaged else { return 1 }
    return SearchPages.count(in: response.body)
  }
}
