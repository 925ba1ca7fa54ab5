import Crypto
import Documents
import FoundationEssentials
import Ledgers
import Sandbox
import Testing
import Translation

@testable import Journeys

/// A decision, from its first word to the update's last name: wherever the process ends, it is carried out once and told once.
@Suite struct UpdateBoundaryTests {
  enum Boundary: CaseIterable {
    case decided, applied, halfWritten, complete, recorded, renamed, published
  }

  @Test(arguments: Boundary.allCases)
  func `killed at each step of a decision, the next process publishes its update exactly once`(_ boundary: Boundary) async throws {
    try await withFacade { facade in
      let stage = try Stage()
      try stage.drop("orders.csv", OrderFile.header + OrderFile.row("A-1") + OrderFile.row("A-2"))
      facade.server.misbehave(FaultRule(.dropBefore, number: "A-1"))
      try await stage.run(facade.gateway)
      let ledger = try stage.ledger()
      try await lead(to: boundary, stage, ledger)
      try ledger.close()

      for _ in 0..<2 { try await stage.run(facade.gateway) }
      #expect(stage.names("outbox") == ["orders.answer-update-1.csv", "orders.answer.csv"])
      #expect(try stage.rows("orders.answer-update-1.csv") == ["A-1 1 refused"])
      let after = try stage.ledger()
      #expect(try await after.owedUpdates() == [])
      #expect(try await after.openUpdates() == [])
      let journal = try await after.journal(of: 1).map { "\($0.note.event) \($0.note.detail)" }
      #expect(journal.count { $0 == "decided abandon by anna" } == 1)
      #expect(journal.count { $0 == "abandoned by anna" } == 1)
      #expect(journal.count { $0 == "published update 1" } == 1)
      try after.close()
      #expect(facade.orders == ["A-2": 1])
    }
  }

  /// Does what the holder does up to there.
  private func lead(to boundary: Boundary, _ stage: Stage, _ ledger: SQLiteLedger) async throws {
    let document = DocumentRecord.ID(interchange: 1, ordinal: 0)
    let decision = try await ledger.propose(Decision(document: document, action: .abandon, user: "anna"))
    if boundary == .decided { return }
    let finding = Finding(
      .abandoned, file: "", line: 2, document: "A-1",
      "abandoned by anna: it is not at the target and was not sent again; drop it again to send it")
    try await ledger.apply(
      decision,
      Conclusion(state: .refused, status: nil, findings: Finding.bytes(of: [finding]), note: JournalNote("abandoned", "by anna")))
    if boundary == .applied { return }
    let temporary = ".orders.answer-update-1.csv.tmp"
    if boundary == .halfWritten { return try stage.drop(temporary, "source_line;doc", to: "outbox") }
    // The very bytes, from a holder on a copy of the ledger would be the same: rendering knows no clock.
    let answer = try stage.text("outbox/orders.answer.csv")
    let header = answer.prefix { $0 != "\n" } + "\n"
    let row =
      "2;A-1;1;refused;abandoned;\"abandoned by anna: it is not at the target and was not sent again; drop it again to send it\";;;;;;\n"
    try stage.drop(temporary, header + row, to: "outbox")
    if boundary == .complete { return }
    let hash = SHA256.hash(data: Data((header + row).utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    let file = AnswerFile(temporaryName: temporary, finalName: "orders.answer-update-1.csv", sha256: hash)
    try await ledger.recordUpdatePublishing(AnswerUpdate(interchange: 1, number: 1, file: file, documents: [document]))
    if boundary == .recorded { return }
    try stage.move("outbox/" + temporary, to: "outbox/orders.answer-update-1.csv")
    if boundary == .renamed { return }
    try await ledger.recordUpdatePublished(1, number: 1)
  }
}
