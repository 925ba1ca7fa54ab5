import Documents
import Testing

@testable import Translation

/// What a look at an order or a return says that the look before did not.
@Suite struct SightTests {
  private func orders(_ items: String, after seen: Sight? = nil) throws -> Sight {
    try #require(Sight(kind: .orders, response: Array(#"{"items":[\#(items)]}"#.utf8), seen: seen?.seen ?? []))
  }

  private func returns(_ items: String, after seen: Sight? = nil) throws -> Sight {
    try #require(Sight(kind: .returns, response: Array(#"{"items":[\#(items)]}"#.utf8), seen: seen?.seen ?? []))
  }

  private static func line(
    _ number: String = "1", ordered: String = "5", cancelled: String = "0", status: String = "received", parcels: String = ""
  ) -> String {
    #"{"externalLineNumber":"\#(number)","externalWarehouseId":"68","orderedQuantity":\#(ordered),"#
      + #""cancelledQuantity":\#(cancelled),"externalStatus":"\#(status)","parcels":[\#(parcels)]}"#
  }

  private static func parcel(_ id: String, _ quantity: Int, tracking: String = "T") -> String {
    #"{"externalId":"\#(id)","quantity":\#(quantity),"trackingId":"\#(tracking)"}"#
  }

  private func facts(_ sight: Sight) -> [String] {
    sight.changes.map { "\($0.externalLineNumber) \($0.change.rawValue) \($0.before)>\($0.after) \($0.parcel.id) \($0.parcel.quantity)" }
  }

  // MARK: orders

  @Test func `an order of which nothing has left is no news`() throws {
    let sight = try orders(Self.line())
    #expect(sight.changes == [])
    #expect(!sight.isComplete)
  }

  @Test func `the first look tells what was shipped and cancelled before it`() throws {
    let sight = try orders(Self.line(cancelled: "2", status: "partly", parcels: Self.parcel("P-1", 1)))
    #expect(facts(sight) == ["1 parcel_shipped > P-1 1", "1 quantity_cancelled 0>2  "])
  }

