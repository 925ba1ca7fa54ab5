import GRDB

extension SQLiteLedger {
  package func note(_ note: JournalNote, interchange: Interchange.Number, ordinal: Int?) async throws(LedgerError) {
    try await commits.write { database, now in try database.write(note, interchange: interchange, ordinal: ordinal, at: now) }
  }

  package func bind(target: String, to baseURL: String) async throws(LedgerError) {
    try await commits.write { database, _ in
      if let bound = try database.row("SELECT base_url FROM bindings WHERE target = ?", [target]).map({ $0[0] as String }) {
        guard bound == baseURL else { throw LedgerError.moved(target, from: bound, to: baseURL) }
      } else {
        try database.run("INSERT INTO bindings (target, base_url) VALUES (?, ?)", [target, baseURL])
      }
    }
  }

  package func recordHold(of target: String, _ hold: TargetHold?) async throws(LedgerError) {
    try await commits.write { database, _ in
      if let hold {
        try database.run(
          "INSERT OR REPLACE INTO holds (target, reason, message, since) VALUES (?, ?, ?, ?)",
          [target, hold.reason, hold.message, hold.since])
      } else {
        try database.run("DELETE FROM holds WHERE target = ?", [target])
      }
    }
  }

  /// Targets held now, by name.
  package func holds() async throws(LedgerError) -> [String: TargetHold] { try await read { try Self.holds($0) } }

  /// Base URLs by the target's name.
  package func bindings() async throws(LedgerError) -> [String: String] {
    try await read { database in
      try Dictionary(
        uniqueKeysWithValues: database.rows("SELECT target, base_url FROM bindings").map { ($0[0] as String, $0[1] as String) })
    }
  }

  static func holds(_ database: Database) throws -> [String: TargetHold] {
    try Dictionary(
      uniqueKeysWithValues: database.rows("SELECT target, reason, message, since FROM holds").map {
        ($0[0] as String, TargetHold(reason: $0[1], message: $0[2], since: $0[3]))
      })
  }
}

extension LedgerError {
  static func moved(_ target: String, from bound: String, to baseURL: String) -> LedgerError {
    LedgerError(
      .targetMoved,
      "target \(target) is bound to \(bound) and cannot become \(baseURL): its numbers speak of the first one. "
        + "Give the new system a target name of its own, or set base_url back")
  }
}
