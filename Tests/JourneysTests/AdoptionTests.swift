import Contracts
import Testing
import Translation

@testable import Journeys

/// Settings that are read anew, beside what stays as it was at the start.
@Suite struct AdoptionTests {
  private static func partner(_ name: String, _ target: String, prefix: String = "") -> Handling {
    var handling = Handling.sample(partner: name, target: target)
    handling.orderNumberPrefix = prefix
    return handling
  }

  private func holder(_ stage: Stage, recognisesRepeats: Bool) throws -> Holder {
    try stage.holder([:], try stage.ledger()) {
      $0.handling = ["default": Self.partner("default", "erp"), "b": Self.partner("b", "erp", prefix: "B-")]
      $0.targets["erp"]?.repeatedOrdersAreRecognised = recognisesRepeats
      $0.targets["second"] = .init()
    }
  }

  @Test func `a partner whose target is changed keeps it, so that its prefix may not go either`() throws {
    let stage = try Stage()
    let holder = try holder(stage, recognisesRepeats: true)
    var other = Self.partner("default", "erp")
    other.defaults["currency"] = "CHF"
    let error = #expect(throws: HolderError.self) { try holder.adopt(["default": other, "b": Self.partner("b", "second")]) }
    #expect(
      error?.message
        == "the partners default, b would have no order_number_prefix at the target erp, which recognises repeated orders: one's "
        + "order would be answered with the other's. A partner's target stays that of the start: give each a prefix of its own, or start Ferry anew"
    )
    #expect(holder.handling(of: "b")?.orderNumberPrefix == "B-")
    #expect(holder.handling(of: "default")?.defaults["currency"] == "EUR", "nothing is taken over")
  }

  @Test func `partners that are not in the new settings count as well`() throws {
    let stage = try Stage()
    let holder = try holder(stage, recognisesRepeats: true)
    let error = #expect(throws: HolderError.self) { try holder.adopt(["default": Self.partner("default", "erp", prefix: "B-")]) }
    #expect(error?.message.hasPrefix("the partners default, b would have the same order_number_prefix \"B-\" at the target erp") == true)
  }

  @Test func `where no target recognises repeats a prefix may go`() throws {
    let stage = try Stage()
    let holder = try holder(stage, recognisesRepeats: false)
    try holder.adopt(["b": Self.partner("b", "second")])
    #expect(holder.handling(of: "b")?.orderNumberPrefix == "")
    #expect(holder.handling(of: "b")?.targets.erp == "erp")
  }
}
