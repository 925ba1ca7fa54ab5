import Documents
import GRDB

/// Alerts are read off the journal: each channel has told everything up to an entry of it, over every restart.
extension SQLiteLedger {
  /// How far a channel is. One that is new begins with what happens from now on.
  package func alertPlace(of channel: String) async throws(LedgerError) -> Int64 {
    if let place = try await read({ database in
      try Int64.fetchOne(database, sql: "SELECT entry FROM alerts WHERE channel = ?", arguments: [channel])
    }) {
      return place
    }
    return try await commits.write { database, _ in
      let last = try Self.lastEntry(database)
      try database.run("INSERT INTO alerts (channel, entry) VALUES (?, ?) ON CONFLICT DO NOTHING", [channel, last])
      return last
    }
  }

  /// What happened behind that entry and is so still.
  package func alertNews(after entry: Int64) async throws(LedgerError) -> AlertNews {
    try await read { database in
      var news = AlertNews(upTo: try Self.lastEntry(database))
      guard news.upTo > entry else { return news }
      let documents = try database.rows(
        """
        SELECT d.state, d.partner, d.target, d.number, i.file_name, min(j.entry) AS first
        FROM journal AS j JOIN documents AS d ON d.id = j.interchange << 32 | j.ordinal JOIN interchanges AS i ON i.number = j.interchange
        WHERE j.entry > ? AND j.entry <= ?
          AND (j.event IN ('in_doubt', 'unconfirmed') AND d.state = j.event
            OR j.event = 'restored' AND d.state IN ('in_doubt', 'unconfirmed'))
        GROUP BY d.id ORDER BY first
        """, [entry, news.upTo])
      while let row = try documents.next() {
        guard let event = AlertNews.Event(rawValue: row[0]) else { continue }
        news.add(event, partner: row[1], target: row[2], number: row[3], file: row[4])
      }
      let files = try database.rows(
        """
        SELECT i.partner, i.file_name, i.settlement FROM journal AS j JOIN interchanges AS i ON i.number = j.interchange
        WHERE j.entry > ? AND j.entry <= ? AND j.event = 'settled' ORDER BY j.entry
        """, [entry, news.upTo])
      while let row = try files.next() {
        guard let settlement: Settlement = try JSONText.read(row[2]), settlement.leavesSomethingInError else { continue }
        news.add(
          settlement.reason == .poisoned ? .poisoned : .errorFolder, partner: row[0], target: nil, number: nil, file: row[1])
      }
      return news
    }
  }

  /// The channel has told everything up to that entry.
  package func recordAlerts(by channel: String, upTo entry: Int64) async throws(LedgerError) {
    try await commits.write { database, _ in
      try database.run("UPDATE alerts SET entry = ?, failed_at = NULL, failure = NULL WHERE channel = ?", [entry, channel])
    }
  }

  /// It could not be used; `failed_at` stays that of the first time.
  package func recordAlertFailure(of channel: String, _ message: String) async throws(LedgerError) {
    try await commits.write { database, now in
      try database.run(
        "UPDATE alerts SET failed_at = coalesce(failed_at, ?), failure = ? WHERE channel = ?", [now, message, channel])
    }
  }

  static func alertFailures(_ database: Database) throws -> [AlertFailure] {
    try Array(
      database.rows("SELECT channel, failed_at, failure FROM alerts WHERE failed_at IS NOT NULL ORDER BY channel").map {
        AlertFailure(channel: $0[0], since: $0[1], message: $0[2])
      })
  }
}

extension Settlement {
  /// The file itself, or beside it in the archive the documents that were refused.
  fileprivate var leavesSomethingInError: Bool {
    let refused = [DocumentState.refused, .conflict].reduce(0) { $0 + (counts[$1.rawValue] ?? 0) }
    return place == .error || refused > 0
  }
}
