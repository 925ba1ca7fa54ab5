import Contracts
import Translation

/// Some lines of a search on their way to answers, as a value: asked together, then smaller and smaller where a call fails, until the culprit
/// stands alone (contract section 2).
struct SearchBatch {
  enum Action: Sendable, Hashable {
    /// `page` counts from 1; of a search that is not paged there is one.
    case ask([Int], page: Int)
    case finished
  }

  /// What an answer means for the slot, and for the next entry at the target.
  struct Answered: Sendable, Hashable {
    /// What the target is told to have done; nil: the call says nothing about it.
    let outcome: Outcome?
    /// The next group has held the target: others go first.
    let isSuspect: Bool
  }

  enum Verdict: Sendable, Hashable {
    /// By place in `responses`, the last one of a paged search.
    case answered(Int)
    case refused(Outcome.Refusal)
    case failed(message: String)
  }

  private struct Group {
    var items: [Int]
    var page = 1
    /// How often this group got a 5xx or an unusable response.
    var broken = 0
    var suspicion: (status: Int?, successes: Int)?
  }

  private static let brokenLimit = 3

  /// The last one is asked next; what has failed goes to the front, so that others show meanwhile whether the target works.
  private var groups: [Group]
  /// By item, once it is known.
  private(set) var verdicts: [Verdict?]
  private(set) var responses: [[UInt8]] = []

  init(count: Int) {
    groups = count > 0 ? [Group(items: Array(0..<count))] : []
    verdicts = Array(repeating: nil, count: count)
  }

  var next: Action { groups.last.map { .ask($0.items, page: $0.page) } ?? .finished }

  /// `pages`: how many there are, as the response says. `successes`: how many calls of this kind the target has answered so far.
  mutating func answered(_ outcome: Outcome, pages: Int = 1, successes: Int) -> Answered {
    guard let group = groups.popLast() else { return Answered(outcome: nil, isSuspect: false) }
    var told: Outcome? = outcome
    switch outcome {
    case .success where pages > SearchPages.most:
      fail(group, "the search has \(pages) pages, more than \(SearchPages.most); narrow it, for example by order_status or purchaser_id")
    case .success where pages > group.page: groups.append(Group(items: group.items, page: group.page + 1))
    case .success(let response):
      responses.append(response.body)
      for item in group.items { verdicts[item] = .answered(responses.count - 1) }
    case .refused(let refusal): refuse(group, refusal)
    case .inDoubt(let doubt): fail(group, doubt.message)
    case .held(let hold): if wasToBlame(group, hold, successes) { told = nil }
    }
    return Answered(outcome: told, isSuspect: groups.last?.suspicion != nil)
  }

  /// All that is not known yet has waited too long.
  mutating func giveUp(_ message: String) {
    for group in groups { fail(group, message) }
    groups = []
  }

  /// Whether it is clear now that the fault is the group's own and not the target's.
  private mutating func wasToBlame(_ group: Group, _ hold: Outcome.Hold, _ successes: Int) -> Bool {
    var group = group
    switch hold.reason {
    case .settings:
      if let suspicion = group.suspicion, suspicion.status == hold.status, successes > suspicion.successes {
        if group.items.count > 1 { halve(group) } else { verdicts[group.items[0]] = .refused(.init(hold)) }
        return true
      }
      group.suspicion = (hold.status, successes)
    case .broken where hold.status != nil:
      group.broken += 1
      if group.broken >= Self.brokenLimit {
        if group.items.count > 1 { halve(group) } else { fail(group, hold.message) }
        return true
      }
    case .unreachable, .credentials, .busy, .broken, .doubts: break
    }
    groups.insert(group, at: 0)
    return false
  }

  private mutating func fail(_ group: Group, _ message: String) {
    for item in group.items { verdicts[item] = .failed(message: message) }
  }

  private mutating func refuse(_ group: Group, _ refusal: Outcome.Refusal) {
    guard group.items.count > 1 else {
      verdicts[group.items[0]] = .refused(refusal)
      return
    }
    var named: [Int: [Outcome.Message]] = [:]
    for message in refusal.messages {
      if let place = message.item, group.items.indices.contains(place) { named[place, default: []].append(message) }
    }
    guard !named.isEmpty else { return halve(group) }
    for (place, messages) in named {
      verdicts[group.items[place]] = .refused(Outcome.Refusal(status: refusal.status, messages: messages, code: refusal.code))
    }
    let rest = group.items.indices.filter { named[$0] == nil }.map { group.items[$0] }
    if !rest.isEmpty { groups.append(Group(items: rest)) }
  }

  private mutating func halve(_ group: Group) {
    let middle = group.items.count / 2
    groups.append(Group(items: Array(group.items[middle...])))
    groups.append(Group(items: Array(group.items[..<middle])))
  }
}

extension Outcome.Refusal {
  /// A hold whose cause is the call itself.
  fileprivate init(_ hold: Outcome.Hold) { self.init(status: hold.status ?? 0, messages: [.init(item: nil, text: hold.message)]) }
}