  @Test func `the seed's own order is read with all its parcel says`() throws {
    let parcel = #"""
      {"externalId":"130231A","shipper":"La posta","shippingDate":"2018-01-18T13:31:31","comment":"Urgent","quantity":7,
      "deliverySlipNumber":"VL02/VL03","trackingId":"UA-000000-2"}
      """#
    let sight = try orders(
      Self.line(ordered: "12", cancelled: "2", parcels: parcel)
        + #","# + Self.line(ordered: "3").replacing("68", with: "24") + #","# + Self.line("2", ordered: "10", cancelled: "5"))
    let shipped = try #require(sight.changes.first)
    #expect(
      shipped.parcel
        == .init(
          id: "130231A", quantity: "7", shipper: "La posta", shippingDate: "2018-01-18T13:31:31", comment: "Urgent",
          deliverySlipNumber: "VL02/VL03", trackingID: "UA-000000-2"))
    #expect((shipped.externalLineNumber, shipped.externalWarehouseID) == ("1", "68"))
    #expect(facts(sight).dropFirst() == ["1 quantity_cancelled 0>2  ", "2 quantity_cancelled 0>5  "])
  }

  @Test func `each change is told once, and the order of lines, parcels and members does not count`() throws {
    let first = try orders(Self.line("1") + "," + Self.line("2"))
    let both = Self.parcel("P-1", 2) + "," + Self.parcel("P-2", 1)
    let second = try orders(Self.line("1", parcels: both) + "," + Self.line("2"), after: first)
    #expect(facts(second) == ["1 parcel_shipped > P-1 2", "1 parcel_shipped > P-2 1"])
    let turned =
      #"{"parcels":[{"trackingId":"T","quantity":1,"externalId":"P-2"},\#(Self.parcel("P-1", 2))],"cancelledQuantity":"0","#
      + #""orderedQuantity":5.0,"externalStatus":"received","externalWarehouseId":68,"externalLineNumber":1,"description":"x"}"#
    let third = try orders(Self.line("2") + "," + turned, after: second)
    #expect(third.changes == [])
    #expect(third.seen == second.seen)
  }

  @Test func `what changed later is told with what it was`() throws {
    let first = try orders(Self.line(cancelled: "1", parcels: Self.parcel("P-1", 2) + "," + Self.parcel("P-2", 1)))
    let second = try orders(
      Self.line(ordered: "6", cancelled: "3", status: "shipped", parcels: Self.parcel("P-1", 1, tracking: "T-9")), after: first)
    #expect(
      facts(second) == [
        "1 quantity_changed 5>6  ", "1 parcel_changed 2>1 P-1 1", "1 parcel_gone > P-2 1", "1 quantity_cancelled 1>3  ",
        "1 status_changed received>shipped  ",
      ])
    #expect(second.changes[1].parcel.trackingID == "T-9")
  }

  @Test func `a line that comes later and one that is gone are told`() throws {
    let first = try orders(Self.line("1"))
    let second = try orders(Self.line("2", ordered: "4", cancelled: "1"), after: first)
    #expect(facts(second) == ["2 line_added >4  ", "2 quantity_cancelled 0>1  ", "1 line_gone 5>  "])
  }

  @Test func `two lines of one number and warehouse are two`() throws {
    let first = try orders(Self.line() + "," + Self.line())
    let second = try orders(Self.line() + "," + Self.line(cancelled: "5"), after: first)
    #expect(facts(second) == ["1 quantity_cancelled 0>5  "])
  }

  @Test func `what a response leaves out has not changed`() throws {
    let first = try orders(Self.line(cancelled: "2", parcels: Self.parcel("P-1", 1)))
    let second = try orders(#"{"externalLineNumber":"1","externalWarehouseId":"68","parcels":null}"#, after: first)
    #expect(second == Sight(kind: .orders, response: first.seen, seen: first.seen))
    #expect(second.changes == [])
  }

  @Test(
    arguments: [
      (Self.line(ordered: "5", cancelled: "5"), true), (Self.line(ordered: "5", cancelled: "4"), false),
      (Self.line(cancelled: "2", parcels: Self.parcel("A", 2) + "," + Self.parcel("B", 1)), true),
      (Self.line(cancelled: "5") + "," + Self.line("2"), false), (Self.line(cancelled: "9"), true),
      (Self.line(ordered: "\"many\"", cancelled: "5"), false), (Self.line(ordered: "null", cancelled: "5"), false),
      (Self.line(ordered: "5", cancelled: "9223372036854775807", parcels: Self.parcel("A", .max)), true),
      (Self.line(ordered: "5", cancelled: "-9223372036854775808", parcels: Self.parcel("A", .min)), false),
      (Self.line(ordered: "1e400", cancelled: "99999999999999999999999"), false), (Self.line(ordered: "2.5", cancelled: "3"), false),
    ])
  func `an order is complete when nothing of it is left to come`(_ items: String, _ isComplete: Bool) throws {
    #expect(try orders(items).isComplete == isComplete)
  }

  @Test func `a number that is none is told as it stands`() throws {
    #expect(facts(try orders(Self.line(cancelled: "\"some\""))) == ["1 quantity_cancelled 0>some  "])
  }

  @Test(arguments: [
    "", "{", "[]", "{}", #"{"items":{}}"#, #"{"items":[]}"#, #"{"items":[1]}"#, #"{"items":[{"externalLineNumber":"1"},null]}"#,
  ])
  func `a response without lines cannot be used`(_ response: String) {
    #expect(Sight(kind: .orders, response: Array(response.utf8), seen: []) == nil)
    #expect(Sight(kind: .returns, response: Array(response.utf8), seen: []) == nil)
  }

  @Test(arguments: Kind.allCases.filter { !$0.isUnsafe }) func `only orders and returns have a state`(_ kind: Kind) {
    #expect(Sight(kind: kind, response: Array(#"{"items":[\#(Self.line())]}"#.utf8), seen: []) == nil)
  }

  @Test func `what is kept is compact and holds no prices`() throws {
    let sight = try orders(
      #"{"externalLineNumber":"1","orderedQuantity":2,"pricing":{"netPrice":204.25},"description":"brake","parcels":[]}"#)
    #expect(
      String(decoding: sight.seen, as: UTF8.self)
        == #"{"items":[{"externalLineNumber":"1","orderedQuantity":"2","parcels":[]}]}"#)
  }

  // MARK: returns

  @Test func `a return that was only submitted is no news`() throws {
    let sight = try returns(#"{"externalReturnLineNumber":"1","status":"SUBMITTED","closed":false}"#)
    #expect((sight.changes, sight.isComplete) == ([], false))
  }

  @Test func `the seed's own return: accepted, closed, paid back; and refused`() throws {
    let sight = try returns(
      #"""
      {"externalReturnLineNumber":"alpha","status":"ACCEPTED","closed":true,
       "externalReturnPricingInfo":{"recoveryValue":"RECOVERYVALUE","creditNoteNumber":"CREDITNOTENUMBER"}},
      {"externalReturnLineNumber":"beta","status":"REFUSED","refusalType":"ALREADY_USED_PRODUCT","refusalReason":"Already used"}
      """#)
    #expect(
      facts(sight) == [
        "alpha return_accepted SUBMITTED>ACCEPTED  ", "alpha return_closed false>true  ", "alpha credit_note >CREDITNOTENUMBER  ",
        "beta return_refused SUBMITTED>REFUSED  ",
      ])
    #expect(sight.changes[2].verdict == .init(recoveryValue: "RECOVERYVALUE", creditNoteNumber: "CREDITNOTENUMBER"))
    #expect(sight.changes[3].verdict == .init(refusalType: "ALREADY_USED_PRODUCT", refusalReason: "Already used"))
    #expect(sight.isComplete)
    #expect(try returns(#"{"externalReturnLineNumber":"alpha"},{"externalReturnLineNumber":"beta"}"#, after: sight).changes == [])
  }

  @Test func `what follows an acceptance is told when it comes`() throws {
    let accepted = try returns(#"{"externalReturnLineNumber":"1","status":"ACCEPTED"}"#)
    #expect(!accepted.isComplete)
    let paid = try returns(
      #"""
      {"externalReturnLineNumber":"1","status":"ACCEPTED","externalReturnPricingInfo":{"recoveryValue":12.50,"creditNoteNumber":17}}
      """#, after: accepted)
    #expect(facts(paid) == ["1 credit_note >17  "])
    #expect(paid.changes.first?.verdict.recoveryValue == "12.50")
    #expect(paid.isComplete)
    let corrected = try returns(
      #"{"externalReturnLineNumber":"1","externalReturnPricingInfo":{"recoveryValue":"13","creditNoteNumber":"18"}}"#, after: paid)
    #expect(facts(corrected) == ["1 credit_note 17>18  "])
  }

  @Test func `a refusal that gets another reason is told again, an unknown status as text`() throws {
    let refused = try returns(#"{"externalReturnLineNumber":"1","status":"REFUSED","refusalType":"OTHER"}"#)
    let again = try returns(#"{"externalReturnLineNumber":"1","status":"REFUSED","refusalType":"WRONG_PRODUCT"}"#, after: refused)
    #expect(facts(again) == ["1 return_refused REFUSED>REFUSED  "])
    let lost = try returns(#"{"externalReturnLineNumber":"1","status":"LOST"},{"externalReturnLineNumber":"2"}"#, after: again)
    #expect(facts(lost) == ["1 status_changed REFUSED>LOST  ", "2 line_added >  "])
    #expect(facts(try returns(#"{"externalReturnLineNumber":"2"}"#, after: lost)) == ["1 line_gone >  "])
  }
}
