import GRDB

/// Files that tell of changes: recorded together with what they tell of, then published.
extension SQLiteLedger {
  /// From 1.
  package func nextChangeNumber(partner: String, date: String) async throws(LedgerError) -> Int {
    try await read { database in
      try Int.fetchOne(
        database, sql: "SELECT coalesce(max(number), 0) + 1 FROM change_files WHERE partner = ? AND date = ?", arguments: [partner, date])
        ?? 1
    }
  }

  /// Between their last byte and their final name: after a start they are renamed, or were.
  package func openChangeFiles() async throws(LedgerError) -> [ChangeFile] {
    try await read { database in
      try Array(
        database.rows("SELECT partner, date, number, file FROM change_files WHERE is_published = 0 ORDER BY partner, date, number").map {
          row in
          guard let file: AnswerFile = try JSONText.read(row[3]) else { throw LedgerError.damaged(database.description, nil) }
          return ChangeFile(partner: row[0], date: row[1], number: row[2], file: file)
        })
    }
  }

  package func recordChangesPublished(_ file: ChangeFile) async throws(LedgerError) {
    try await commits.write { database, now in
      try database.run(
        "UPDATE change_files SET is_published = 1, changed_at = ? WHERE partner = ? AND date = ? AND number = ?",
        [now, file.partner, file.date, file.number])
    }
  }

  static func store(_ file: ChangeFile, _ database: Database, _ now: String) throws {
    try database.run(
      """
      INSERT INTO change_files (partner, date, number, file, created_at, changed_at) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (partner, date, number) DO UPDATE SET file = excluded.file, changed_at = excluded.changed_at WHERE is_published = 0
      """, [file.partner, file.date, file.number, try JSONText.write(file.file), now, now])
    guard database.changesCount == 1 else {
      throw LedgerError(
        .illegalTransition, "changes \(file.number) of \(file.date) for partner \(file.partner) were published already: a fault in Ferry")
    }
  }
}
