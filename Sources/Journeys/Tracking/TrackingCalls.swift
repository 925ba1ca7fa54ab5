import Contracts
import Documents
import Ledgers
import Logging
import Translation

/// The calls of one round: several at once to each target, none where it is held. What they come to holds no target and releases none: files
/// find out for themselves.
struct TrackingCalls: Sendable {
  private enum Reply: Sendable {
    case sight(Sight)
    /// An answer that says nothing: 404, or no line in it.
    case nothing
    /// The target may be in trouble, or only with this one.
    case failed(String)
    /// There is no asking it now; nil: it was held before, or the round is over.
    case unavailable(String?)
  }

  /// So many failures in a row are the target's own.
  private static let failuresThatEnd = 3

  let holder: Holder
  private let budget: CallBudget

  init(holder: Holder, calls: Int) {
    self.holder = holder
    budget = CallBudget(calls)
  }

  /// Those that were asked, each once, in no order. What is missing was not asked.
  func ask(_ due: [TrackedExternal]) async -> [TrackedLook] {
    await withTaskGroup(of: [TrackedLook].self) { group in
      var looks: [TrackedLook] = []
      for (target, externals) in Dictionary(grouping: due, by: \.key.target) {
        if let gate = holder.context.gates[target] {
          group.addTask { await ask(externals, at: gate) }
        } else {
          // Its target is no longer in the settings: behind those that can be asked.
          looks += externals.map { TrackedLook(external: $0, sight: nil) }
        }
      }
      for await found in group { looks += found }
      return looks
    }
  }

  private func ask(_ externals: [TrackedExternal], at gate: TargetGate) async -> [TrackedLook] {
    await withTaskGroup(of: (TrackedExternal, Reply).self) { group in
      var waiting = externals[...]
      var looks: [TrackedLook] = []
      var failures = 0
      var isOver = false
      // Half of the slots at most: the other half is the files'.
      for external in waiting.prefix(max(1, gate.settings.concurrency / 2)) {
        waiting.removeFirst()
        group.addTask { (external, await look(at: external, gate)) }
      }
      for await (external, reply) in group {
        switch reply {
        case .sight(let sight):
          failures = 0
          looks.append(TrackedLook(external: external, sight: sight))
        case .nothing:
          failures = 0
          looks.append(TrackedLook(external: external, sight: nil))
        case .failed(let message):
          failures += 1
          // Asked, so that one that always fails is not the first of every round.
          looks.append(TrackedLook(external: external, sight: nil))
          log(external, message)
        case .unavailable(let message):
          if let message, !isOver { log(external, message) }
          isOver = true
        }
        if failures >= Self.failuresThatEnd || holder.isStopping { isOver = true }
        if !isOver, let next = waiting.popFirst() { group.addTask { (next, await look(at: next, gate)) } }
      }
      return looks
    }
  }

  private func look(at external: TrackedExternal, _ gate: TargetGate) async -> Reply {
    let call: PlannedCall =
      external.key.kind == .orders
      ? .getOrder(external.externalID, date: external.externalDate) : .getReturn(external.externalID, date: external.externalDate)
    guard await gate.enter(deadline: nil) == .slot else { return .unavailable(nil) }
    defer { gate.leave(nil, of: call.operation) }
    guard budget.take(), !holder.isStopping else { return .unavailable(nil) }
    let outcome = await gate.gateway.perform(call)
    // Cut off while it was asked: the next round asks.
    if Task.isCancelled { return .unavailable(nil) }
    switch outcome {
    case .success(let response):
      if let sight = Sight(kind: external.key.kind, response: response.body, seen: external.seen) { return .sight(sight) }
      log(external, "the response names no line")
      return .nothing
    case .refused(let refusal):
      log(external, refusal.messages.map(\.text).joined(separator: "; "))
      return .nothing
    case .held(let hold):
      switch hold.reason {
      case .unreachable, .credentials, .busy: return .unavailable(hold.message)
      case .settings, .broken, .doubts: return .failed(hold.message)
      }
    case .inDoubt(let doubt): return .failed(doubt.message)
    }
  }

  private func log(_ external: TrackedExternal, _ message: String) {
    holder.logger.warning(
      "state could not be asked for",
      metadata: [
        "target": "\(external.key.target)", "number": "\(external.key.number)", "external_id": "\(external.externalID)",
        "message": "\(message)",
      ])
  }
}
