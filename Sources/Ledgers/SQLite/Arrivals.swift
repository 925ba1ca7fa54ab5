import GRDB

/// Files by their numbers and days: what came of each partner and profile, and what is missing.
extension SQLiteLedger {
  package func recordArrival(_ arrival: Arrival, of interchange: Interchange.Number) async throws(LedgerError) -> ArrivalVerdict {
    try await commits.write(atomic: true) { database, now in
      let row = try database.row("SELECT arrival, received_at FROM interchanges WHERE number = ?", [interchange])
      guard let row else { throw DocumentRules.illegal(interchange, from: nil, to: .surveyed) }
      if let known: ArrivalVerdict = try JSONText.read(row[0]) { return known }
      let key: StatementArguments = [arrival.partner, arrival.profile]
      let state = try database.row("SELECT covered, last_number FROM arrivals WHERE partner = ? AND profile = ?", key)
      let verdict = try Self.judge(arrival, last: state?[1], of: interchange, key, database, now)
      let last: Int? = verdict.place == .inSequence || verdict.place == .ahead ? arrival.number : state?[1]
      let covered: String? = arrival.deadlines?.covered(before: state?[0]) ?? state?[0]
      try database.run(
        """
        INSERT INTO arrivals (partner, profile, received_at, covered, last_number) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (partner, profile) DO UPDATE SET received_at = max(coalesce(received_at, ''), excluded.received_at),
        covered = excluded.covered, last_number = excluded.last_number
        """, key + [row[1] as String, covered, last])
      try database.run("UPDATE interchanges SET arrival = ? WHERE number = ?", [try JSONText.write(verdict), interchange])
      if arrival.numbers != nil { try database.write(verdict.note, interchange: interchange, ordinal: nil, at: now) }
      return verdict
    }
  }

  private static func judge(
    _ arrival: Arrival, last: Int?, of interchange: Interchange.Number, _ key: StatementArguments, _ database: Database, _ now: String
  ) throws -> ArrivalVerdict {
    guard let number = arrival.number, let numbers = arrival.numbers else { return ArrivalVerdict(.unnumbered, nil) }
    let verdict: ArrivalVerdict
    switch NumberRules.step(from: last, to: number, in: numbers) {
    case .next: verdict = ArrivalVerdict(.inSequence, number)
    case .ahead(let missing):
      verdict = ArrivalVerdict(.ahead, number, missing: missing)
      for gap in missing { try miss(gap, since: now, shownBy: interchange, key, database) }
    case .behind:
      let wasMissing = try fill(number...number, key, database) > 0
      verdict = NumberRules.verdict(on: number, wasMissing: wasMissing, holder: try holder(of: number, arrival, key, database))
    }
    if verdict.place != .again, verdict.place != .taken {
      try database.run(
        "INSERT OR REPLACE INTO file_numbers (partner, profile, number, interchange, sha256) VALUES (?, ?, ?, ?, ?)",
        key + [number, interchange, arrival.sha256])
    }
    return verdict
  }

  private static func holder(
    of number: Int, _ arrival: Arrival, _ key: StatementArguments, _ database: Database
  ) throws -> (file: String, came: String, isSame: Bool, wasRefused: Bool)? {
    try database.row(
      """
      SELECT file_name, received_at, sha256, survey, settlement FROM file_numbers AS f LEFT JOIN interchanges AS i ON i.number = f.interchange
      WHERE f.partner = ? AND f.profile = ? AND f.number = ?
      """, key + [number]
    ).map { row in
      let wasRefused = NumberRules.wasRefused(try JSONText.read(row[3]), try JSONText.read(row[4]))
      return (row[0] ?? "an earlier file", row[1] ?? "", row[2] == arrival.sha256, wasRefused)
    }
  }

  private static func miss(
    _ numbers: ClosedRange<Int>, since: String, shownBy: Interchange.Number, _ key: StatementArguments, _ database: Database
  ) throws {
    try database.run(
      "INSERT INTO missing_files (partner, profile, first, last, interchange, since) VALUES (?, ?, ?, ?, ?, ?)",
      key + [numbers.lowerBound, numbers.upperBound, shownBy, since])
  }

