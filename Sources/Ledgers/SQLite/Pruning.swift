import Documents
import FoundationEssentials
import GRDB

/// Dropping what is over: requests, responses, findings and journals go, numbers, fingerprints, outcomes and external ids stay. Whoever
/// calls goes file by file and page by page, so that each commit is small and a kill at any moment leaves nothing to repair.
extension SQLiteLedger {
  /// A file in the order of pruning.
  package struct PruningPlace: Sendable, Hashable {
    package let changedAt: String
    package let interchange: Interchange.Number

    /// Before every file.
    package static let start = PruningPlace(changedAt: "", interchange: 0)
  }

  /// Files that were done before that time and are not pruned whole, the oldest first, behind a place. Not those with an update that is not
  /// published, or a replay that is asked for.
  package func filesToPrune(
    before time: String, after place: PruningPlace, limit: Int
  ) async throws(LedgerError) -> [PruningPlace] {
    try await read { database in
      try Array(
        database.rows(
          """
          SELECT changed_at, number FROM interchanges AS i
          WHERE state = 'done' AND pruned_at IS NULL AND changed_at < ? AND (changed_at, number) > (?, ?) AND \(Self.isLeft)
          ORDER BY changed_at, number LIMIT ?
          """, [time, place.changedAt, place.interchange, limit]
        ).map { PruningPlace(changedAt: $0[0], interchange: $0[1]) })
    }
  }

  /// Of a file, from an ordinal on: documents that are over since before that time. At most `limit`, and not many more bytes than `bytes`.
  package func documentsToPrune(
    of interchange: Interchange.Number, before time: String, from ordinal: Int, limit: Int, bytes: Int
  ) async throws(LedgerError) -> [DocumentRecord] {
    let rows = DocumentRecord.ID.rows(of: interchange, from: ordinal)
    return try await read { database in
      var found: [DocumentRecord] = []
      var size = 0
      let documents = try database.rows(
        "\(DocumentRecord.selection) WHERE id BETWEEN ? AND ? AND changed_at < ? AND \(Self.isOver) ORDER BY id LIMIT ?",
        [rows.first, rows.last, time, limit])
      while size < bytes, let row = try documents.next() {
        let record = try DocumentRecord(row)
        size += record.body.count + record.response.count + record.findings.count
        found.append(record)
      }
      return found
    }
  }

  /// Drops what these documents, of one file, no longer need, and their journals. What is no longer over is passed over.
  /// - Returns: how many were pruned.
  package func prune(_ documents: [PrunedDocument], of interchange: Interchange.Number) async throws(LedgerError) -> Int {
    try await commits.write(atomic: true) { database, now in
      let over = try documents.filter { pruned in
        try database.run(
          """
          UPDATE documents SET lines = ?, body = ?, response = ?, findings = NULL, pruned_at = ? WHERE id = ? AND \(Self.isOver)
          """, [Data(pruned.lines), blob(pruned.body), blob(pruned.response), now, pruned.document.row])
        return database.changesCount == 1
      }.map(\.document)
      guard !over.isEmpty else { return 0 }
      // First, so that the journal's numbers never begin again: alerts count by them.
      let what = "\(over.count) document\(over.count == 1 ? "" : "s")"
      try database.write(JournalNote("pruned", what), interchange: interchange, ordinal: nil, at: now)
      for document in over {
        try database.run("DELETE FROM journal WHERE interchange = ? AND ordinal = ?", [document.interchange, document.ordinal])
        try database.run("DELETE FROM decisions WHERE document = ?", [document.row])
        try database.run("DELETE FROM tracked WHERE document = ?", [document.row])
      }
      return over.count
    }
  }

  /// Drops the journal of a file of which every document is pruned, and the settings that it was handled with.
  /// - Returns: false: some of its documents are not over yet.
  package func pruneFile(_ interchange: Interchange.Number) async throws(LedgerError) -> Bool {
    let rows = DocumentRecord.ID.rows(of: interchange, from: 0)
    let isOpen = try await read { database in
      try database.row("SELECT 1 FROM documents WHERE id BETWEEN ? AND ? AND pruned_at IS NULL LIMIT 1", [rows.first, rows.last]) != nil
    }
    guard !isOpen else { return false }
    return try await commits.write(atomic: true) { database, now in
      try database.run("INSERT INTO profiles (content) VALUES (?) ON CONFLICT DO NOTHING", [Self.forgottenProfile])
      try database.run(
        """
        UPDATE interchanges AS i SET pruned_at = ?, profile = (SELECT id FROM profiles WHERE content = ?)
        WHERE number = ? AND state = 'done' AND pruned_at IS NULL AND \(Self.isLeft)
        """, [now, Self.forgottenProfile, interchange])
      guard database.changesCount == 1 else { return false }
      try database.write(JournalNote("pruned"), interchange: interchange, ordinal: nil, at: now)
      try database.run("DELETE FROM journal WHERE interchange = ? AND entry < ?", [interchange, database.lastInsertedRowID])
      try database.run("DELETE FROM replays WHERE interchange = ?", [interchange])
      return true
    }
  }

  /// Settings that no file needs any more.
  package func pruneProfiles() async throws(LedgerError) {
    try await commits.write { database, _ in
      try database.run(
        """
        DELETE FROM profiles WHERE content <> ? AND NOT EXISTS (SELECT 1 FROM interchanges WHERE interchanges.profile = profiles.id)
        """, [Self.forgottenProfile])
    }
  }

