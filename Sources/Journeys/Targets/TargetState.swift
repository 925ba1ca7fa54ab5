import Contracts

/// What is known of one target: free slots, whether it is held, who waits. Decides purely; `TargetGate` obeys.
struct TargetState {
  typealias Waiter = UInt64

  enum Grant: Sendable, Hashable {
    case slot
    /// The target is held and patience has run out, or the holder is leaving.
    case leaving
    /// The waiter's own deadline has passed while the target was held.
    case gaveUp
  }

  /// What waiters are told, and whether somebody has to begin probing.
  struct Change: Sendable {
    var grants: [(waiter: Waiter, grant: Grant)] = []
    var startsProbing = false
  }

  private static let doubtsThatHold = 3
  private static let trialsThatHold = 3

  private struct Place {
    let waiter: Waiter
    /// The caller's document may itself be the cause of a hold: it goes last.
    let isSuspect: Bool
    /// nil: it waits for a slot, never for a held target.
    let deadline: ContinuousClock.Instant?
  }

  let concurrency: Int
  private let firstPause: Duration
  private let longestPause: Duration
  private(set) var inFlight = 0
  private(set) var hold: Outcome.Hold?
  /// Since when no document got through; a probe's success alone does not count.
  private(set) var heldSince: ContinuousClock.Instant?
  private(set) var isClosed = false
  private var successes: [Operation: Int] = [:]
  private var pause: Duration
  /// The target itself said when to come back.
  private var retryAfter: Duration?
  /// A probe has failed since the target was held.
  private var isDown = false
  /// It was released, and no document got through yet: one at a time.
  private var isOnTrial = false
  /// Unsafe calls in doubt since the last one that was not.
  private var doubts = 0
  /// Of these, the ones that releases have cost.
  private var trials = 0
  /// What is in flight is the one document that a release let through.
  private var hasTrial = false
  private var places: [Place] = []
  private var nextWaiter: Waiter = 0

  init(concurrency: Int, firstPause: Duration = .seconds(1), longestPause: Duration = .seconds(300)) {
    self.concurrency = max(1, concurrency)
    self.firstPause = firstPause
    self.longestPause = longestPause
    pause = firstPause
  }

  var isHeld: Bool { hold != nil }

  /// Every release has cost a document: none follows before a person has decided one of them.
  var waitsForDecision: Bool { isHeld && trials >= Self.trialsThatHold }

  /// Held, or released while somebody waits or is on trial: of that an operator is told.
  var isTold: Bool { isHeld || heldSince != nil && (inFlight > 0 || !places.isEmpty) }

  /// Calls of that operation that succeeded so far: a suspect compares.
  func successes(of operation: Operation) -> Int { successes[operation] ?? 0 }

  /// A slot at once, a refusal at once, or a place in the queue. `deadline` nil: leaves where the target is held.
  mutating func enter(
    isSuspect: Bool, deadline: ContinuousClock.Instant?, now: ContinuousClock.Instant
  ) -> (waiter: Waiter, grant: Grant?) {
    nextWaiter += 1
    if isClosed { return (nextWaiter, .leaving) }
    if isHeld {
      guard let deadline else { return (nextWaiter, .leaving) }
      if isDown, deadline <= now { return (nextWaiter, .gaveUp) }
    } else if inFlight < room, places.isEmpty {
      take()
      return (nextWaiter, .slot)
    }
    places.append(Place(waiter: nextWaiter, isSuspect: isSuspect, deadline: deadline))
    return (nextWaiter, nil)
  }

  /// A call is over. `outcome` nil: the slot was not used, or says nothing about the target.
  mutating func leave(_ outcome: Outcome?, of operation: Operation, now: ContinuousClock.Instant) -> Change {
    inFlight -= 1
    let wasTrial = hasTrial
    hasTrial = false
    var change = Change()
    switch outcome {
    case .success:
      successes[operation, default: 0] += 1
      gotThrough(operation)
      if !isHeld {
        pause = firstPause
        heldSince = nil
      }
    case .refused: gotThrough(operation)
    case .inDoubt(let doubt):
      doubts += 1
      if wasTrial { trials += 1 }
      if doubts >= Self.doubtsThatHold {
        let end =
          trials < Self.trialsThatHold
          ? ""
          : ". Nothing more is sent to it until you have decided one of them (ferry resolve) or started Ferry anew: look at the other side first"
        change = put(onHold: Outcome.Hold(.doubts, "\(doubts) documents in doubt in a row; the last one: \(doubt.message)\(end)"), now)
      }
    case .held(let hold): change = put(onHold: hold, now)
    case nil: break
    }
    change.grants += serve()
    return change
  }

  private mutating func gotThrough(_ operation: Operation) {
    isOnTrial = false
    // Searches go through where orders time out: they say nothing about doubts.
    if operation.isUnsafe { (doubts, trials) = (0, 0) }
  }

  private mutating func put(onHold reason: Outcome.Hold, _ now: ContinuousClock.Instant) -> Change {
    if heldSince == nil { heldSince = now }
    guard hold == nil else { return Change() }
    hold = reason
    if let after = reason.retryAfter, after > pause { retryAfter = after }
    let impatient = places.filter { $0.deadline == nil }
    places.removeAll { $0.deadline == nil }
    return Change(grants: impatient.map { ($0.waiter, .leaving) }, startsProbing: true)
  }

  /// The pause before the next probe; doubles each time. `isAsked`: the target itself asked for it, so that nobody comes earlier.
  mutating func nextPause() -> (pause: Duration, isAsked: Bool) {
    if let after = retryAfter {
      retryAfter = nil
      return (after, true)
    }
    defer { pause = min(pause * 2, longestPause) }
    return (pause, false)
  }

  /// A person has decided a document: whoever did so has looked at the other side.
  mutating func decided() {
    if waitsForDecision { pause = firstPause }
    trials = 0
  }

  /// A probe has succeeded: one document at a time, until one gets through. Not where every release has cost a document.
  mutating func release() -> Change {
    guard !waitsForDecision else { return Change() }
    hold = nil
    isDown = false
    isOnTrial = true
    return Change(grants: serve())
  }

  /// A probe has failed, or there is no use in one: whoever's deadline has passed gives up.
  mutating func probeFailed(now: ContinuousClock.Instant) -> Change {
    guard isHeld else { return Change() }
    isDown = true
    func isOver(_ place: Place) -> Bool { place.deadline.map { $0 <= now } ?? true }
    let over = places.filter(isOver)
    places.removeAll(where: isOver)
    return Change(grants: over.map { ($0.waiter, .gaveUp) })
  }

  /// Nobody gets a slot any more; everybody who waits leaves.
  mutating func close() -> Change {
    isClosed = true
    defer { places = [] }
    return Change(grants: places.map { ($0.waiter, .leaving) })
  }

  private var room: Int { isOnTrial ? 1 : concurrency }

  /// Ordinary waiters first, in their order; a suspect only when nobody else waits.
  private mutating func serve() -> [(waiter: Waiter, grant: Grant)] {
    guard !isHeld, !isClosed else { return [] }
    var granted: [(waiter: Waiter, grant: Grant)] = []
    while inFlight < room, !places.isEmpty {
      let index = places.firstIndex { !$0.isSuspect } ?? 0
      granted.append((places.remove(at: index).waiter, .slot))
      take()
    }
    return granted
  }

  private mutating func take() {
    inFlight += 1
    hasTrial = isOnTrial
  }
}
