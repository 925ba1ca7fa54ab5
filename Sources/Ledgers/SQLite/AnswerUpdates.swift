import GRDB

/// Answers to decisions: an update is owed from the moment a decision is applied until its file has its final name.
extension SQLiteLedger {
  /// Decided documents with an outcome of which no update tells yet, though their answer is out. In order of file and document.
  package func owedUpdates() async throws(LedgerError) -> [DocumentRecord.ID] {
    try await read { database in
      try Int64.fetchAll(
        database,
        sql: """
          SELECT DISTINCT document FROM decisions AS d
          JOIN documents AS o ON o.id = d.document JOIN interchanges AS i ON i.number = d.document >> 32
          WHERE d.state = 'applied' AND is_answered = 0 AND o.state NOT IN ('sending', 'waiting') AND i.state IN ('settled', 'done')
          ORDER BY document
          """
      ).map(DocumentRecord.ID.init(row:))
    }
  }

  /// From 1.
  package func nextUpdateNumber(_ interchange: Interchange.Number) async throws(LedgerError) -> Int {
    try await read { database in
      try Int.fetchOne(database, sql: "SELECT coalesce(max(number), 0) + 1 FROM updates WHERE interchange = ?", arguments: [interchange])
        ?? 1
    }
  }

  /// The update stands complete and synced under its temporary name. The same number again replaces one that was not published.
  package func recordUpdatePublishing(_ update: AnswerUpdate) async throws(LedgerError) {
    try await commits.write(atomic: true) { database, now in
      try database.run(
        """
        INSERT INTO updates (interchange, number, file, documents, created_at, changed_at) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (interchange, number) DO UPDATE SET file = excluded.file, documents = excluded.documents, changed_at = excluded.changed_at
        WHERE is_published = 0
        """,
        [
          update.interchange, update.number, try JSONText.write(update.file), try JSONText.write(update.documents.map(\.ordinal)), now, now,
        ])
      guard database.changesCount == 1 else {
        throw LedgerError(
          .illegalTransition, "update \(update.number) of interchange \(update.interchange) was published already: a fault in Ferry")
      }
      for document in update.documents {
        try database.run(
          "UPDATE decisions SET is_answered = 1 WHERE document = ? AND state = 'applied' AND is_answered = 0", [document.row])
      }
      try database.write(JournalNote("publishing", update.file.finalName), interchange: update.interchange, ordinal: nil, at: now)
    }
  }

  package func recordUpdatePublished(_ interchange: Interchange.Number, number: Int) async throws(LedgerError) {
    try await commits.write(atomic: true) { database, now in
      try database.run(
        "UPDATE updates SET is_published = 1, changed_at = ? WHERE interchange = ? AND number = ?", [now, interchange, number])
      try database.write(JournalNote("published", "update \(number)"), interchange: interchange, ordinal: nil, at: now)
    }
  }

  /// Between their last byte and their final name: after a start they are renamed, or were.
  package func openUpdates() async throws(LedgerError) -> [AnswerUpdate] {
    try await read { database in
      try Array(
        database.rows("SELECT interchange, number, file, documents FROM updates WHERE is_published = 0 ORDER BY interchange, number").map {
          row in
          guard let file: AnswerFile = try JSONText.read(row[2]), let ordinals: [Int] = try JSONText.read(row[3]) else {
            throw LedgerError.damaged(database.description, nil)
          }
          return AnswerUpdate(
            interchange: row[0], number: row[1], file: file,
            documents: ordinals.map { DocumentRecord.ID(interchange: row[0], ordinal: $0) })
        })
    }
  }
}
