import Documents
import GRDB

/// Order tracking: what the targets have of ours, when it was last asked for, and what was heard.
extension SQLiteLedger {
  /// Accepted and unconfirmed orders and returns of these partners that are not enrolled, placed at `placedAfter` or later; oldest first.
  package func documentsToTrack(partners: [String], placedAfter: String, limit: Int) async throws(LedgerError) -> [DocumentRecord] {
    try await read { database in
      let records = try partners.flatMap { partner in
        try Array(
          database.rows(
            "\(DocumentRecord.toEnrol) LIMIT ?",
            [partner, placedAfter, DocumentRules.trackable.0.rawValue, DocumentRules.trackable.1.rawValue, limit]
          ).map(DocumentRecord.init))
      }
      return Array(records.sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }.prefix(limit))
    }
  }

  /// From now on the document's orders or returns at its target are tracked; without any, it is only passed over. One that is tracked
  /// already stays as it is. A document that was abandoned meanwhile is left alone. A decision or a resend has it enrolled anew.
  package func enrol(_ document: DocumentRecord.ID, externals: [(id: String, date: String?)]) async throws(LedgerError) {
    try await commits.write { database, _ in
      try database.run(
        "UPDATE documents SET is_enrolled = 1 WHERE id = ? AND state IN (?, ?)",
        [document.row, DocumentRules.trackable.0.rawValue, DocumentRules.trackable.1.rawValue])
      guard database.changesCount == 1 else { return }
      for external in externals {
        try database.run(
          """
          INSERT INTO tracked (document, external_id, external_date, partner, placed_at)
          SELECT id, ?, ?, partner, created_at FROM documents WHERE id = ? ON CONFLICT DO NOTHING
          """, [external.id, external.date, document.row])
      }
    }
  }

  /// Open ones of these partners, placed at `placedAfter` or later; those never asked for, then the longest not asked first.
  package func dueForTracking(
    partners: [String], placedAfter: String, limit: Int
  ) async throws(LedgerError) -> [TrackedExternal] {
    try await read { database in
      let due = try partners.flatMap { partner in
        try Array(
          database.rows("\(TrackedExternal.due) LIMIT ?", [partner, placedAfter, limit]).map(TrackedExternal.init))
      }
      return Array(
        due.sorted { ($0.askedAt ?? "", $0.document, $0.externalID) < ($1.askedAt ?? "", $1.document, $1.externalID) }.prefix(limit))
    }
  }

  /// Stops asking for what was placed before that time. Gives how many.
  package func closeTracking(placedBefore: String) async throws(LedgerError) -> Int {
    var closed = 0
    while true {
      let page = try await closePage(placedBefore: placedBefore)
      closed += page
      guard page == Self.closingPage else { return closed }
    }
  }

  /// Other writers come in between.
  private static let closingPage = 500

  private func closePage(placedBefore: String) async throws(LedgerError) -> Int {
    try await commits.write(atomic: true) { database, now in
      let old = try Row.fetchAll(
        try database.cachedStatement(
          sql: "SELECT id, document, external_id FROM tracked WHERE is_open = 1 AND placed_at < ? ORDER BY placed_at LIMIT ?"),
        arguments: [placedBefore, Self.closingPage])
      for row in old {
        try database.run("UPDATE tracked SET is_open = 0 WHERE id = ?", [row[0] as Int64])
        try database.write(
          JournalNote("tracking_ended", "\(row[2] as String): placed before \(placedBefore)"), document: DocumentRecord.ID(row: row[1]),
          at: now)
      }
      return old.count
    }
  }

  /// What was heard, the journal's notes and the file that tells of the changes, all or nothing. The file stands complete and synced under
  /// its temporary name; the same partner, date and number again (without observations) replaces the names of one that was not published.
  /// - Throws: `.illegalTransition` where something is not tracked, or the file was published; then nothing is stored.
  package func recordTracking(_ observations: [TrackingObservation], file: ChangeFile?) async throws(LedgerError) {
    try await commits.write(atomic: true) { database, now in
      for observation in observations {
        let row = observation.document.row
        try database.run(
          "UPDATE tracked SET seen = ?, asked_at = ?, is_open = is_open AND ? WHERE document = ? AND external_id = ?",
          [blob(observation.seen), now, !observation.isDone, row, observation.externalID])
        guard database.changesCount == 1 else {
          throw LedgerError(
            .illegalTransition, "\(observation.externalID) of document \(observation.document) is not tracked: a fault in Ferry")
        }
        if let note = observation.note { try database.write(note, document: observation.document, at: now) }
      }
      if let file { try Self.store(file, database, now) }
    }
  }

  /// After a decision: it may have other orders or returns now, or none.
  static func enrolAnew(_ document: DocumentRecord.ID, _ database: Database) throws {
    try database.run("UPDATE documents SET is_enrolled = 0 WHERE id = ? AND is_enrolled = 1", [document.row])
    try database.run(
      "UPDATE tracked SET is_open = 0 WHERE document = ? AND EXISTS (SELECT 1 FROM documents WHERE id = ? AND taken = 0)",
      [document.row, document.row])
  }
}

extension DocumentRecord {
  /// By `documents_to_enrol`. Takes partner, earliest time, the two states.
  static let toEnrol = """
    \(selection) WHERE partner = ? AND is_enrolled = 0 AND created_at >= ? AND state IN (?, ?)
    AND kind IN (\(Kind.allCases.filter(\.isUnsafe).map { "'\($0.rawValue)'" }.joined(separator: ", "))) ORDER BY created_at, id
    """
}

extension TrackedExternal {
  /// By `tracked_due`. Takes partner and earliest time.
  static let due = """
    SELECT document, target, t.partner, kind, number, external_id, external_date, placed_at, seen, asked_at
    FROM tracked AS t JOIN documents AS d ON d.id = t.document
    WHERE t.partner = ? AND is_open = 1 AND placed_at >= ? ORDER BY asked_at, t.id
    """

  init(_ row: Row) throws {
    let askedAt: String = row[9]
    self.init(
      document: DocumentRecord.ID(row: row[0]),
      key: DocumentKey(target: row[1], partner: row[2], kind: try Kind(column: row[3]), number: row[4]), externalID: row[5],
      externalDate: row[6], placedAt: row[7], seen: row.bytes(8), askedAt: askedAt.isEmpty ? nil : askedAt)
  }
}
