import Contracts
import Documents
import Ledgers
import Testing
import Translation

@testable import Journeys

@Suite struct DocumentJourneyTests {
  private func journey(recognisesRepeats: Bool = false, doubt: DocumentJourney.Doubt? = nil) -> DocumentJourney {
    DocumentJourney(plan: .sample(), file: "orders.csv", recognisesRepeats: recognisesRepeats, doubt: doubt)
  }

  /// Sent and answered.
  private func answered(_ outcome: Outcome, _ journey: inout DocumentJourney) -> DocumentJourney.Action {
    _ = journey.entered(.slot)
    _ = journey.begun(.begun)
    return journey.answered(outcome, successes: 0)
  }

  private func state(_ action: DocumentJourney.Action) -> DocumentState? {
    if case .conclude(let conclusion) = action { conclusion.state } else { nil }
  }

  private static let whole = Outcome.success(DocumentPlan.response(naming: "i1", "i2"))
  private static let half = Outcome.success(DocumentPlan.response(naming: "i2"))

  @Test func `a grant leads to the ledger, to leaving, or to giving up`() {
    var journey = journey()
    #expect(journey.entered(.slot) == .begin)
    #expect(journey.entered(.leaving) == .finish(.left))
    guard case .abandon(let conclusion) = journey.entered(.gaveUp) else { return #expect(Bool(false)) }
    #expect(conclusion.state == .failed)
  }

  @Test(arguments: [
    (Claim.begun, DocumentJourney.Action.send),
    (.duplicate(of: .sample(.accepted)), .leaveSlot(nil, then: .finish(.settled(.duplicate)))),
    (.conflict(with: .sample(.accepted)), .leaveSlot(nil, then: .finish(.settled(.conflict)))),
    (.settled(.accepted), .leaveSlot(nil, then: .finish(.settled(.accepted)))),
    (.settled(.inDoubt), .leaveSlot(nil, then: .finish(.settled(.inDoubt)))),
  ])
  func `only a begun document is sent`(_ claim: Claim, _ action: DocumentJourney.Action) {
    var journey = journey()
    #expect(journey.begun(claim) == action)
  }

  @Test(arguments: [
    (whole, DocumentState.accepted), (half, .unconfirmed), (.refused("no"), .refused), (.doubt, .inDoubt),
  ])
  func `an outcome is made durable before the slot is given back`(_ outcome: Outcome, _ expected: DocumentState) {
    var journey = journey()
    guard case .conclude(let conclusion) = answered(outcome, &journey) else { return #expect(Bool(false)) }
    #expect(conclusion.state == expected)
    #expect(journey.concluded(conclusion) == .leaveSlot(outcome, then: .finish(.settled(expected))))
  }

  @Test func `an accepted document's journal names the external ids`() {
    var journey = journey()
    guard case .conclude(let conclusion) = answered(Self.whole, &journey) else { return #expect(Bool(false)) }
    #expect(conclusion.note == JournalNote("accepted", "X1"))
    #expect(String(decoding: conclusion.response, as: UTF8.self) == DocumentPlan.response(naming: "i1", "i2"))
  }

  @Test(arguments: [
    Outcome.held(.unreachable), .held(.credentials, status: 401), .held(.busy, status: 503), .held(.broken, status: 500),
  ])
  func `a hold that is the target's puts the document back, and it waits again`(_ hold: Outcome) {
    var journey = journey()
    for _ in 0..<3 {
      guard case .putBack = answered(hold, &journey) else { return #expect(Bool(false)) }
      #expect(journey.gotBack() == .leaveSlot(hold, then: .enterAgain))
    }
  }

  @Test func `a suspect goes last, and is blamed for the same status after others have succeeded`() {
    let hold = Outcome.held(.settings, status: 404)
    var journey = journey()
    guard case .putBack = answered(hold, &journey) else { return #expect(Bool(false)) }
    #expect(journey.gotBack() == .leaveSlot(hold, then: .enterAsSuspect))
    _ = (journey.entered(.slot), journey.begun(.begun))
    // Nobody has succeeded meanwhile: it may still be the target.
    guard case .putBack = journey.answered(hold, successes: 0) else { return #expect(Bool(false)) }
    _ = (journey.entered(.slot), journey.begun(.begun))
    guard case .putBack = journey.answered(.held(.settings, status: 405), successes: 1) else { return #expect(Bool(false)) }
    _ = (journey.entered(.slot), journey.begun(.begun))
    guard case .conclude(let conclusion) = journey.answered(.held(.settings, status: 405), successes: 2) else {
      return #expect(Bool(false))
    }
    #expect(conclusion.state == .refused)
    #expect(journey.concluded(conclusion) == .leaveSlot(nil, then: .finish(.settled(.refused))))
  }

  @Test func `giving up after a hold fails the waiting document and gives back no slot, since it has none`() {
    var journey = journey()
    _ = answered(.held(.busy, status: 503), &journey)
    _ = journey.gotBack()
    guard case .conclude(let conclusion) = journey.entered(.gaveUp) else { return #expect(Bool(false)) }
    #expect(conclusion.state == .failed)
    #expect(journey.concluded(conclusion) == .finish(.settled(.failed)))
  }

  @Test func `in doubt is final where the target does not recognise repeats`() {
    var journey = journey()
    guard case .conclude(let conclusion) = answered(.doubt, &journey) else { return #expect(Bool(false)) }
    #expect(journey.concluded(conclusion) == .leaveSlot(.doubt, then: .finish(.settled(.inDoubt))))
  }

  @Test func `where repeats are recognised it is sent twice more at most`() {
    var journey = journey(recognisesRepeats: true)
    var action = answered(.doubt, &journey)
    for _ in 0..<2 {
      guard case .conclude(let conclusion) = action else { return #expect(Bool(false)) }
      #expect(journey.concluded(conclusion) == .leaveSlot(.doubt, then: .resend))
      action = journey.answered(.doubt, successes: 0)
    }
    guard case .conclude(let last) = action else { return #expect(Bool(false)) }
    #expect(journey.concluded(last) == .leaveSlot(.doubt, then: .finish(.settled(.inDoubt))))
  }

  @Test func `a repeat that is held waits for the target and is repeated then`() {
    var journey = journey(recognisesRepeats: true)
    guard case .conclude(let doubt) = answered(.doubt, &journey) else { return #expect(Bool(false)) }
    _ = journey.concluded(doubt)
    guard case .putBack = journey.answered(.held(.unreachable), successes: 0) else { return #expect(Bool(false)) }
    #expect(journey.gotBack() == .leaveSlot(.held(.unreachable), then: .resend))
    #expect(state(journey.answered(Self.whole, successes: 0)) == .accepted)
  }

  @Test(arguments: [DocumentState.inDoubt, .unconfirmed])
  func `what an operator resends and the target refuses is as open as before, with its first response`(_ state: DocumentState) {
    var journey = journey(doubt: .init(state: state, response: [1, 2, 3]))
    guard case .conclude(let conclusion) = journey.answered(.refused("exists"), successes: 0) else { return #expect(Bool(false)) }
    #expect(conclusion.state == state)
    #expect(conclusion.response == [1, 2, 3])
    #expect(journey.concluded(conclusion) == .leaveSlot(.refused("exists"), then: .finish(.settled(state))))
  }

  @Test func `a resent document that is held is in doubt again, and no blame settles it`() {
    let hold = Outcome.held(.settings, status: 404)
    var journey = journey(doubt: .init(state: .inDoubt, response: []))
    guard case .putBack = journey.answered(hold, successes: 9) else { return #expect(Bool(false)) }
    #expect(journey.gotBack() == .leaveSlot(hold, then: .finish(.settled(.inDoubt))))
  }

  @Test func `a resent document that holds its target by the same status as before is to blame, and holds it no more`() {
    let hold = Outcome.held(.settings, status: 403)
    func resent(after status: Int?) -> DocumentJourney {
      DocumentJourney(
        plan: .sample(), file: "", recognisesRepeats: false, doubt: .init(state: .inDoubt, response: []), suspicion: status)
    }
    for (status, outcome) in [(nil, hold), (404, hold), (503, .held(.busy, status: 503))] as [(Int?, Outcome)] {
      var journey = resent(after: status)
      guard case .putBack = journey.answered(outcome, successes: 1) else { return #expect(Bool(false)) }
      #expect(journey.gotBack() == .leaveSlot(outcome, then: .finish(.settled(.inDoubt))))
      #expect(!journey.isToBlame)
    }
    var journey = resent(after: 403)
    guard case .putBack = journey.answered(hold, successes: 1) else { return #expect(Bool(false)) }
    #expect(journey.isToBlame)
    #expect(journey.gotBack() == .leaveSlot(nil, then: .finish(.settled(.inDoubt))))
  }

  @Test func `a resend that gets lost keeps the external ids of what was confirmed in part`() {
    var journey = journey(doubt: .init(state: .unconfirmed, response: [9]))
    guard case .conclude(let conclusion) = journey.answered(.doubt, successes: 0) else { return #expect(Bool(false)) }
    #expect((conclusion.state, conclusion.response) == (.inDoubt, [9]))
  }

  @Test func `a refusal leads back to the lines of the file`() {
    var journey = journey()
    _ = (journey.entered(.slot), journey.begun(.begun))
    guard case .conclude(let conclusion) = journey.answered(.refused(items: 1), successes: 0) else { return #expect(Bool(false)) }
    let text = String(decoding: conclusion.findings, as: UTF8.self)
    #expect(text.contains(#""line":3"#))
    #expect(text.contains(#""document_line":"2""#))
  }
}
