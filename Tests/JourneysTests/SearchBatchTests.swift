import Contracts
import Testing

@testable import Journeys

@Suite struct SearchBatchTests {
  /// Answers whatever is asked by a rule, until all is known; a hold is followed by the same question again.
  private func lead(_ count: Int, _ answer: (_ asked: [Int], _ call: Int) -> Outcome) -> (batch: SearchBatch, calls: [[Int]], holds: Int) {
    var batch = SearchBatch(count: count)
    var calls: [[Int]] = []
    var holds = 0
    var successes = 0
    while case .ask(let asked, _) = batch.next, calls.count < 1000 {
      calls.append(asked)
      let outcome = answer(asked, calls.count)
      if case .success = outcome { successes += 1 }
      let answered = batch.answered(outcome, successes: successes)
      if case .held = answered.outcome { holds += 1 }
    }
    return (batch, calls, holds)
  }

  @Test func `nothing to ask is finished`() {
    #expect(SearchBatch(count: 0).next == .finished)
  }

  @Test func `one response answers all`() {
    let (batch, calls, _) = lead(3) { _, _ in .success("{}") }
    #expect(calls == [[0, 1, 2]])
    #expect(batch.verdicts == [.answered(0), .answered(0), .answered(0)])
    #expect(batch.responses == [Array("{}".utf8)])
  }

  @Test func `lines that the target names are refused, and the rest is asked again`() {
    let (batch, calls, _) = lead(4) { asked, call in call == 1 ? .refused(items: 1, 3) : .success() }
    #expect(calls == [[0, 1, 2, 3], [0, 2]])
    #expect(
      batch.verdicts == [.answered(0), .refused("items[1] is unknown", item: 1), .answered(0), .refused("items[3] is unknown", item: 3)])
  }

  @Test func `a place that was not asked names nobody`() {
    let (batch, calls, _) = lead(2) { asked, _ in asked == [1] ? .refused("bad") : asked.count > 1 ? .refused(items: 7) : .success() }
    #expect(calls == [[0, 1], [0], [1]])
    #expect(batch.verdicts == [.answered(0), .refused("bad", item: nil)])
  }

  @Test func `where none is named the batch is halved until the culprit stands alone`() {
    let (batch, calls, _) = lead(8) { asked, _ in asked.contains(5) ? .refused("something is wrong") : .success() }
    #expect(calls == [[0, 1, 2, 3, 4, 5, 6, 7], [0, 1, 2, 3], [4, 5, 6, 7], [4, 5], [4], [5], [6, 7]])
    #expect(batch.verdicts[5] == .refused("something is wrong", item: nil))
    #expect(batch.verdicts.count { if case .answered = $0 { true } else { false } } == 7)
  }

  @Test(arguments: 0..<8) func `a 5xx that comes three times halves, and the culprit fails alone`(_ culprit: Int) {
    let (batch, _, _) = lead(8) { asked, _ in asked.contains(culprit) ? .held(.broken, status: 500) : .success() }
    for (item, verdict) in batch.verdicts.enumerated() {
      if item == culprit {
        #expect(verdict == .failed(message: "broken"))
      } else if case .answered = verdict {
      } else {
        Issue.record("\(item)")
      }
    }
  }

  @Test(arguments: [0, 7]) func `between two times that a culprit holds the target others succeed`(_ culprit: Int) {
    var inARow = 0
    var longest = 0
    _ = lead(8) { asked, _ in
      let isBad = asked.contains(culprit)
      inARow = isBad ? inARow + 1 : 0
      longest = max(longest, inARow)
      return isBad ? .held(.broken, status: 500) : .success()
    }
    // Twice what is asked first, then once more before and after the halving.
    #expect(longest <= 4)
  }

  @Test func `a response that cannot be used is a 5xx by another name`() {
    let (batch, calls, holds) = lead(1) { _, _ in .held(.broken, status: 200) }
    #expect(calls.count == 3)
    #expect(holds == 2)
    #expect(batch.verdicts == [.failed(message: "broken")])
  }

  @Test func `a target that does not answer is asked again and again, and nobody is blamed`() {
    let (batch, calls, holds) = lead(2) { _, call in call < 50 ? .held(.unreachable) : .success() }
    #expect((calls.count, holds) == (50, 49))
    #expect(batch.verdicts == [.answered(0), .answered(0)])
  }

  @Test func `a status that speaks of the settings is the line's own fault where others succeeded meanwhile`() {
    let (batch, _, _) = lead(4) { asked, _ in asked.contains(2) ? .held(.settings, status: 404) : .success() }
    // Alone in the file nobody shows that the target works.
    #expect(batch.verdicts == [nil, nil, nil, nil])

    var successes = 0
    var other = SearchBatch(count: 4)
    while case .ask(let asked, _) = other.next {
      if !asked.contains(2) { successes += 1 }
      _ = other.answered(asked.contains(2) ? .held(.settings, status: 404) : .success(), successes: successes)
      // Another file's call.
      successes += 1
    }
    #expect(other.verdicts[2] == .refused("settings", status: 404))
    #expect(other.verdicts.count { if case .answered = $0 { true } else { false } } == 3)
  }

  @Test func `who is blamed says nothing against the target`() {
    var batch = SearchBatch(count: 1)
    #expect(batch.answered(.held(.settings, status: 404), successes: 0) == .init(outcome: .held(.settings, status: 404), isSuspect: true))
    #expect(batch.answered(.held(.settings, status: 404), successes: 1) == .init(outcome: nil, isSuspect: false))
    #expect(batch.next == .finished)
  }

  @Test func `giving up fails what is not known yet`() {
    var batch = SearchBatch(count: 3)
    _ = batch.answered(.refused(items: 0), successes: 0)
    _ = batch.answered(.held(.busy), successes: 0)
    batch.giveUp("too long")
    #expect(batch.next == .finished)
    #expect(batch.verdicts == [.refused("items[0] is unknown", item: 0), .failed(message: "too long"), .failed(message: "too long")])
  }

  @Test func `pages are asked one after the other, and the last one answers`() {
    var batch = SearchBatch(count: 1)
    #expect(batch.next == .ask([0], page: 1))
    _ = batch.answered(.success("{}"), pages: 3, successes: 1)
    #expect(batch.next == .ask([0], page: 2))
    _ = batch.answered(.held(.broken, status: 500), pages: 1, successes: 1)
    #expect(batch.next == .ask([0], page: 2))
    _ = batch.answered(.success("{}"), pages: 3, successes: 2)
    #expect(batch.next == .ask([0], page: 3))
    _ = batch.answered(.success("[]"), pages: 3, successes: 3)
    #expect(batch.next == .finished)
    #expect(batch.verdicts == [.answered(0)])
    #expect(batch.responses == [Array("[]".utf8)])
  }

  @Test func `a search with more pages than anybody reads is failed after the first`() {
    var batch = SearchBatch(count: 1)
    _ = batch.answered(.success(), pages: 10_001, successes: 1)
    #expect(
      batch.verdicts == [
        .failed(message: "the search has 10001 pages, more than 10000; narrow it, for example by order_status or purchaser_id")
      ])
  }
}

extension SearchBatch.Verdict {
  fileprivate static func refused(_ text: String, item: Int? = nil, status: Int = 400) -> Self {
    .refused(Outcome.Refusal(status: status, messages: [.init(item: item, text: text)]))
  }
}
