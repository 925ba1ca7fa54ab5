import Contracts
import Ledgers
import Logging
import Synchronization

/// The way to one target: bounded slots, holding, probing. One lock around one state.
final class TargetGate: Sendable {
  private struct Queue {
    var state: TargetState
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
    queue = Mutex(Queue(state: TargetState(concurrency: settings.concurrency)))
    (holds, probing) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
  }

  var target: String { gateway.target }
  /// How many documents have succeeded so far.
  var successes: Int { queue.withLock { $0.state.successes } }
  var isClosed: Bool { queue.withLock { $0.state.isClosed } }
  var hold: Outcome.Hold? { queue.withLock { $0.state.hold } }

  /// Waits for a slot. Who gets one gives it back by `leave`.
  func enter(isSuspect: Bool = false, deadline: ContinuousClock.Instant) async -> TargetState.Grant {
    await withCheckedContinuation { continuation in
      let grant = queue.withLock { queue -> TargetState.Grant? in
        let (waiter, grant) = queue.state.enter(isSuspect: isSuspect, deadline: deadline)
        if grant == nil { queue.continuations[waiter] = continuation }
        return grant
      }
      if let grant { continuation.resume(returning: grant) }
    }
  }

  /// Gives the slot back, with what came of it; nil: it was not used.
  func leave(_ outcome: Outcome?) {
    let (granted, startsProbing) = queue.withLock { queue in
      let (granted, startsProbing) = queue.state.leave(outcome, now: .now)
      return (granted.compactMap { queue.continuations.removeValue(forKey: $0) }, startsProbing)
    }
    for continuation in granted { continuation.resume(returning: .slot) }
    if startsProbing { probing.yield() }
  }

  /// No more slots: everybody who waits leaves.
  func close() {
    let waiting = queue.withLock { queue in
      queue.state.close().compactMap { queue.continuations.removeValue(forKey: $0) }
    }
    for continuation in waiting { continuation.resume(returning: .leaving) }
    probing.finish()
  }

  /// Probes whenever the target is held, until the gate is closed or the task cancelled. `patience`: how long documents may get nowhere
  /// before everybody leaves; nil: for ever.
  func probe(patience: Duration?, record: @Sendable (TargetHold?) async -> Void, now: @Sendable () -> String) async {
    for await _ in holds {
      guard let hold = self.hold else { continue }
      logger.warning("target held", metadata: ["target": "\(target)", "reason": "\(hold.reason.rawValue)", "message": "\(hold.message)"])
      await record(TargetHold(reason: hold.reason.rawValue, message: hold.message, since: now()))
      let isReleased = await probeUntilReleased(patience: patience)
      if isReleased {
        logger.notice("target released", metadata: ["target": "\(target)"])
        await record(nil)
      }
    }
  }

  private func probeUntilReleased(patience: Duration?) async -> Bool {
    while !Task.isCancelled {
      let (pause, since, isClosed) = queue.withLock { ($0.state.nextPause(), $0.state.heldSince, $0.state.isClosed) }
      if isClosed { return false }
      let left = patience.flatMap { patience in since.map { patience - ($0.duration(to: .now)) } } ?? pause
      if left <= .zero {
        close()
        return false
      }
      try? await Task.sleep(for: min(pause, left))
      expire()
      if case .success = await gateway.probe() {
        let granted = queue.withLock { queue in queue.state.release().compactMap { queue.continuations.removeValue(forKey: $0) } }
        for continuation in granted { continuation.resume(returning: .slot) }
        return true
      }
    }
    return false
  }

  private func expire() {
    let expired = queue.withLock { queue in
      queue.state.expire(now: .now).compactMap { queue.continuations.removeValue(forKey: $0) }
    }
    for continuation in expired { continuation.resume(returning: .gaveUp) }
  }
}
