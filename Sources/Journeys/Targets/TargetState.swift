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

  /// One probe after the other, with growing pauses.
  static let firstPause = Duration.seconds(1)
  static let longestPause = Duration.seconds(300)
  private static let doubtsThatHold = 3

  private struct Place {
    let waiter: Waiter
    /// The caller's document may itself be the cause of a hold: it goes last.
    let isSuspect: Bool
    let deadline: ContinuousClock.Instant
  }

  let concurrency: Int
  private(set) var inFlight = 0
  private(set) var hold: Outcome.Hold?
  /// Since when no document got through; a probe's success alone does not count.
  private(set) var heldSince: ContinuousClock.Instant?
  /// Documents that succeeded so far: a suspect compares.
  private(set) var successes = 0
  private(set) var isClosed = false
  private var pause = firstPause
  private var doubts = 0
  private var places: [Place] = []
  private var nextWaiter: Waiter = 0

  init(concurrency: Int) { self.concurrency = concurrency }

  var isHeld: Bool { hold != nil }

  /// A slot at once, or a place in the queue.
  mutating func enter(isSuspect: Bool, deadline: ContinuousClock.Instant) -> (waiter: Waiter, grant: Grant?) {
    nextWaiter += 1
    if isClosed { return (nextWaiter, .leaving) }
    if hold == nil, inFlight < concurrency, places.isEmpty {
      inFlight += 1
      return (nextWaiter, .slot)
    }
    places.append(Place(waiter: nextWaiter, isSuspect: isSuspect, deadline: deadline))
    return (nextWaiter, nil)
  }

  /// A call is over. `outcome` nil: the slot was not used.
  mutating func leave(_ outcome: Outcome?, now: ContinuousClock.Instant) -> (granted: [Waiter], startsProbing: Bool) {
    inFlight -= 1
    var startsProbing = false
    switch outcome {
    case .success:
      successes += 1
      doubts = 0
      if hold == nil {
        pause = Self.firstPause
        heldSince = nil
      }
    case .refused: doubts = 0
    case .inDoubt(let doubt):
      doubts += 1
      if doubts >= Self.doubtsThatHold {
        doubts = 0
        startsProbing = put(
          onHold: Outcome.Hold(.doubts, "\(Self.doubtsThatHold) documents in doubt in a row; the last one: \(doubt.message)"), now)
      }
    case .held(let hold): startsProbing = put(onHold: hold, now)
    case nil: break
    }
    return (serve(), startsProbing)
  }

  private mutating func put(onHold reason: Outcome.Hold, _ now: ContinuousClock.Instant) -> Bool {
    if heldSince == nil { heldSince = now }
    guard hold == nil else { return false }
    hold = reason
    if let after = reason.retryAfter, after > pause { pause = min(after, Self.longestPause) }
    return true
  }

  /// The pause before the next probe; doubles each time.
  mutating func nextPause() -> Duration {
    defer { pause = min(pause * 2, Self.longestPause) }
    return pause
  }

  /// A probe has succeeded.
  mutating func release() -> [Waiter] {
    hold = nil
    return serve()
  }

  /// The waiters whose deadline has passed; asked while the target is held.
  mutating func expire(now: ContinuousClock.Instant) -> [Waiter] {
    guard isHeld else { return [] }
    let expired = places.filter { $0.deadline <= now }.map(\.waiter)
    places.removeAll { $0.deadline <= now }
    return expired
  }

  /// Nobody gets a slot any more; everybody who waits leaves.
  mutating func close() -> [Waiter] {
    isClosed = true
    defer { places = [] }
    return places.map(\.waiter)
  }

  /// Ordinary waiters first, in their order; a suspect only when nobody else waits.
  private mutating func serve() -> [Waiter] {
    guard hold == nil, !isClosed else { return [] }
    var granted: [Waiter] = []
    while inFlight < concurrency, !places.isEmpty {
      let index = places.firstIndex { !$0.isSuspect } ?? 0
      granted.append(places.remove(at: index).waiter)
      inFlight += 1
    }
    return granted
  }
}
