import Documents
import Ledgers
import Logging
import Mailboxes
import Translation

/// Renders the answer of an interchange from the ledger (safe kinds: from the spool), in the order of the input, into a temporary file in the
/// outbox. May be done twice, with equal bytes.
struct AnswerRendering: Sendable {
  let context: JourneyContext
  let interchange: ClaimedInterchange
  let logger: Logger

  /// The answer under its temporary name, with its final name chosen; and what its documents came to.
  struct Result: Sendable {
    let answer: AnswerFile
    let counts: [String: Int]
  }

  /// `output`: of a safe kind.
  func render(_ surveyed: Surveyor.Result, _ output: SearchOutput?) async throws -> Result {
    guard let mailbox = context.mailboxes[interchange.file.partner] else { throw HolderError.unknownPartner(interchange.file.partner) }
    let publisher = Publisher(mailbox)
    let name = interchange.answerName(surveyed.survey.kind)
    let count = try await answerCount(surveyed)
    var usesUTF8 = output?.needsUTF8 ?? false
    while true {
      let layout = interchange.answerLayout(surveyed.survey, documentCount: count, usesUTF8: usesUTF8)
      let draft = try publisher.begin(name: name.whole, id: interchange.record.admission.id)
      var page = AnswerPage(layout, draft)
      let counts = try await write(surveyed, output, to: &page)
      if page.writer.needsUTF8 {
        usesUTF8 = true
        continue
      }
      let (answer, remarks) = try page.ready(publisher, like: name, id: interchange.record.admission.id)
      for remark in remarks {
        logger.warning("encoding of an answer", metadata: ["message": "\(remark)"])
        try await context.ledger.note(JournalNote("encoding", remark), interchange: interchange.number, ordinal: nil)
      }
      return Result(answer: answer, counts: counts)
    }
  }

  /// One, or more than one: a file that grew has more documents than were surveyed.
  private func answerCount(_ surveyed: Surveyor.Result) async throws(LedgerError) -> Int {
    guard interchange.answerStyle?.form.isStandard == true, surveyed.survey.documentCount > 0 || surveyed.fileFindings.isEmpty else {
      return 1
    }
    return try await context.ledger.states(of: interchange.number, from: 0, limit: 2).count
  }

  /// What its documents came to. Ends early where it has to begin anew.
  private func write(_ surveyed: Surveyor.Result, _ output: SearchOutput?, to page: inout AnswerPage) async throws -> [String: Int] {
    var counts: [String: Int] = [:]
    if surveyed.survey.documentCount == 0, !surveyed.fileFindings.isEmpty {
      page.writer.append(fileRow(surveyed))
      counts[DocumentState.refused.rawValue] = 1
    } else if let output {
      try output.forEachPieceOfRows {
        page.writer.append(written: $0)
        try page.turn()
      }
      counts = output.verdict.counts
    } else if let kind = surveyed.survey.kind {
      let rows = DocumentRows(ledger: context.ledger, kind: kind, file: interchange.name)
      let limit = surveyed.survey.documentsAtOnce
      var next = 0
      while !page.writer.needsUTF8 {
        let documents = try await context.ledger.documents(of: interchange.number, from: next, limit: limit)
        for document in documents {
          counts[document.state.rawValue, default: 0] += 1
          page.writer.append(try await rows.rows(of: document))
        }
        try page.turn()
        guard documents.count == limit, let last = documents.last else { break }
        next = last.id.ordinal + 1
      }
    }
    return counts
  }

  /// A file without documents that can be told apart has one row.
  private func fileRow(_ surveyed: Surveyor.Result) -> AnswerRow {
    let finding = surveyed.fileFindings.first
    let more = surveyed.fileFindings.count > 1 ? " (and \(surveyed.fileFindings.count - 1) more, see the report)" : ""
    return AnswerRow(
      sourceLine: finding?.line ?? 1, document: "", line: "", status: .refused, code: finding?.code.rawValue ?? "",
      message: (finding?.message ?? "") + more)
  }
}

extension Survey {
  /// So many documents are read from the ledger at a time: fewer where they are large, so that memory stays flat.
  var documentsAtOnce: Int { max(1, min(200, (4 << 20) / max(1, byteCount * 8 / max(1, documentCount)))) }
}
