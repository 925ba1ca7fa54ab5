import Documents
import Ledgers
import Testing

@testable import ferry

/// One order or return of the target is one document's, also within one file of decisions.
@Suite struct DecisionIDTests {
  private func row(_ line: Int, _ ids: [String], target: String = "erp", kind: Kind = .orders, force: Bool = false) -> (
    line: Int, wish: Wish, document: DocumentRecord
  ) {
    let action = Decision.Action.confirm(ids.map(Wish.externalID), force: force)
    return (
      line, Wish(number: "A-\(line)", partner: nil, kind: nil, action: action),
      DocumentRecord(
        id: DocumentRecord.ID(interchange: 1, ordinal: line),
        key: DocumentKey(target: target, partner: "default", kind: kind, number: "A-\(line)"), state: .inDoubt, fingerprint: nil,
        sourceLine: 2,
        lines: [], createdAt: "", changedAt: "")
    )
  }

  @Test func `an id of two rows is told of both`() {
    let error = #expect(throws: CommandError.self) {
      try DecisionFile.checkIDs([row(2, ["E-1", "E-2@2026-11-21"]), row(3, ["E-3"]), row(4, ["E-2"])], of: "decisions.csv")
    }
    #expect(error?.status == .refused)
    #expect(
      error?.message
        == "decisions.csv:2: the id E-2 stands in line 4, too; look both up, or set force to true if the target has both under one id\n"
        + "decisions.csv:4: the id E-2 stands in line 2, too; look both up, or set force to true if the target has both under one id")
  }

  @Test func `other targets and kinds have ids of their own, and force is force`() throws {
    try DecisionFile.checkIDs(
      [row(2, ["E-1"]), row(3, ["E-1"], target: "second"), row(4, ["E-1"], kind: .returns), row(5, ["E-1"], target: "third")], of: "d.csv")
    try DecisionFile.checkIDs([row(2, ["E-1"], force: true), row(3, ["E-1"], force: true)], of: "d.csv")
    let error = #expect(throws: CommandError.self) {
      try DecisionFile.checkIDs([row(2, ["E-1"], force: true), row(3, ["E-1"])], of: "d.csv")
    }
    #expect(error?.message.hasPrefix("d.csv:3: the id E-1 stands in line 2, too") == true)
  }

  @Test func `an id that is named twice for one document is a slip`() {
    #expect(Wish.repeated(["E-1", "E-2", "E-1@2026-11-21"].map(Wish.externalID)) == "E-1")
    #expect(Wish.repeated(["E-1", "E-2"].map(Wish.externalID)) == nil)
  }
}
