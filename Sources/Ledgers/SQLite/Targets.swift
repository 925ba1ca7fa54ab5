import GRDB

extension SQLiteLedger {
  package func note(_ note: JournalNote, interchange: Interchange.Number, ordinal: Int?) async throws(LedgerError) {
    try await commits.write { database, now in try database.write(note, interchange: interchange, ordinal: ordinal, at: now) }
  }

  package func bind(target: String, to baseURL: String) async throws(LedgerError) {
    try await commits.write { database, _ in
      let bound = try database.row("SELECT base_url FROM bindings WHERE target = ?", [target]).map { $0[0] as String }
      guard let bound, bound != baseURL else {
        return try database.run("INSERT OR IGNORE INTO bindings (target, base_url) VALUES (?, ?)", [target, baseURL])
      }
      guard try database.row("SELECT 1 FROM documents WHERE target = ? AND taken = 1 LIMIT 1", [target]) == nil else {
        throw LedgerError.moved(target, from: bound, to: baseURL)
      }
      try database.run("UPDATE bindings SET base_url = ? WHERE target = ?", [baseURL, target])
    }
  }

  package func recordHold(of target: String, _ hold: TargetHold?) async throws(LedgerError) {
    try await commits.write { database, now in
      if let hold {
        try database.run(
          "INSERT OR REPLACE INTO holds (target, reason, message, since) VALUES (?, ?, ?, ?)",
          [target, hold.reason, hold.message, hold.since])
        try database.write(
          JournalNote("held", "target \(target) (\(hold.reason)): \(hold.message)"), interchange: Interchange.noFile, ordinal: nil, at: now)
      } else {
        try database.run("DELETE FROM holds WHERE target = ?", [target])
        guard database.changesCount > 0 else { return }
        try database.write(JournalNote("released", "target \(target)"), interchange: Interchange.noFile, ordinal: nil, at: now)
      }
    }
  }

  /// Targets held now, by name.
  package func holds() async throws(LedgerError) -> [String: TargetHold] { try await read { try Self.holds($0) } }

  /// Base URLs by the target's name, of those where a number is taken.
  package func bindings() async throws(LedgerError) -> [String: String] {
    try await read { database in
      try Dictionary(
        uniqueKeysWithValues: database.rows(
          """
          SELECT target, base_url FROM bindings
          WHERE EXISTS (SELECT 1 FROM documents WHERE documents.target = bindings.target AND taken = 1)
          """
        ).map { ($0[0] as String, $0[1] as String) })
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
