import Contracts
import Testing

@testable import Journeys

@Suite struct TargetStateTests {
  private static let now = ContinuousClock.now
  private static let never = now + .seconds(1_000_000)

  private func enter(_ state: inout TargetState, isSuspect: Bool = false, until deadline: ContinuousClock.Instant? = never) -> (
    UInt64, TargetState.Grant?
  ) {
    let entered = state.enter(isSuspect: isSuspect, deadline: deadline, now: Self.now)
    return (entered.waiter, entered.grant)
  }

  /// Who was told what.
  private func told(_ change: TargetState.Change) -> [String] { change.grants.map { "\($0.waiter) \($0.grant)" } }

  @discardableResult
  private func leave(_ state: inout TargetState, _ outcome: Outcome?, of operation: Operation = .createOrder) -> TargetState.Change {
    state.leave(outcome, of: operation, now: Self.now)
  }

  @Test func `slots are bounded, and a waiter gets the one that is given back`() {
    var state = TargetState(concurrency: 2)
    #expect([enter(&state).1, enter(&state).1, enter(&state).1, enter(&state).1] == [.slot, .slot, nil, nil])
    #expect(told(leave(&state, .success())) == ["3 slot"])
    #expect(told(leave(&state, nil)) == ["4 slot"])
    #expect(state.inFlight == 2)
    leave(&state, .success())
    leave(&state, .success())
    #expect(state.inFlight == 0)
  }

  @Test func `a held target gives no slots until a probe succeeds, then one until a document gets through`() {
    var state = TargetState(concurrency: 3)
    _ = (enter(&state), enter(&state))
    let change = leave(&state, .held(.unreachable))
    #expect(change.startsProbing)
    #expect(state.isHeld)
    #expect(!leave(&state, .held(.unreachable)).startsProbing)
    #expect([enter(&state).1, enter(&state).1, enter(&state).1] == [nil, nil, nil])
    #expect(told(state.release()) == ["3 slot"])
    #expect(told(leave(&state, .success())) == ["4 slot", "5 slot"])
  }

  @Test func `a refused document shows that the target works`() {
    var state = TargetState(concurrency: 2)
    _ = enter(&state)
    leave(&state, .held(.busy))
    _ = (enter(&state), enter(&state))
    _ = state.release()
    #expect(told(leave(&state, .refused("no"))) == ["3 slot"])
    #expect(enter(&state).1 == .slot)
  }

  @Test func `pauses double up to the longest and begin anew only when a document has succeeded`() {
    var state = TargetState(concurrency: 1)
    func pauses(_ count: Int) -> [Duration] { (0..<count).map { _ in state.nextPause().pause } }
    _ = enter(&state)
    leave(&state, .held(.broken))
    #expect(pauses(10) == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300].map { .seconds($0) })
    _ = state.release()
    _ = enter(&state)
    leave(&state, .held(.broken))
    #expect(pauses(1) == [.seconds(300)])
    _ = state.release()
    _ = enter(&state)
    leave(&state, .success())
    #expect(pauses(2) == [.seconds(1), .seconds(2)])
  }

  @Test func `what the target asked for is waited for, once, however long`() {
    var state = TargetState(concurrency: 1)
    _ = enter(&state)
    leave(&state, .held(.busy, retryAfter: .seconds(3600)))
    #expect(state.nextPause() == (.seconds(3600), true))
    #expect(state.nextPause() == (.seconds(1), false))
  }

  @Test func `a shorter wish than the pause changes nothing`() {
    var state = TargetState(concurrency: 1)
    _ = enter(&state)
    leave(&state, .held(.busy, retryAfter: .milliseconds(10)))
    #expect(state.nextPause() == (.seconds(1), false))
  }

  @Test func `held since tells when the last document got through, whatever probes said`() {
    var state = TargetState(concurrency: 2)
    _ = (enter(&state), enter(&state))
    _ = state.leave(.held(.settings, status: 404), of: .createOrder, now: Self.now)
    _ = state.release()
    _ = enter(&state)
    _ = state.leave(.held(.settings, status: 404), of: .createOrder, now: Self.now + .seconds(5))
    #expect(state.heldSince == Self.now)
    _ = state.release()
    leave(&state, .success())
    #expect(state.heldSince == nil)
  }

  @Test func `three orders in doubt in a row hold the target, and each further one does so at once`() {
    var state = TargetState(concurrency: 4)
    for _ in 0..<4 { _ = enter(&state) }
    #expect(!leave(&state, .doubt).startsProbing)
    #expect(!leave(&state, .doubt).startsProbing)
    #expect(leave(&state, .doubt).startsProbing)
    #expect(state.hold == Outcome.Hold(.doubts, "3 documents in doubt in a row; the last one: no answer in time"))
    leave(&state, nil)
    _ = state.release()
    _ = enter(&state)
    #expect(leave(&state, .doubt).startsProbing)
  }

  /// Held for doubts, and released so often, each time for one more in doubt.
  private func onTrial(_ trials: Int) -> TargetState {
    var state = TargetState(concurrency: 4)
    for _ in 0..<4 { _ = enter(&state) }
    for _ in 0..<3 { leave(&state, .doubt) }
    // What was in flight before a release is no trial of it.
    _ = state.release()
    leave(&state, .doubt)
    for _ in 0..<trials {
      _ = state.release()
      _ = enter(&state)
      leave(&state, .doubt)
    }
    return state
  }

