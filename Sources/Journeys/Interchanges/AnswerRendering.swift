import Crypto
import Documents
import Ledgers
import Mailboxes
import Translation

/// Renders the answer of an interchange from the ledger (safe kinds: from the spool), in the order of the input, into a temporary file in the
/// outbox. May be done twice, with equal bytes.
struct AnswerRendering: Sendable {
  let context: JourneyContext
  let interchange: ClaimedInterchange

  /// The answer under its temporary name, with its final name chosen; and what its documents came to.
  struct Result: Sendable {
    let answer: AnswerFile
    let counts: [String: Int]
  }

  /// `output`: of a safe kind.
  func render(_ surveyed: Surveyor.Result, _ output: SearchOutput?) async throws -> Result {
    guard let mailbox = context.mailboxes[interchange.file.partner] else { throw HolderError.unknownPartner(interchange.file.partner) }
    let publisher = Publisher(mailbox)
    let suffix = ".answer." + interchange.format.rawValue
    var hash = SHA256()
    var draft = try publisher.begin(name: interchange.file.name.stem.appending(suffix), id: interchange.record.admission.id)
    func put(_ bytes: [UInt8], into draft: inout Draft) throws(MailboxError) {
      hash.update(data: bytes)
      try draft.append(bytes)
    }
    var writer = AnswerWriter(kind: surveyed.survey.kind, format: interchange.format)
    var counts: [String: Int] = [:]
    if surveyed.survey.documentCount == 0, !surveyed.fileFindings.isEmpty {
      writer.append(fileRow(surveyed))
      counts[DocumentState.refused.rawValue] = 1
    } else if let output {
      try output.forEachPieceOfRows {
        writer.append(written: $0)
        try put(writer.take(), into: &draft)
      }
      counts = output.verdict.counts
    } else if let kind = surveyed.survey.kind {
      let rows = DocumentRows(ledger: context.ledger, kind: kind, file: interchange.name)
      let page = surveyed.survey.documentsAtOnce
      var next = 0
      while true {
        let documents = try await context.ledger.documents(of: interchange.number, from: next, limit: page)
        for document in documents {
          counts[document.state.rawValue, default: 0] += 1
          for row in try await rows.rows(of: document) { writer.append(row) }
        }
        try put(writer.take(), into: &draft)
        guard documents.count == page, let last = documents.last else { break }
        next = last.id.ordinal + 1
      }
    }
    try put(writer.finish(), into: &draft)
    let finished = try draft.finish()
    let final = try publisher.chooseName(stem: interchange.file.name.stem, suffix: suffix)
    let answer = AnswerFile(
      temporaryName: finished.temporary.text, finalName: final.text, sha256: Fingerprint(Array(hash.finalize())).hex)
    return Result(answer: answer, counts: counts)
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
