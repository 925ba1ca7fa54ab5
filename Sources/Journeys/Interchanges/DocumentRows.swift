import Documents
import Ledgers
import Translation

/// A ledger's document to its answer rows, with the first one's result where it is a duplicate.
struct DocumentRows: Sendable {
  let ledger: any Ledger
  private let answer: DocumentAnswer
  private let file: String

  init(ledger: any Ledger, kind: Kind, file: String) {
    self.ledger = ledger
    self.file = file
    answer = DocumentAnswer(kind: kind)
  }

  func rows(of record: DocumentRecord) async throws(LedgerError) -> [AnswerRow] {
    var original: ConcludedDocument?
    if let id = record.original, let first = try await ledger.document(id) { original = concluded(first) }
    var document = concluded(record)
    if record.state == .conflict, document.findings.isEmpty, let id = record.original {
      document.findings = [Self.conflict(record, with: id, original?.state, file: file)]
    }
    return answer.rows(of: document, original: original)
  }

  /// What `findings` of the record say, and for a conflict what it is with.
  func findings(of record: DocumentRecord) async throws(LedgerError) -> [Finding] {
    if record.state == .conflict, record.findings.isEmpty, let id = record.original {
      return [Self.conflict(record, with: id, try await ledger.document(id)?.state, file: file)]
    }
    return concluded(record).findings
  }

  private func concluded(_ record: DocumentRecord) -> ConcludedDocument {
    var findings = Finding.read(record.findings, file: file)
    if record.state == .inDoubt, findings.isEmpty { findings = [interrupted(record)] }
    return ConcludedDocument(
      number: record.key.number, state: record.state, sourceLine: record.sourceLine, lines: LineNotes(record.lines), body: record.body,
      response: record.response, findings: findings, isPruned: record.prunedAt != nil)
  }

  private func interrupted(_ record: DocumentRecord) -> Finding {
    let number = Finding.shortened(record.key.number)
    return Finding(
      .inDoubt, file: file, line: record.sourceLine, document: record.key.number,
      "Ferry was stopped while it was sending it; it may have been carried out: look it up in the ERP, then decide with ferry resolve \(number)"
    )
  }

  private static func conflict(_ record: DocumentRecord, with id: DocumentRecord.ID, _ state: DocumentState?, file: String) -> Finding {
    Finding(
      .conflict, file: file, line: record.sourceLine, document: record.key.number, value: record.key.number,
      "number \(Finding.shortened(record.key.number)) is taken by another content (\(state?.rawValue ?? "in the ledger")); it was not sent: give it a new number, or drop the first content again for its result"
    )
  }
}
