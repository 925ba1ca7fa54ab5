import GRDB

extension SQLiteLedger {
  /// Asks the holder to drop the original of an interchange again. A request that is pending already is kept.
  package func requestReplay(_ interchange: Interchange.Number, user: String) async throws(LedgerError) -> ReplayRequest.ID {
    try await commits.write(atomic: true) { database, now in
      if let pending = try database.row("SELECT id FROM replays WHERE interchange = ? AND replayed_at IS NULL", [interchange]) {
        return pending[0]
      }
      try database.run("INSERT INTO replays (interchange, user, created_at) VALUES (?, ?, ?)", [interchange, user, now])
      let id = database.lastInsertedRowID
      try database.write(JournalNote("replay_requested", "by \(user)"), interchange: interchange, ordinal: nil, at: now)
      return id
    }
  }

  /// Oldest first.
  package func pendingReplays() async throws(LedgerError) -> [ReplayRequest] {
    try await read { database in
      try Array(
        database.rows("SELECT id, interchange, user, created_at FROM replays WHERE replayed_at IS NULL ORDER BY id")
          .map { ReplayRequest(id: $0[0], interchange: $0[1], user: $0[2], createdAt: $0[3]) })
    }
  }

  /// Done, or given up: the journal says which. `note`: the new name in the inbox, or why not.
  package func recordReplayed(_ request: ReplayRequest, _ note: JournalNote) async throws(LedgerError) {
    try await commits.write(atomic: true) { database, now in
      try database.run("UPDATE replays SET replayed_at = ?, detail = ? WHERE id = ?", [now, note.detail, request.id])
      try database.write(note, interchange: request.interchange, ordinal: nil, at: now)
    }
  }
}
