import Documents
package import Ledgers
import Translation

/// The answer to a file once more, from the ledger, for whoever has lost it. Of documents that were decided since, it tells the newest.
package struct AnswerCopy: Sendable {
  private let ledger: any Ledger

  package init(_ ledger: any Ledger) { self.ledger = ledger }

  /// nil: the ledger keeps no answers of this file's kind, or none of its documents.
  package func bytes(of record: Interchange) async throws -> [UInt8]? {
    guard let survey = record.survey, let kind = survey.kind, kind.isUnsafe, record.answer != nil else { return nil }
    let count = try await ledger.states(of: record.number, from: 0, limit: 2).count
    guard count > 0 || survey.documentCount == 0 && !survey.isRefusedWhole else { return nil }
    let handling = try record.admission.handling()
    let name = record.admission.fileName
    let head = AnswerHead(
      id: record.admission.id, received: record.receivedAt, partner: record.admission.partner, target: survey.target, documentCount: count)
    var usesUTF8 = false
    while true {
      var writer = AnswerWriter(
        AnswerLayout(
          kind: kind, format: handling.format(ofFile: name), style: handling.profile(ofFile: name)?.answer, head: head, usesUTF8: usesUTF8))
      try await write(record, kind, limit: survey.documentsAtOnce, to: &writer)
      if !writer.needsUTF8 { return writer.finish() }
      usesUTF8 = true
    }
  }

  private func write(_ record: Interchange, _ kind: Kind, limit: Int, to writer: inout AnswerWriter) async throws {
    let rows = DocumentRows(ledger: ledger, kind: kind, file: record.admission.fileName)
    var next = 0
    while !writer.needsUTF8 {
      let documents = try await ledger.documents(of: record.number, from: next, limit: limit)
      for document in documents { writer.append(try await rows.rows(of: document)) }
      guard documents.count == limit, let last = documents.last else { return }
      next = last.id.ordinal + 1
    }
  }
}
