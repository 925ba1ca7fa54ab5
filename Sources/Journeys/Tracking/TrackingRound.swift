import Crypto
import Documents
import Ledgers
import Logging
import Mailboxes
import Translation

/// One round of order tracking: what the targets have of ours is asked for, and what changed since the last time is written into one file for
/// each partner, `order-changes-<date>-<n>.csv`. Each change is told once: the file is complete and synced under a temporary name, then new
/// states and names are recorded as one, then it gets its final name.
struct TrackingRound: Sendable {
  let holder: Holder
  let ledger: any TrackingLedger

  private var context: JourneyContext { holder.context }
  private var settings: HolderSettings { holder.settings }

  /// Only a ledger that fails is thrown; what stands in the way of one partner's file stops no other.
  /// - Returns: false where a file waits to be published.
  func go() async throws(LedgerError) -> Bool {
    let began = holder.clock()
    _ = try await publish()
    let partners = settings.partners.filter { holder.handling(of: $0)?.isTracked == true }
    if !partners.isEmpty {
      let since = holder.steadyTime.ago(settings.tracking.age)
      let ended = try await ledger.closeTracking(placedBefore: since)
      if ended > 0 { holder.logger.notice("tracking ended by age", metadata: ["count": "\(ended)"]) }
      try await enrol(partners, since: since)
      let looks = await TrackingCalls(holder: holder, calls: settings.tracking.callsPerRound)
        .ask(try await due(partners, since: since))
      for (partner, looks) in Dictionary(grouping: looks, by: \.external.key.partner).sorted(by: { $0.key < $1.key }) {
        try await attempt("changes \(partner)") { try await record(looks, of: partner, date: date(of: began)) }
      }
    }
    return try await publish()
  }

  /// `2026-11-21`, by the time zone of the archive's folders.
  private func date(of time: String) -> String { settings.dateFolder(time).split(separator: "/").joined(separator: "-") }

  // MARK: what to ask for

  /// As many documents as there are calls: a backlog is worked off round by round.
  private func enrol(_ partners: [String], since: String) async throws(LedgerError) {
    let documents = try await ledger.documentsToTrack(partners: partners, placedAfter: since, limit: settings.tracking.callsPerRound)
    for document in documents {
      try await ledger.enrol(document.id, externals: PlacedDocument(document).externals)
    }
  }

  /// Of each partner as many as there are calls, so that one whose target is held takes none from the others.
  private func due(_ partners: [String], since: String) async throws(LedgerError) -> [TrackedExternal] {
    var due: [TrackedExternal] = []
    for partner in partners {
      due += try await ledger.dueForTracking(
        partners: [partner], placedAfter: since, limit: settings.tracking.callsPerRound)
    }
    return due.sorted { ($0.askedAt ?? "", $0.document, $0.externalID) < ($1.askedAt ?? "", $1.document, $1.externalID) }
  }

  // MARK: what changed

  private func record(_ looks: [TrackedLook], of partner: String, date: String) async throws {
    let looks = looks.sorted { ($0.external.document, $0.external.externalID) < ($1.external.document, $1.external.externalID) }
    let rows = try await rows(of: looks)
    let file = rows.isEmpty ? nil : try await write(rows, partner: partner, date: date)
    try await ledger.recordTracking(looks.map(\.observation), file: file)
  }

  private func rows(of looks: [TrackedLook]) async throws(LedgerError) -> [ChangeRow] {
    var rows: [ChangeRow] = []
    for look in looks where !look.changes.isEmpty {
      let record = try await ledger.document(look.external.document)
      let placed = record.map(PlacedDocument.init)
      for var row in look.changes {
        row.document = look.external.key.number
        row.externalID = look.external.externalID
        row.line = placed?.line(of: row.externalID, line: row.externalLineNumber, warehouse: row.externalWarehouseID) ?? ""
        rows.append(row)
      }
    }
    return rows
  }

  /// Complete and synced under its temporary name.
  private func write(_ rows: [ChangeRow], partner: String, date: String) async throws -> ChangeFile {
    let number = try await ledger.nextChangeNumber(partner: partner, date: date)
    guard let final = FileName("order-changes-\(date)-\(number).csv") else {
      throw HolderError(.fault, "\(date) is no date for a file name")
    }
    let bytes = ChangeWriter.bytes(of: rows)
    let publisher = try publisher(of: partner)
    var draft = try publisher.begin(name: final, id: "changes")
    try draft.append(bytes)
    let finished = try publisher.finish(draft)
    let hash = Fingerprint(Array(SHA256.hash(data: bytes))).hex
    return ChangeFile(
      partner: partner, date: date, number: number,
      file: AnswerFile(temporaryName: finished.temporary.text, finalName: final.text, sha256: hash))
  }

  // MARK: publishing

  /// What was recorded and has not its final name yet, by this round or before a crash.
  private func publish() async throws(LedgerError) -> Bool {
    var isDone = true
    for file in try await ledger.openChangeFiles() {
      let isPlaced = try await attempt("changes file \(file.partner)") {
        let publisher = try publisher(of: file.partner)
        do {
          try await publisher.place(file.file) { renamed in
            try await ledger.recordTracking(
              [], file: ChangeFile(partner: file.partner, date: file.date, number: file.number, file: renamed))
          }
        } catch let error as MailboxError where error.code == .lost {
          let message = "\(error.message). If it was not fetched, ferry show NUMBER tells what has changed of an order"
          context.tally.trouble(message)
          holder.logger.error("changes lost", metadata: ["partner": "\(file.partner)", "message": "\(message)"])
          await holder.note(JournalNote("answer_missing", "\(file.partner)/\(file.file.finalName)"))
        }
        try await ledger.recordChangesPublished(file)
        publisher.release(file.file)
        holder.logger.info("changes file closed", metadata: ["partner": "\(file.partner)", "file": "\(file.file.finalName)"])
      }
      isDone = isDone && isPlaced
    }
    return isDone
  }

  private func publisher(of partner: String) throws(HolderError) -> Publisher {
    guard let mailbox = context.mailboxes[partner] else { throw .unknownPartner(partner) }
    return Publisher(mailbox)
  }

  @discardableResult
  private func attempt(_ source: String, _ body: () async throws -> Void) async throws(LedgerError) -> Bool {
    do {
      try await body()
      context.tally.troubles([], of: source)
      return true
    } catch let error as LedgerError {
      if error.stopsSending { throw error }
      context.tally.fault(error.message, of: source)
      holder.logger.error("changes not recorded", metadata: ["message": "\(error)"])
    } catch {
      if context.tally.troubles(["\(error)"], of: source) {
        holder.logger.error("changes not published", metadata: ["message": "\(error)"])
      }
    }
    return false
  }
}

extension PlacedDocument {
  init(_ record: DocumentRecord) {
    self.init(kind: record.key.kind, body: record.body, response: record.response, lines: record.lines)
  }
}
