import Contracts
import Translation

/// Some lines of a search on their way to answers, as a value: asked together, then smaller and smaller where a call fails, until the culprit
/// stands alone (contract section 2).
struct SearchBatch {
  enum Action: Sendable, Hashable {
    case ask([Int])
    /// The target is held; then the same again. `isSuspect`: others go first.
    case wait(isSuspect: Bool)
    case finished
  }

  enum Verdict: Sendable, Hashable {
    /// By place in `responses`.
    case answered(Int)
    case refused(message: String)
    case failed(message: String)
  }

  private struct Group {
    var items: [Int]
    /// How often this group got a 5xx or an unusable response.
    var broken = 0
    var suspicion: (status: Int?, successes: Int)?
  }

  private static let brokenLimit = 3

  private var groups: [Group]
  /// By item, once it is known.
  private(set) var verdicts: [Verdict?]
  private(set) var responses: [[UInt8]] = []

  init(count: Int) {
    groups = count > 0 ? [Group(items: Array(0..<count))] : []
    verdicts = Array(repeating: nil, count: count)
  }

  var next: Action { groups.last.map { .ask($0.items) } ?? .finished }

  /// `successes`: how many calls the target has answered so far.
  mutating func answered(_ outcome: Outcome, successes: Int) -> Action {
    guard var group = groups.popLast() else { return .finished }
    switch outcome {
    case .success(let response):
      responses.append(response.body)
      for item in group.items { verdicts[item] = .answered(responses.count - 1) }
    case .refused(let refusal): refuse(group, refusal)
    case .inDoubt(let doubt): fail(group, doubt.message)
    case .held(let hold):
      if hold.reason == .broken, hold.status != nil {
        group.broken += 1
        if group.broken >= Self.brokenLimit {
          if group.items.count == 1 { fail(group, hold.message) } else { halve(group) }
          return .wait(isSuspect: false)
        }
      }
      if hold.reason == .settings {
        if let suspicion = group.suspicion, suspicion.status == hold.status, successes > suspicion.successes {
          for item in group.items { verdicts[item] = .refused(message: hold.message) }
          return next
        }
        group.suspicion = (hold.status, successes)
      }
      groups.append(group)
      return .wait(isSuspect: group.suspicion != nil)
    }
    return next
  }

  /// All that is not known yet has waited too long.
  mutating func giveUp(_ message: String) {
    for group in groups { fail(group, message) }
    groups = []
  }

  private mutating func fail(_ group: Group, _ message: String) {
    for item in group.items { verdicts[item] = .failed(message: message) }
  }

  private mutating func refuse(_ group: Group, _ refusal: Outcome.Refusal) {
    var named: [Int: [String]] = [:]
    for message in refusal.messages {
      if let place = message.item, place < group.items.count { named[place, default: []].append(message.text) }
    }
    if named.isEmpty {
      guard group.items.count == 1 else { return halve(group) }
      verdicts[group.items[0]] = .refused(message: refusal.messages.map(\.text).joined(separator: "; "))
      return
    }
    for (place, messages) in named { verdicts[group.items[place]] = .refused(message: messages.joined(separator: "; ")) }
    let rest = group.items.indices.filter { named[$0] == nil }.map { group.items[$0] }
    if !rest.isEmpty { groups.append(Group(items: rest)) }
  }

  private mutating func halve(_ group: Group) {
    let middle = group.items.count / 2
    groups.append(Group(items: Array(group.items[middle...])))
    groups.append(Group(items: Array(group.items[..<middle])))
  }
}
