import Contracts
import Documents
import Formats
import Ledgers
import Mailboxes
import SystemPackage
import Translation

/// What comes back of a file: its report for people and programs, and of a file that was refused in part the refused documents alone, in the
/// input's own format, ready to be corrected and dropped again.
struct Refusals: Sendable {
  let context: JourneyContext
  let interchange: ClaimedInterchange
  let surveyed: Surveyor.Result

  /// Writes every finding of the file into the spool, in the order of the file, and tells which documents were refused. Safe kinds have it there
  /// already.
  func collect() async throws -> OrdinalSet {
    guard let kind = surveyed.survey.kind else { return OrdinalSet() }
    var refused = OrdinalSet()
    var spool = try Spool(context.spools.file(interchange.record.admission.id, .findings))
    let rows = DocumentRows(ledger: context.ledger, kind: kind, file: interchange.name)
    let page = surveyed.survey.documentsAtOnce
    var next = 0
    while true {
      let documents = try await context.ledger.documents(of: interchange.number, from: next, limit: page)
      var lines: [UInt8] = []
      for document in documents {
        guard document.state == .refused || document.state == .conflict || document.state == .failed || document.state == .inDoubt else {
          continue
        }
        if document.state == .refused || document.state == .conflict { refused.insert(document.id.ordinal) }
        for finding in try await rows.findings(of: document) { lines += finding.json.bytes + [UInt8(ascii: "\n")] }
      }
      try spool.write(lines, as: spool.reserve())
      guard documents.count == page, let last = documents.last else { return refused }
      next = last.id.ordinal + 1
    }
  }

  /// `<name>.report.txt` and `<name>.report.json` beside a file of that name in the error folder.
  func writeReports(beside name: FileName, reason: String) throws {
    let report = FindingReport(
      file: interchange.name, sha256: surveyed.survey.sha256, reason: reason, fileFindings: surveyed.fileFindings,
      spool: context.spools.file(interchange.record.admission.id, .findings))
    let id = interchange.record.admission.id
    let partner = interchange.file.partner
    _ = try context.archive.writeStreaming(name.appending(".report.txt"), partner: partner, id: id) { draft throws(MailboxError) in
      try report.writeText(to: &draft)
    }
    _ = try context.archive.writeStreaming(name.appending(".report.json"), partner: partner, id: id) { draft throws(MailboxError) in
      try report.writeJSON(to: &draft)
    }
  }

  /// `<stem>.refused.<ext>` in the error folder: CSV rows byte for byte, XML with the same content, namespaces and encoding.
  func writeRefusedDocuments(_ refused: OrdinalSet) throws -> FileName {
    let stem = interchange.file.name.stem
    let name = stem.appending(CopyEnding.refused.text() + String(decoding: interchange.file.name.fileExtension, as: UTF8.self))
    let placed = try context.archive.writeStreaming(name, partner: interchange.file.partner, id: interchange.record.admission.id) {
      draft throws(MailboxError) in
      let copy = RefusedCopy(interchange: interchange, kind: surveyed.survey.kind, refused: refused)
      try copy.write(to: &draft)
    }
    return placed.name
  }
}
