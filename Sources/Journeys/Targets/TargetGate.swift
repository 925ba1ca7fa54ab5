import Contracts
import Ledgers
import Logging
import Synchronization

/// The way to one target: bounded slots, holding, probing. One lock around one state.
final class TargetGate: Sendable {
  private struct Queue {
    var state: TargetState
    /// The ledger has a hold of it.
    var isTold = false
    /// Since when no document got through, RFC 3339 UTC; an earlier process may have seen it.
    var since: String?
    var continuations: [TargetState.Waiter: CheckedContinuation<TargetState.Grant, Never>] = [:]
  }

  let gateway: any Gateway
  let settings: HolderSettings.Target
  private let queue: Mutex<Queue>
  private let probing: AsyncStream<Void>.Continuation
  private let holds: AsyncStream<Void>
  private let logger: Logger

  init(gateway: any Gateway, settings: HolderSettings.Target, logger: Logger) {
    self.gateway = gateway
    self.settings = settings
    self.logger = logger
    queue = Mutex(
      Queue(
        state: TargetState(
          concurrency: settings.concurrency, firstPause: settings.firstProbePause, longestPause: settings.longestProbePause)))
    (holds, probing) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
  }

  var target: String { gateway.target }
  var isClosed: Bool { queue.withLock { $0.state.isClosed } }
  var hold: Outcome.Hold? { queue.withLock { $0.state.hold } }

  /// Why, and since when no document got through; nil: it is not held.
  var holding: (hold: Outcome.Hold, since: ContinuousClock.Instant)? {
    queue.withLock { queue in queue.state.hold.flatMap { hold in queue.state.heldSince.map { (hold, $0) } } }
  }

  /// How many calls of that operation have succeeded so far.
  func successes(of operation: Operation) -> Int { queue.withLock { $0.state.successes(of: operation) } }

  /// Waits for a slot. Who gets one gives it back by `leave`. `deadline` nil: leaves where the target is held.
  func enter(isSuspect: Bool = false, deadline: ContinuousClock.Instant?) async -> TargetState.Grant {
    await withCheckedContinuation { continuation in
      let grant = queue.withLock { queue -> TargetState.Grant? in
        let (waiter, grant) = queue.state.enter(isSuspect: isSuspect, deadline: deadline, now: .now)
        if grant == nil { queue.continuations[waiter] = continuation }
        return grant
      }
      if let grant { continuation.resume(returning: grant) }
    }
  }

  /// Gives the slot back, with what came of it; nil: it was not used, or says nothing about the target.
  func leave(_ outcome: Outcome?, of operation: Operation) {
    change { $0.leave(outcome, of: operation, now: .now) }
    if case .success = outcome { queue.withLock { if !$0.state.isHeld { $0.since = nil } } }
  }

  /// No more slots: everybody who waits leaves. What is in flight goes on.
  func close() {
    change { $0.close() }
    probing.finish()
  }

  /// As an earlier process has left it: no document got through since.
  func remember(since: String) { queue.withLock { $0.since = since } }

  /// A decision about one of its documents was carried out.
  func decided() { queue.withLock { $0.state.decided() } }

  private func change(_ body: (inout TargetState) -> TargetState.Change) {
    let (resumed, rings) = queue.withLock { queue in
      let change = body(&queue.state)
      let isOver = queue.isTold && !queue.state.isTold
      return (change.grants.map { (queue.continuations.removeValue(forKey: $0.waiter), $0.grant) }, change.startsProbing || isOver)
    }
    for (continuation, grant) in resumed { continuation?.resume(returning: grant) }
    if rings { probing.yield() }
  }

  /// Probes whenever the target is held, until the gate is closed or the task cancelled. `patience`: how long documents may get nowhere
  /// before everybody leaves; nil: for ever. `record` is told of a hold, of the time since when no document got through, and when one did.
  func probe(patience: Duration?, record: @Sendable (TargetHold?) async -> Void, now: @Sendable () -> String) async {
    for await _ in holds {
      while let hold = self.hold {
        logger.warning("target held", metadata: ["target": "\(target)", "reason": "\(hold.reason.rawValue)", "message": "\(hold.message)"])
        await record(TargetHold(reason: hold.reason.rawValue, message: hold.message, since: told(now())))
        guard await probeUntilReleased(patience: patience) else { break }
        logger.notice("target released", metadata: ["target": "\(target)"])
      }
      await forget(record)
    }
  }

  private func told(_ now: String) -> String {
    queue.withLock { queue in
      let since = queue.since ?? now
      (queue.since, queue.isTold) = (since, true)
      return since
    }
  }

  /// A document got through, or nobody waits for it any more.
  func forget(_ record: @Sendable (TargetHold?) async -> Void) async {
    let isOver = queue.withLock { queue in
      defer { queue.isTold = queue.state.isTold && queue.isTold }
      return queue.isTold && !queue.state.isTold
    }
    if isOver { await record(nil) }
  }

  private var isWaitingForDecision: Bool { queue.withLock { $0.state.waitsForDecision } }

  private func probeUntilReleased(patience: Duration?) async -> Bool {
    while !Task.isCancelled {
      if isWaitingForDecision {
        // Nobody decides while a run waits.
        if patience != nil { close() }
        if self.isClosed { return false }
        try? await Task.sleep(for: settings.firstProbePause)
        change { $0.probeFailed(now: .now) }
        continue
      }
      let (next, since, isClosed) = queue.withLock { ($0.state.nextPause(), $0.state.heldSince, $0.state.isClosed) }
      if isClosed { return false }
      let left = patience.flatMap { patience in since.map { patience - $0.duration(to: .now) } } ?? next.pause
      if left <= .zero || next.isAsked && next.pause > left {
        close()
        return false
      }
      try? await Task.sleep(for: min(next.pause, left))
      if Task.isCancelled || self.isClosed { return false }
      if case .success = await gateway.probe() {
        change { $0.release() }
        return true
      }
      change { $0.probeFailed(now: .now) }
    }
    return false
  }
}
