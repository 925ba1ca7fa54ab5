import Documents
import KillPoints
import Ledgers
import Logging
import Mailboxes
import Translation

/// `<stem>.answer-update-<n>.<ext>`: the rows of documents that were decided after their answer was published. Each decision is told once.
struct AnswerUpdates: Sendable {
  let context: JourneyContext
  let desk: SQLiteLedger

  /// What stands in the way of one update stops no other.
  func publish() async throws(LedgerError) {
    for open in try await desk.openUpdates() { try await attempt(open.interchange) { try await place(open) } }
    let owed = try await desk.owedUpdates()
    for (interchange, documents) in Dictionary(grouping: owed, by: \.interchange).sorted(by: { $0.key < $1.key }) {
      guard let record = try await desk.interchange(interchange) else { continue }
      try await attempt(interchange) {
        try await place(try await render(record, documents, number: try await desk.nextUpdateNumber(record.number)))
      }
    }
  }

  private func attempt(_ interchange: Interchange.Number, _ body: () async throws -> Void) async throws(LedgerError) {
    let source = "update \(interchange)"
    do {
      try await body()
      context.tally.troubles([], of: source)
    } catch let error as LedgerError {
      if error.stopsSending { throw error }
      context.tally.fault(error.message, of: source)
      context.logger.error("answer update not recorded", metadata: ["message": "\(error)"])
    } catch {
      if context.tally.troubles(["\(error)"], of: source) {
        context.logger.error("answer update not published", metadata: ["message": "\(error)"])
      }
    }
  }

  private func render(_ record: Interchange, _ ids: [DocumentRecord.ID], number: Int) async throws -> AnswerUpdate {
    let publisher = Publisher(try mailbox(of: record))
    let fileName = try fileName(of: record)
    let handling = try record.admission.handling()
    let style = handling.profile(ofFile: fileName.text)?.answer
    let format = handling.format(ofFile: fileName.text)
    let id = "\(record.admission.id)-update-\(number)"
    let kind = record.survey?.kind
    let name = AnswerName(of: fileName, kind: kind, style: style, format: style?.format ?? format, update: number)
    let head = AnswerHead(
      id: id, received: record.receivedAt, partner: record.admission.partner, target: record.survey?.target ?? "",
      documentCount: ids.count)
    var usesUTF8 = false
    while true {
      let layout = AnswerLayout(kind: kind, format: format, style: style, head: head, usesUTF8: usesUTF8)
      var page = AnswerPage(layout, try publisher.begin(name: name.whole, id: id))
      try await write(ids, record, kind, to: &page)
      if page.writer.needsUTF8 {
        usesUTF8 = true
        continue
      }
      let (file, remarks) = try page.ready(publisher, like: name, id: id)
      for remark in remarks { try await desk.note(JournalNote("encoding", remark), interchange: record.number, ordinal: nil) }
      let update = AnswerUpdate(interchange: record.number, number: number, file: file, documents: ids)
      KillPoint.before(.updatePublishing)
      try await desk.recordUpdatePublishing(update)
      KillPoint.after(.updatePublishing)
      return update
    }
  }

  private func write(_ ids: [DocumentRecord.ID], _ record: Interchange, _ kind: Kind?, to page: inout AnswerPage) async throws {
    guard let kind else { return }
    let rows = DocumentRows(ledger: desk, kind: kind, file: record.admission.fileName)
    for id in ids {
      guard let document = try await desk.document(id) else { continue }
      page.writer.append(try await rows.rows(of: document))
    }
  }

  /// `mayBeRendered`: where its hidden file is gone; once, and again at the next round.
  private func place(_ update: AnswerUpdate, mayBeRendered: Bool = true) async throws {
    guard let record = try await desk.interchange(update.interchange) else { return }
    let publisher = Publisher(try mailbox(of: record))
    do {
      try await publisher.place(update.file) { renamed in
        try await desk.recordUpdatePublishing(
          AnswerUpdate(interchange: update.interchange, number: update.number, file: renamed, documents: update.documents))
      }
    } catch let error as MailboxError where error.code == .lost && mayBeRendered {
      try await desk.note(JournalNote("answer_missing", update.file.finalName), interchange: record.number, ordinal: nil)
      let message = "\(error.message). It is published again: if it had been fetched, it comes a second time with the same content"
      context.tally.trouble(message)
      context.logger.error("answer update lost", metadata: ["message": "\(message)"])
      return try await place(try await render(record, update.documents, number: update.number), mayBeRendered: false)
    }
    KillPoint.before(.updateClosing)
    try await desk.recordUpdatePublished(update.interchange, number: update.number)
    KillPoint.after(.updateClosing)
    publisher.release(update.file)
  }

  private func mailbox(of record: Interchange) throws -> Mailbox {
    guard let mailbox = context.mailboxes[record.admission.partner] else { throw HolderError.unknownPartner(record.admission.partner) }
    return mailbox
  }

  private func fileName(of record: Interchange) throws -> FileName {
    guard let name = FileName(text: record.admission.fileName) else {
      throw HolderError(.fault, "the ledger holds an unusable file name \(record.admission.fileName)")
    }
    return name
  }
}

extension Holder {
  func publishUpdates() async throws(LedgerError) {
    guard let desk else { return }
    try await AnswerUpdates(context: context, desk: desk).publish()
  }
}
