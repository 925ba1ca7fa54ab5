import GRDB

extension Interchange {
  /// Entries of the journal that belong to no file: starts and ends, settings, holds, troubles. Files count from 1.
  package static let noFile: Number = 0
}

/// What happened to Ferry itself, and what stands in its way now.
extension SQLiteLedger {
  package func note(_ note: JournalNote) async throws(LedgerError) {
    try await self.note(note, interchange: Interchange.noFile, ordinal: nil)
  }

  /// All that stands in the way now; what is not among them is over.
  package func recordTroubles(_ troubles: Set<Trouble>) async throws(LedgerError) {
    try await commits.write(atomic: true) { database, now in
      let known = Set(try Self.troubles(database))
      for over in known.subtracting(troubles) {
        try database.run("DELETE FROM troubles WHERE source = ? AND message = ?", [over.source, over.message])
        try database.write(JournalNote("trouble_over", over.message), interchange: Interchange.noFile, ordinal: nil, at: now)
      }
      for new in troubles.subtracting(known) {
        try database.run(
          "INSERT OR REPLACE INTO troubles (source, message, since) VALUES (?, ?, ?)", [new.source, new.message, new.since])
        try database.write(JournalNote("trouble", new.message), interchange: Interchange.noFile, ordinal: nil, at: now)
      }
    }
  }

  /// What happened to Ferry itself in `[from, to)`, RFC 3339 UTC, in order.
  package func occurrences(from: String, to: String) async throws(LedgerError) -> [JournalEntry] {
    try await read {
      try Self.journal($0, "interchange = ? AND ordinal IS NULL AND time >= ? AND time < ?", [Interchange.noFile, from, to])
    }
  }

  /// Files that were received in `[from, to)`, RFC 3339 UTC, in order.
  package func interchanges(from: String, to: String) async throws(LedgerError) -> [Interchange] {
    try await read { try Self.interchanges($0, "WHERE received_at >= ? AND received_at < ? ORDER BY number", [from, to]) }
  }

  /// Drops what happened to Ferry itself before that time.
  package func pruneOccurrences(before time: String) async throws(LedgerError) {
    try await commits.write { database, _ in
      try database.run(
        "DELETE FROM journal WHERE interchange = ? AND time < ? AND entry < (SELECT max(entry) FROM journal)", [Interchange.noFile, time])
    }
  }

  /// The oldest first.
  static func troubles(_ database: Database) throws -> [Trouble] {
    try Array(
      database.rows("SELECT source, message, since FROM troubles ORDER BY since, source").map {
        Trouble(source: $0[0], message: $0[1], since: $0[2])
      })
  }
}
