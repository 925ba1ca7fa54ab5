package import Documents
import GRDB

/// What the commands read.
extension SQLiteLedger {
  /// Lists hold at most `limit` entries, counts are whole.
  package func summary(limit: Int = 20) async throws(LedgerError) -> LedgerSummary {
    try await read { database in
      var documents: [DocumentState: Int] = [:]
      let counts = try database.rows("SELECT state, count(*) FROM documents GROUP BY state")
      while let row = try counts.next() { documents[try DocumentState(column: row[0])] = row[1] }

      var open: [Interchange.State: LedgerSummary.Group] = [:]
      let groups = try database.rows("SELECT state, count(*), min(received_at) FROM interchanges WHERE state <> 'done' GROUP BY state")
      while let row = try groups.next() {
        guard let state = Interchange.State(rawValue: row[0]) else { throw LedgerError.unknownWord(row[0], "state of an interchange") }
        open[state] = LedgerSummary.Group(count: row[1], oldest: row[2])
      }
      let oldest = try String.fetchOne(database, sql: "SELECT created_at FROM documents WHERE state = 'waiting' ORDER BY id LIMIT 1")
      return LedgerSummary(
        documents: documents, openInterchanges: open,
        waiting: try Self.waiting(database, count: documents[.waiting] ?? 0, oldest: oldest),
        undecided: try Array(
          database.rows(
            "\(DocumentRecord.selection) WHERE state IN (?, ?) ORDER BY id LIMIT ?",
            [DocumentRules.undecided.0.rawValue, DocumentRules.undecided.1.rawValue, limit]
          ).map(DocumentRecord.init)),
        holds: try Self.holds(database),
        quarantined: try Self.interchanges(database, "WHERE is_quarantined = 1 ORDER BY number DESC LIMIT ?", [limit]),
        pendingDecisions: try Int.fetchOne(database, sql: "SELECT count(*) FROM decisions WHERE state = 'pending'") ?? 0,
        pendingReplays: try Int.fetchOne(database, sql: "SELECT count(*) FROM replays WHERE replayed_at IS NULL") ?? 0,
        tracked: try Int.fetchOne(database, sql: "SELECT count(*) FROM tracked WHERE is_open = 1") ?? 0,
        alertFailures: try Self.alertFailures(database), troubles: try Self.troubles(database),
        lastActivity: try String.fetchOne(
          database, sql: "SELECT time FROM journal WHERE interchange <> \(Interchange.noFile) ORDER BY entry DESC LIMIT 1"))
    }
  }

  /// Those that are recorded as waiting, and of files that are being sent those that have no record yet. Safe kinds have none at all.
  private static func waiting(_ database: Database, count: Int, oldest: String?) throws -> LedgerSummary.Group? {
    var (count, times) = (count, oldest.map { [$0] } ?? [])
    for file in try interchanges(database, "WHERE state = 'surveyed' ORDER BY number") {
      guard let survey = file.survey, survey.kind?.isUnsafe == true, !survey.isRefusedWhole else { continue }
      let first = DocumentRecord.ID(interchange: file.number, ordinal: 0).row
      let last = DocumentRecord.ID(interchange: file.number + 1, ordinal: 0).row
      let known = try Int.fetchOne(database, sql: "SELECT count(*) FROM documents WHERE id >= ? AND id < ?", arguments: [first, last]) ?? 0
      guard known < survey.documentCount else { continue }
      count += survey.documentCount - known
      times.append(file.receivedAt)
    }
    return times.min().map { LedgerSummary.Group(count: count, oldest: $0) }
  }

  /// Every document that ever bore the number, oldest first.
  package func find(documentNumber number: String, partner: String? = nil, kind: Kind? = nil) async throws(LedgerError) -> [DocumentRecord]
  {
    try await read { database in
      let condition = "AND partner = coalesce(?, partner) AND kind = coalesce(?, kind)"
      let arguments: StatementArguments = [number, partner, kind?.rawValue]
      return try Array(
        database.rows(
          """
          \(DocumentRecord.selection) WHERE number = ? AND taken = 1 \(condition)
          UNION ALL \(DocumentRecord.selection) WHERE number = ? AND taken = 0 \(condition) ORDER BY id
          """, arguments + arguments
        ).map(DocumentRecord.init))
    }
  }

  /// By id or by the name the file was dropped under, oldest first.
  package func find(interchange idOrFileName: String) async throws(LedgerError) -> [Interchange] {
    try await read { try Self.interchanges($0, "WHERE i.id = ? OR file_name = ? ORDER BY number", [idOrFileName, idOrFileName]) }
  }

  package func interchange(_ number: Interchange.Number) async throws(LedgerError) -> Interchange? {
    try await read { try Self.interchange($0, "WHERE number = ?", [number]) }
  }

  /// What happened to the file and to its documents, in order.
  package func journal(of interchange: Interchange.Number) async throws(LedgerError) -> [JournalEntry] {
    try await read { try Self.journal($0, "interchange = ?", [interchange]) }
  }

  package func journal(of document: DocumentRecord.ID) async throws(LedgerError) -> [JournalEntry] {
    try await read { try Self.journal($0, "interchange = ? AND ordinal = ?", [document.interchange, document.ordinal]) }
  }

  /// The document's whole way: what happened to it, and to the file that it came in.
  package func story(of document: DocumentRecord.ID) async throws(LedgerError) -> [JournalEntry] {
    try await read {
      try Self.journal($0, "interchange = ? AND (ordinal IS NULL OR ordinal = ?)", [document.interchange, document.ordinal])
    }
  }

  /// The order of that number that the target has, for the completion of returns.
  package func acceptedOrder(target: String, partner: String, number: String) async throws(LedgerError) -> DocumentRecord? {
    let holder = try await taken(DocumentKey(target: target, partner: partner, kind: .orders, number: number))
    guard let holder, holder.state == .accepted || holder.state == .unconfirmed else { return nil }
    return holder
  }

  static func journal(_ database: Database, _ condition: String, _ arguments: StatementArguments) throws -> [JournalEntry] {
    try Array(
      database.rows("SELECT time, interchange, ordinal, event, detail FROM journal WHERE \(condition) ORDER BY entry", arguments)
        .map { JournalEntry(time: $0[0], interchange: $0[1], ordinal: $0[2], note: JournalNote($0[3], $0[4])) })
  }
}