  /// Forgets pruned documents that ended before that time, and files without any: their numbers count as never sent. At most `limit` of each.
  /// - Returns: how many documents and files; nothing is left where both are 0.
  package func forget(before time: String, limit: Int) async throws(LedgerError) -> (documents: Int, files: Int) {
    try await commits.write(atomic: true) { database, _ in
      let forgotten = "(SELECT id FROM documents WHERE pruned_at IS NOT NULL AND changed_at < ? ORDER BY id LIMIT ?)"
      try database.run(
        "DELETE FROM external_ids WHERE (external_id, document) IN (\(Schema.responseIDs) AND document IN \(forgotten))", [time, limit])
      try database.run("DELETE FROM documents WHERE id IN \(forgotten)", [time, limit])
      let documents = database.changesCount
      let files = try Int64.fetchAll(
        database,
        sql: """
          SELECT number FROM interchanges WHERE pruned_at IS NOT NULL AND changed_at < ?
            AND NOT EXISTS (SELECT 1 FROM documents WHERE id BETWEEN interchanges.number << 32 AND interchanges.number << 32 | 0xFFFFFFFF)
          ORDER BY number LIMIT ?
          """, arguments: [time, limit])
      for file in files {
        try database.run("DELETE FROM journal WHERE interchange = ? AND entry < (SELECT max(entry) FROM journal)", [file])
        for table in ["updates", "replays"] { try database.run("DELETE FROM \(table) WHERE interchange = ?", [file]) }
        try database.run("DELETE FROM interchanges WHERE number = ?", [file])
      }
      return (documents, files.count)
    }
  }

  package func pruningFigures(before time: String) async throws(LedgerError) -> PruningFigures {
    try await read { database in
      var figures = PruningFigures()
      let ofDoneFiles = "EXISTS (SELECT 1 FROM interchanges AS i WHERE number = documents.id >> 32 AND state = 'done' AND \(Self.isLeft))"
      let size = ["body", "response", "findings"].map { "coalesce(length(\($0)), 0)" }.joined(separator: " + ")
      if let row = try database.row(
        "SELECT count(*), coalesce(sum(\(size)), 0) FROM documents WHERE changed_at < ? AND \(Self.isOver) AND \(ofDoneFiles)", [time])
      {
        (figures.documents, figures.bytes) = (row[0], row[1])
      }
      func count(_ sql: String) throws -> Int { try database.row(sql, [time])?[0] ?? 0 }
      figures.files = try count(
        "SELECT count(*) FROM interchanges AS i WHERE state = 'done' AND pruned_at IS NULL AND changed_at < ? AND \(Self.isLeft)")
      figures.numbers = try count("SELECT count(*) FROM documents WHERE pruned_at IS NOT NULL AND changed_at < ?") + figures.documents
      figures.undecided = try count("SELECT count(*) FROM documents WHERE changed_at < ? AND NOT \(Self.isDecided)")
      figures.tracked = try count("SELECT count(*) FROM documents WHERE changed_at < ? AND NOT \(Self.isFinal)")
      return figures
    }
  }

  /// Writes the whole file anew, so that no byte of what was dropped is left in its unused parts; nobody else writes meanwhile. Takes the
  /// file's size once more on the disk for temporary files.
  package func compact() async throws(LedgerError) {
    try await maintain { database in try database.execute(sql: "VACUUM; PRAGMA wal_checkpoint(TRUNCATE)") }
  }

  /// Folds the write-ahead log in and empties it, if no reader is in the way.
  package func foldLog() async throws(LedgerError) {
    try await maintain { database in
      try database.execute(sql: "PRAGMA busy_timeout = 0")
      defer { try? database.execute(sql: "PRAGMA busy_timeout = \(Int(Self.busyTimeout * 1000))") }
      _ = try Row.fetchAll(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
  }

  /// Of the file alone.
  package var byteCount: Int {
    ((try? FileManager.default.attributesOfItem(atPath: pool.path))?[.size] as? Int) ?? 0
  }

  private func maintain(_ body: @escaping @Sendable (Database) throws -> Void) async throws(LedgerError) {
    let result: Result<Void, any Error> = await withCheckedContinuation { continuation in
      pool.asyncWriteWithoutTransaction { database in continuation.resume(returning: Result { try body(database) }) }
    }
    do { try result.get() } catch { throw .writing(pool.path, error) }
  }

  private static let forgottenProfile = "{}"

  // MARK: what is over

  private static let isDecided = """
    (state NOT IN ('in_doubt', 'unconfirmed')
      AND NOT EXISTS (SELECT 1 FROM decisions WHERE document = documents.id AND state = 'pending')
      AND NOT EXISTS (SELECT 1 FROM decisions WHERE document = documents.id AND state = 'applied' AND is_answered = 0))
    """

  private static let isFinal = "(NOT EXISTS (SELECT 1 FROM tracked WHERE document = documents.id AND is_open = 1))"

  /// Of a document: nothing more can happen to it, and it is not pruned.
  private static let isOver = "pruned_at IS NULL AND state NOT IN ('waiting', 'sending') AND \(isDecided) AND \(isFinal)"

  /// Of an interchange, `i`: nobody is about to publish or to replay something of it.
  private static let isLeft = """
    (NOT EXISTS (SELECT 1 FROM updates AS u WHERE u.interchange = i.number AND is_published = 0)
      AND NOT EXISTS (SELECT 1 FROM replays AS r WHERE r.interchange = i.number AND replayed_at IS NULL))
    """
}
