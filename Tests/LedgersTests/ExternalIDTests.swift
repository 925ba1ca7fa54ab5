import Documents
import FoundationEssentials
import GRDB
import Testing

@testable import Ledgers

/// One order or return of the target is one document's.
@Suite struct ExternalIDTests {
  let folder: TemporaryFolder
  let ledger: SQLiteLedger

  init() throws {
    folder = try TemporaryFolder()
    ledger = try SQLiteLedger.fresh(in: folder)
  }

  private func orders(_ ids: String...) -> [UInt8] {
    Array(#"{"items":[\#(ids.map { #"{"externalOrderId":\#($0),"lines":[{"index":"i"}]}"# }.joined(separator: ","))]}"#.utf8)
  }

  private func returned(_ id: String) -> [UInt8] { Array(#"{"items":[{"externalReturnId":\#(id),"externalOrderId":"E-1"}]}"#.utf8) }

  private func conclude(_ document: DocumentRecord.ID, _ key: DocumentKey, _ state: DocumentState, _ response: [UInt8]) async throws {
    _ = try await ledger.begin(intent(document, key))
    try await ledger.conclude(document, Conclusion(state: state, status: 200, response: response, note: JournalNote("accepted")))
  }

  private func claimed(_ ids: String..., by document: DocumentRecord.ID) async throws -> [String] {
    try await ledger.claims(ids.map { Decision.ExternalID($0) }, of: document).map { "\($0.externalID) \($0.number) \($0.state)" }
  }

  @Test(arguments: [DocumentState.accepted, .unconfirmed, .inDoubt])
  func `what the target answered to a document is that one's`(_ state: DocumentState) async throws {
    try await conclude(id(1, 0), key("A-1"), state, orders(#""E-1""#, "12345678901234567890"))
    try await ledger.bring(id(1, 1), key("A-2"), to: .inDoubt)
    #expect(
      try await claimed("E-1", "E-2", "12345678901234567890", by: id(1, 1))
        == ["E-1 A-1 \(state.rawValue)", "12345678901234567890 A-1 \(state.rawValue)"])
    #expect(try await claimed("E-1", by: id(1, 0)) == [], "its own")
  }

  @Test func `another target's, another kind's and a duplicate's ids are no claim`() async throws {
    try await conclude(id(1, 0), key("A-1"), .accepted, orders(#""E-1""#))
    #expect(try await ledger.begin(intent(id(1, 1), key("A-1"))) != .begun)
    try await ledger.bring(id(1, 2), key("A-2", target: "second"), to: .inDoubt)
    try await ledger.bring(id(1, 3), key("A-2", kind: .returns), to: .inDoubt)
    try await ledger.bring(id(1, 4), key("A-3"), to: .inDoubt)
    #expect(try await claimed("E-1", by: id(1, 2)) == [])
    #expect(try await claimed("E-1", by: id(1, 3)) == [])
    #expect(try await claimed("E-1", by: id(1, 4)) == ["E-1 A-1 accepted"])
    try await conclude(id(1, 5), key("R-1", kind: .returns), .accepted, returned(#""R-9""#))
    #expect(try await claimed("R-9", "E-1", by: id(1, 3)) == ["R-9 R-1 accepted"])
  }

  @Test func `a confirmation of an id that is another's is refused when it is carried out, and passes by force`() async throws {
    for (ordinal, number) in ["A-1", "A-2"].enumerated() { try await ledger.bring(id(1, ordinal), key(number), to: .inDoubt) }
    func decide(_ ordinal: Int, force: Bool = false) async throws -> Decision.ID {
      try await ledger.propose(
        Decision(document: id(1, ordinal), action: .confirm([.init("E-1")], force: force), user: "anna"))
    }
    let confirmed = Conclusion(state: .accepted, status: nil, response: orders(#""E-1""#), note: JournalNote("confirmed"))
    let (first, second) = (try await decide(0), try await decide(1))
    #expect(try await ledger.apply(first, confirmed))
    let error = await ledgerError { _ = try await ledger.apply(second, confirmed) }
    #expect(error?.code == .notDecidable)
    #expect(
      error?.message
        == "E-1 is that of the order A-1 of partner acme already (accepted); look this one's up. "
        + "Decide again with --force if it is ours all the same")
    #expect(try await ledger.document(id(1, 1))?.state == .inDoubt)
    #expect(try await ledger.pendingDecisions().map(\.id) == [second], "nothing is changed by what is refused")
    try await ledger.rejectDecision(second, "no")
    #expect(try await ledger.apply(try await decide(1, force: true), confirmed))
  }

  @Test func `an abandoned document holds no id any more`() async throws {
    try await conclude(id(1, 0), key("A-1"), .unconfirmed, orders(#""E-1""#))
    try await ledger.bring(id(1, 1), key("A-2"), to: .inDoubt)
    let abandon = try await ledger.propose(Decision(document: id(1, 0), action: .abandon, user: "anna"))
    try await ledger.apply(abandon, Conclusion(state: .refused, status: 200, response: orders(#""E-1""#), note: JournalNote("abandoned")))
    #expect(try await claimed("E-1", by: id(1, 1)) == [])
  }

  @Test func `a decision waits while its file is put away, and what is settled meanwhile is not decided`() async throws {
    let number = try await ledger.admit(admission()).number
    for (ordinal, name) in ["A-1", "A-2"].enumerated() { try await ledger.bring(id(number, ordinal), key(name), to: .inDoubt) }
    let refused = Conclusion(state: .refused, status: nil, note: JournalNote("abandoned"))
    let abandon = try await ledger.propose(Decision(document: id(number, 0), action: .abandon, user: "anna"))
    let late = try await ledger.propose(Decision(document: id(number, 1), action: .abandon, user: "anna"))
    // Sent again by itself, while the decision was on its way.
    _ = try await ledger.beginResend(id(number, 1), for: nil, JournalNote("resent"))
    try await ledger.conclude(id(number, 1), conclusion(.accepted))
    try await ledger.settle(number, as: Settlement(place: .archive, counts: [:]))
    #expect(try await !ledger.apply(abandon, refused))
    #expect(try await ledger.document(id(number, 0))?.state == .inDoubt)
    #expect(try await ledger.pendingDecisions().map(\.id) == [abandon, late])
    try await ledger.recordPutAway(number, at: "archive/orders.csv")
    #expect(try await ledger.apply(abandon, refused))
    let error = await ledgerError { _ = try await ledger.apply(late, refused) }
    #expect(error?.message == "it is accepted by now; there is nothing to decide any more")
  }

  @Test func `pruned documents keep their ids, forgotten ones leave none`() async throws {
    let number = try await ledger.admit(admission()).number
    try await conclude(id(number, 0), key("A-1"), .accepted, orders(#""E-1""#, #""E-2""#))
    try await ledger.settle(number, as: Settlement(place: .archive, counts: [:]))
    try await ledger.recordPutAway(number, at: "archive/orders.csv")
    try await ledger.bring(id(2, 1), key("A-2"), to: .inDoubt)
    let pruned = PrunedDocument(document: id(number, 0), lines: [1], body: [], response: orders(#""E-1""#, #""E-2""#))
    #expect(try await ledger.prune([pruned], of: number) == 1)
    #expect(try await claimed("E-1", by: id(2, 1)) == ["E-1 A-1 accepted"])
    #expect(try await ledger.forget(before: "2027", limit: 10).documents == 1)
    #expect(try await claimed("E-1", by: id(2, 1)) == [])
    #expect(try await count("external_ids") == 0)
  }

  private func count(_ table: String) async throws -> Int? {
    try await ledger.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") }
  }

  @Test func `a ledger of an earlier Ferry is given the ids that it holds`() async throws {
    try await conclude(id(1, 0), key("A-1"), .accepted, orders(#""E-1""#, "17"))
    try await conclude(id(1, 1), key("R-1", kind: .returns), .unconfirmed, returned(#""R-9""#))
    try await conclude(id(1, 2), key("A-2"), .inDoubt, Array("<html>".utf8))
    try await conclude(id(1, 3), key("A-3"), .inDoubt, Array(#"{"items":["E-7",{"externalOrderId":null}]}"#.utf8))
    try await ledger.pool.write {
      try $0.execute(sql: "DROP TABLE external_ids; DELETE FROM grdb_migrations WHERE identifier = '6'")
    }
    try ledger.close()
    let converted = try SQLiteLedger.reopen(in: folder)
    let rows = try await converted.read { database in
      try Row.fetchAll(database, sql: "SELECT external_id, document & 15 FROM external_ids").map { "\($0[0] as String) \($0[1] as Int)" }
    }
    #expect(rows == ["17 0", "E-1 0", "R-9 1"])
  }

  @Test func `an id is looked up, and a document's ids are dropped, by the table's key`() async throws {
    let plan = try await ledger.read { database in
      try Row.fetchAll(
        database,
        sql: """
          EXPLAIN QUERY PLAN DELETE FROM external_ids WHERE (external_id, document) IN (\(Schema.responseIDs) AND document IN (SELECT 7))
          """
      ).map { $0["detail"] as String }
    }
    #expect(plan.contains { $0.contains("external_ids USING PRIMARY KEY") }, "\(plan)")
    #expect(plan.contains { $0.contains("SEARCH documents USING INTEGER PRIMARY KEY") }, "\(plan)")
  }
}
