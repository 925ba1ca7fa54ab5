import Contracts
import Documents
import Testing
import Translation

/// Shipping plans by which nothing can be ordered, and what the sender reads then.
@Suite struct UnusablePlanTests: PlannedOrders {
  @Test func `a currency that is not the plan's, a plan without price or currency, are findings`() throws {
    func said(_ row: String, _ changes: [String: String], defaults: [String: String] = [:]) throws -> [String] {
      try complete(row, handling(.available, defaults: defaults), changes).findings.map(\.message)
    }
    #expect(
      try said("1;true;P;17;;;USD", [:]) == [
        "currency \"USD\" is not that of the plan's price, EUR; leave it out, or give net_price too"
      ])
    let noPrice = "the target's shipping plan names no net price; nothing was ordered: give net_price in the file"
    #expect(try said("1;true;P;17", ["\"netPrice\":204.25,": ""]) == [noPrice])
    #expect(try said("1;true;P;17", ["\"netPrice\":204.25": "\"netPrice\":\"2e2\""]) == [noPrice])
    let noCurrency = ["\"currency\":\"EUR\",": ""]
    #expect(
      try said("1;true;P;17", noCurrency) == [
        "the target's shipping plan names no currency; nothing was ordered: give currency in the file"
      ])
    #expect(try said("1;true;P;17", noCurrency, defaults: ["currency": "EUR"]) == [])
    #expect(try said("1;true;P;17;;;EUR", noCurrency) == [])
  }

  @Test func `a plan that does not mention the line is a finding`() throws {
    let handling = handling(.available)
    let document = try order("1;true;P;17", handling: handling)
    let completion = try completion(handling)
    for plans in [[], [plan()], [Array("{".utf8)], [Array("{\"items\":[{\"index\":\"other\"}]}".utf8)]] {
      #expect(
        completion.complete(document, completion.questions(document), plans: plans).findings.map(\.description) == [
          "orders.csv:2: the target's shipping plan does not mention the line; nothing was ordered: ask the target's people, or drop it again"
        ])
    }
  }

  @Test(arguments: [
    ("\"dispatchQuantity\":3", "\"dispatchQuantity\":3e0"), ("\"dispatchQuantity\":3", "\"dispatchQuantity\":\"three\""),
    ("\"dispatchQuantity\":3", "\"dispatchQuantity\":3.5"), ("\"dispatchQuantity\":3", "\"dispatchQuantity\":-3"),
    ("\"dispatchQuantity\":3", "\"dispatchQuantity\":99999999999999999999"), ("\"dispatchQuantity\":3,", ""),
    ("\"dispatchQuantity\":3", "\"dispatchQuantity\":null"), ("\"externalId\":\"24\",", ""),
    ("\"externalId\":\"24\"", "\"externalId\":\"\""),
  ])
  func `a warehouse without an id or a usable quantity is a finding`(before: String, after: String) throws {
    #expect(
      try complete("1;true;P;17", handling(.available), [before: after]).findings.map(\.message) == [
        "the target's shipping plan has a warehouse without id or quantity; nothing was ordered: ask the target's people"
      ])
  }

  @Test func `a plan that gives more than is wanted, overflows, or names a warehouse twice, does not add up`() throws {
    func said(_ row: String, _ changes: [String: String]) throws -> [String] {
      try complete(row, handling(.available), changes).findings.map(\.message)
    }
    let end = "; nothing was ordered: ask the target's people"
    #expect(
      try said("1;true;P;14", [:]) == [
        "the target's shipping plan does not add up: 10 from 68, 3 from 24, 2 from 44 for 14 wanted" + end
      ])
    #expect(
      try said("1;true;P;17", ["\"externalId\":\"24\"": "\"externalId\":\"68\""]) == [
        "the target's shipping plan does not add up: 10 from 68, 3 from 68, 2 from 44 for 17 wanted" + end
      ])
    let most = "9223372036854775807"
    #expect(
      try said(
        "1;true;P;17",
        ["\"dispatchQuantity\":10": "\"dispatchQuantity\":\(most)", "\"dispatchQuantity\":3": "\"dispatchQuantity\":\(most)"]) == [
          "the target's shipping plan does not add up: \(most) from 68, \(most) from 24, 2 from 44 for 17 wanted" + end
        ])
  }

  @Test func `quantities may come as text, and a warehouse that sends nothing is passed over`() throws {
    let handling = handling(.available)
    let completed = try complete(
      "1;true;P;17", handling, ["\"dispatchQuantity\":3": "\"dispatchQuantity\":\"3\"", "\"dispatchQuantity\":2": "\"dispatchQuantity\":0"])
    #expect(try warehouses(completed, handling) == ["10 from 68", "3 from 24"])
    #expect(completed.lines.lines[0].plan.contains("4 of 17 on back order, not ordered"))
  }

  @Test func `rows of which some name a warehouse and some do not cannot be planned`() throws {
    let handling = handling(.available)
    let document = try order("1;true;P;4;99", "1;;;13;", handling: handling)
    let completion = try completion(handling)
    let questions = completion.questions(document)
    #expect(
      completion.complete(document, questions, plans: [plan(try item(questions[0]))]).findings.map(\.message) == [
        "some of the line's rows name a warehouse and some do not; expected all of them, or none to be planned"
      ])
  }
}
