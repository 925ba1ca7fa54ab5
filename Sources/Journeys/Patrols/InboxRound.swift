import Ledgers
import Mailboxes
import Translation

/// What the patrol remembers of the inboxes: when it looked, and what is ready for which target.
struct InboxRound {
  private var scanner: Scanner
  /// In natural order for each target, so that a target without room keeps nobody else waiting.
  private var ready: [String: ArraySlice<Sighting>] = [:]
  private(set) var looks = 0
  private(set) var waiting = 0
  private(set) var oldest: ContinuousClock.Instant?
  private var lastLook: ContinuousClock.Instant?
  private var cost = Duration.zero
  private var rested: ContinuousClock.Instant?
  private var gate = SequenceGate()
  /// Complete files that wait for missing ones.
  private(set) var heldBack = 0
  /// Why ready files could not be claimed.
  private var failures: [Place: String] = [:]

  private struct Place: Hashable {
    let partner: String
    let name: FileName
  }

  init(_ scanner: Scanner) { self.scanner = scanner }

  /// How long ago the last look was, what it cost, and whether a file that it saw at rest has rested by now; nil: there was none.
  func sinceLastLook(now: ContinuousClock.Instant) -> (time: Duration, cost: Duration, isRested: Bool)? {
    lastLook.map { ($0.duration(to: now), cost, rested.map { $0 <= now } ?? false) }
  }

  var targets: [String] { ready.keys.sorted() }

  /// How many files are ready for the target.
  func count(_ target: String) -> Int { ready[target]?.count ?? 0 }

  mutating func next(_ target: String) -> Sighting? {
    defer { if ready[target]?.isEmpty == true { ready[target] = nil } }
    return ready[target]?.popFirst()
  }

  /// Messages, one a file, of those that lay there at the last look.
  var unclaimed: [String] { failures.values.sorted() }

  mutating func failed(_ sighting: Sighting, _ error: MailboxError) {
    failures[Place(partner: sighting.partner, name: sighting.name)] = error.message
  }

  /// It is taken, or gone.
  mutating func claimed(_ sighting: Sighting) { failures[Place(partner: sighting.partner, name: sighting.name)] = nil }

  /// What came so far, before a look; `isReading`: whether files of a partner are under way that are not counted in it.
  mutating func know(_ arrivals: [ArrivalState], isReading: (String) -> Bool) { gate.know(arrivals, isReading: isReading) }

  /// Looks once. Inboxes that cannot be looked at are no reason to stop: a mount may come back.
  /// - Returns: what is odd and was not before, and what failed.
  mutating func look(
    now: ContinuousClock.Instant, handling: (String) -> Handling?
  ) -> (oddities: [Oddity], failures: [MailboxError]) {
    lastLook = now
    looks += 1
    ready = [:]
    waiting = 0
    oldest = nil
    rested = nil
    var oddities: [Oddity] = []
    var failures: [MailboxError] = []
    do throws(MailboxError) {
      let report = try scanner.scan(now: now)
      let waits = gate.pass(report.ready, handling: handling)
      heldBack = waits.count
      for (index, sighting) in report.ready.enumerated() where waits[index] == nil {
        if let target = handling(sighting.partner)?.target(ofFile: sighting.name.text) { ready[target, default: []].append(sighting) }
      }
      let there = Set(report.ready.map { Place(partner: $0.partner, name: $0.name) })
      self.failures = self.failures.filter { there.contains($0.key) }
      waiting = report.waiting
      oldest = report.oldestFirstSeen
      rested = report.rested
      oddities = report.oddities
      failures = report.failures
    } catch {
      failures = [error]
    }
    cost = now.duration(to: .now)
    return (oddities, failures)
  }
}