  @Test func `three trials in doubt in a row keep the target held until a person has decided`() {
    var state = onTrial(2)
    #expect(!state.waitsForDecision)
    state = onTrial(3)
    #expect(state.waitsForDecision)
    #expect(
      state.hold?.message
        == "7 documents in doubt in a row; the last one: no answer in time. Nothing more is sent to it until you have decided "
        + "one of them (ferry resolve) or started Ferry anew: look at the other side first")
    #expect(enter(&state).1 == nil)
    #expect(told(state.release()) == [])
    #expect(state.isHeld)
    state.decided()
    #expect(state.nextPause().pause == .seconds(1))
    #expect(told(state.release()).count == 1)
    #expect(!state.isHeld)
  }

  @Test(arguments: [Outcome.success(), .refused("no")])
  func `a trial that gets through ends the row of trials`(_ outcome: Outcome) {
    var state = onTrial(2)
    _ = state.release()
    _ = enter(&state)
    leave(&state, outcome)
    for _ in 0..<3 { _ = enter(&state) }
    for _ in 0..<3 { leave(&state, .doubt) }
    #expect(state.isHeld)
    #expect(!state.waitsForDecision)
  }

  @Test func `whoever has waited too long gives up while it waits for a decision`() {
    var state = onTrial(3)
    #expect(enter(&state, until: Self.now).1 == nil)
    #expect(told(state.probeFailed(now: Self.now)).allSatisfy { $0.hasSuffix("gaveUp") })
  }

  @Test func `a hold is told until a document got through, or nobody waits any more`() {
    var state = TargetState(concurrency: 1)
    #expect(!state.isTold)
    _ = (enter(&state), enter(&state))
    leave(&state, .held(.busy, status: 503))
    #expect(state.isTold)
    _ = state.release()
    #expect(state.isTold, "one is on trial")
    leave(&state, .success())
    #expect(!state.isTold)
    _ = enter(&state)
    leave(&state, .held(.busy, status: 503))
    _ = state.release()
    #expect(!state.isTold, "nobody waits")
    #expect(state.heldSince != nil)
  }

  @Test(arguments: [Outcome.success(), .refused("no")])
  func `an order that got through ends the row of doubts`(_ outcome: Outcome) {
    var state = TargetState(concurrency: 5)
    for _ in 0..<5 { _ = enter(&state) }
    for outcome in [.doubt, .doubt, outcome, .doubt, .doubt] { leave(&state, outcome) }
    #expect(!state.isHeld)
  }

  @Test func `searches that get through do not hide orders in doubt`() {
    var state = TargetState(concurrency: 6)
    for _ in 0..<6 { _ = enter(&state) }
    for outcome in [Outcome.doubt, .doubt] { leave(&state, outcome) }
    leave(&state, .success(), of: .searchAvailabilities)
    leave(&state, .doubt)
    #expect(state.isHeld)
  }

  @Test func `a suspect goes last`() {
    var state = TargetState(concurrency: 1)
    _ = enter(&state)
    leave(&state, .held(.settings, status: 404))
    #expect([enter(&state, isSuspect: true).1, enter(&state).1, enter(&state).1] == [nil, nil, nil])
    #expect(told(state.release()) == ["3 slot"])
    #expect(told(leave(&state, .success())) == ["4 slot"])
    #expect(told(leave(&state, .success())) == ["2 slot"])
  }

  @Test func `successes are counted by operation`() {
    var state = TargetState(concurrency: 3)
    for _ in 0..<3 { _ = enter(&state) }
    leave(&state, .success())
    leave(&state, .success(), of: .searchAvailabilities)
    leave(&state, .refused("no"))
    #expect(
      [state.successes(of: .createOrder), state.successes(of: .searchAvailabilities), state.successes(of: .createReturn)] == [1, 1, 0])
  }

  @Test func `who waits too long for a held target gives up, after one probe at least`() {
    var state = TargetState(concurrency: 1)
    _ = enter(&state)
    leave(&state, .held(.unreachable))
    #expect(enter(&state, until: Self.now).1 == nil)
    #expect(enter(&state, until: Self.now + .seconds(9)).1 == nil)
    #expect(told(state.probeFailed(now: Self.now)) == ["2 gaveUp"])
    #expect(enter(&state, until: Self.now).1 == .gaveUp)
    #expect(told(state.probeFailed(now: Self.now + .seconds(9))) == ["3 gaveUp"])
    _ = state.release()
    #expect(enter(&state, until: Self.now).1 == .slot)
  }

  @Test func `who waits for a slot alone leaves when the target is held`() {
    var state = TargetState(concurrency: 1)
    _ = enter(&state)
    #expect(enter(&state, until: nil).1 == nil)
    #expect(told(leave(&state, .held(.busy))) == ["2 leaving"])
    #expect(enter(&state, until: nil).1 == .leaving)
  }

  @Test func `a closed target tells everybody to leave and gives no slot any more`() {
    var state = TargetState(concurrency: 1)
    _ = (enter(&state), enter(&state), enter(&state))
    #expect(told(state.close()) == ["2 leaving", "3 leaving"])
    #expect(enter(&state).1 == .leaving)
    #expect(told(leave(&state, .success())) == [])
    #expect(told(state.release()) == [])
  }
}
