import Documents
import Testing

@testable import Ledgers

/// What alerts are made of.
@Suite struct AlertNewsTests {
  let folder: TemporaryFolder
  let ledger: SQLiteLedger

  init() throws {
    folder = try TemporaryFolder()
    ledger = try SQLiteLedger.fresh(in: folder)
  }

  @Test func `five hundred in doubt are one piece of news with the first twenty numbers`() async throws {
    let place = try await ledger.alertPlace(of: "webhook")
    let number = try await ledger.admit(admission()).number
    for ordinal in 0..<500 { try await ledger.bring(id(number, ordinal), key("A-\(ordinal)"), to: .inDoubt) }
    try await ledger.bring(id(number, 500), key("B-1", target: "second"), to: .unconfirmed)
    let news = try await ledger.alertNews(after: place)
    #expect(news.groups.map(\.event) == [.inDoubt, .unconfirmed])
    #expect(news.groups[0].count == 500)
    #expect(news.groups[0].numbers == (0..<20).map { "A-\($0)" })
    #expect((news.groups[0].partner, news.groups[0].target, news.groups[0].files) == ("acme", "erp", ["orders.csv"]))
    #expect((news.groups[1].numbers, news.groups[1].target) == (["B-1"], "second"))
  }

  @Test func `what was settled meanwhile is no news`() async throws {
    let number = try await ledger.admit(admission()).number
    try await ledger.bring(id(number, 0), key("A-1"), to: .inDoubt)
    try await ledger.apply(
      ledger.propose(Decision(document: id(number, 0), action: .abandon, user: "anna")), conclusion(.refused))
    #expect(try await ledger.alertNews(after: 0).groups == [])
  }

  @Test(arguments: [
    (Settlement(place: .archive, counts: ["accepted": 1]), AlertNews.Event?.none),
    (Settlement(place: .archive, counts: ["accepted": 1, "refused": 1]), .errorFolder),
    (Settlement(place: .error, reason: .invalid, counts: ["refused": 1]), .errorFolder),
    (Settlement(place: .error, reason: .poisoned, counts: ["refused": 1]), .poisoned),
  ])
  func `what came into the error folder is news`(_ settlement: Settlement, _ event: AlertNews.Event?) async throws {
    let number = try await ledger.admit(admission()).number
    try await ledger.settle(number, as: settlement)
    #expect(try await ledger.alertNews(after: 0).groups.map(\.event) == [event].compactMap(\.self))
  }

  @Test func `each channel goes on where it was, over a restart; a new one begins now`() async throws {
    #expect(try await ledger.alertPlace(of: "webhook") == 0)
    let number = try await ledger.admit(admission()).number
    try await ledger.bring(id(number, 0), key("A-1"), to: .inDoubt)
    let restarted = try SQLiteLedger.reopen(in: folder)
    let news = try await restarted.alertNews(after: try await restarted.alertPlace(of: "webhook"))
    #expect(news.groups.count == 1)
    #expect(try await restarted.alertPlace(of: "command") == news.upTo)
    try await restarted.recordAlerts(by: "webhook", upTo: news.upTo)
    #expect(try await restarted.alertNews(after: try await restarted.alertPlace(of: "webhook")).groups == [])
  }

  @Test func `a failure stands in the summary until an alert is delivered`() async throws {
    _ = try await ledger.alertPlace(of: "webhook")
    try await ledger.recordAlertFailure(of: "webhook", "answered 500")
    let first = try #require(try await ledger.summary().alertFailures.first)
    try await ledger.recordAlertFailure(of: "webhook", "answered 502")
    #expect(
      try await ledger.summary().alertFailures == [AlertFailure(channel: "webhook", since: first.since, message: "answered 502")])
    try await ledger.recordAlerts(by: "webhook", upTo: 0)
    #expect(try await ledger.summary().alertFailures == [])
  }
}