  /// They are not missing any more. Gives how many were, and tells the file that showed it.
  @discardableResult
  private static func fill(
    _ numbers: ClosedRange<Int>, _ key: StatementArguments, _ database: Database,
    tell: (Interchange.Number, ClosedRange<Int>) throws -> Void = { _, _ in }
  ) throws -> Int {
    let gaps = try Row.fetchAll(
      try database.cachedStatement(
        sql: """
          SELECT id, first, last, interchange, since FROM missing_files
          WHERE partner = ? AND profile = ? AND first <= ? AND last >= ? ORDER BY id
          """), arguments: key + [numbers.upperBound, numbers.lowerBound])
    var count = 0
    for row in gaps {
      let gap = (row[1] as Int)...(row[2] as Int)
      let filled = gap.clamped(to: numbers)
      count += filled.count
      try database.run("DELETE FROM missing_files WHERE id = ?", [row[0] as Int64])
      for rest in NumberRules.rest(of: gap, without: numbers) { try miss(rest, since: row[4], shownBy: row[3], key, database) }
      try tell(row[3], filled)
    }
    return count
  }

  // MARK: what commands read and decide

  /// Of all partners and profiles of which a file ever came.
  package func arrivals() async throws(LedgerError) -> [ArrivalState] {
    try await read { database in
      var missing: [String: [MissingFiles]] = [:]
      let gaps = try database.rows(
        """
        SELECT m.partner, m.profile, first, last, since, file_name FROM missing_files AS m
        LEFT JOIN interchanges AS i ON i.number = m.interchange ORDER BY since, first
        """)
      while let row = try gaps.next() {
        let name: String? = row[5]
        missing["\(row[0] as String)/\(row[1] as String)", default: []].append(
          MissingFiles(numbers: (row[2] as Int)...(row[3] as Int), since: row[4], shownBy: name ?? "an earlier file"))
      }
      return try Array(
        database.rows("SELECT partner, profile, received_at, covered, last_number FROM arrivals ORDER BY partner, profile").map { row in
          ArrivalState(
            partner: row[0], profile: row[1], receivedAt: row[2], covered: row[3], lastNumber: row[4],
            missing: missing["\(row[0] as String)/\(row[1] as String)"] ?? [])
        })
    }
  }

  /// Nobody waits for these any more. Those behind the last number count as waived, too, so that the one after them is the next.
  /// Gives how many that were.
  package func waive(_ numbers: ClosedRange<Int>, partner: String, profile: String, by user: String) async throws(LedgerError) -> Int {
    try await commits.write(atomic: true) { database, now in
      let key: StatementArguments = [partner, profile]
      let count = try Self.fill(numbers, key, database) { shownBy, waived in
        try database.write(JournalNote("waived", "\(waived.numbersText) by \(user)"), interchange: shownBy, ordinal: nil, at: now)
      }
      let last: Int? = try database.row("SELECT last_number FROM arrivals WHERE partner = ? AND profile = ?", key)?[0]
      guard let last, numbers.contains(last + 1) else { return count }
      try database.run(
        "UPDATE arrivals SET last_number = ? WHERE partner = ? AND profile = ?", [numbers.upperBound, partner, profile])
      return count + numbers.upperBound - last
    }
  }

  /// The next file has that number, whatever came before: what was missing is not waited for, what came is not remembered.
  package func restartNumbers(at number: Int, partner: String, profile: String) async throws(LedgerError) {
    try await commits.write(atomic: true) { database, _ in
      for table in ["missing_files", "file_numbers"] {
        try database.run("DELETE FROM \(table) WHERE partner = ? AND profile = ?", [partner, profile])
      }
      try database.run(
        """
        INSERT INTO arrivals (partner, profile, last_number) VALUES (?, ?, ?)
        ON CONFLICT (partner, profile) DO UPDATE SET last_number = excluded.last_number
        """, [partner, profile, number - 1])
    }
  }
}
