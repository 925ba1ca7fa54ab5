import Documents
import FoundationEssentials
import GRDB

/// What answers tell, and the ends of what was restored.
extension SQLiteLedger {
  static let comparisonTables = """
    CREATE TEMP TABLE places (
      path TEXT NOT NULL, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL, grew INTEGER NOT NULL, PRIMARY KEY (path, sha256, bytes, grew)
    ) WITHOUT ROWID;
    INSERT OR IGNORE INTO temp.places
      SELECT put_away_at, coalesce(json_extract(survey, '$.sha256'), ''), coalesce(json_extract(survey, '$.byteCount'), 0),
        coalesce(json_extract(settlement, '$.reason') = 'grew', 0)
      FROM interchanges WHERE put_away_at IS NOT NULL;
    CREATE TEMP TABLE answers (sha256 TEXT PRIMARY KEY) WITHOUT ROWID;
    INSERT OR IGNORE INTO temp.answers SELECT json_extract(answer, '$.sha256') FROM interchanges WHERE answer IS NOT NULL AND state = 'done';
    INSERT OR IGNORE INTO temp.answers SELECT json_extract(file, '$.sha256') FROM updates WHERE is_published = 1;
    CREATE TEMP TABLE told (
      number TEXT NOT NULL, partner TEXT NOT NULL, kind TEXT NOT NULL, target TEXT NOT NULL, stem TEXT NOT NULL,
      documents INTEGER NOT NULL, met INTEGER NOT NULL DEFAULT 0,
      accepted INTEGER NOT NULL, unconfirmed INTEGER NOT NULL, doubtful INTEGER NOT NULL, abandoned INTEGER NOT NULL,
      response BLOB, lines BLOB NOT NULL, source_line INTEGER NOT NULL, detail TEXT NOT NULL,
      PRIMARY KEY (number, partner, kind, target, stem)
    );
    CREATE TEMP TABLE met (
      number TEXT NOT NULL, kind TEXT NOT NULL, stem TEXT NOT NULL, path TEXT NOT NULL, partner TEXT NOT NULL, documents INTEGER NOT NULL,
      PRIMARY KEY (number, kind, stem, path, partner)
    ) WITHOUT ROWID;
    """

  /// All that the answers to files of one stem say of one number.
  struct Told {
    let documents: Int
    let met: Int
    let accepted: Int
    let unconfirmed: Int
    let doubtful: Int
    let abandoned: Int
    let response: [UInt8]
    let detail: String

    /// `refused`: every document that the originals hold has an answer, and none of them leaves the number taken.
    var verdict: DocumentState {
      if accepted > 0 { return .accepted }
      if unconfirmed > 0 { return .unconfirmed }
      if doubtful > abandoned || documents < met { return .inDoubt }
      return .refused
    }

    static let selection = """
      SELECT sum(documents), max(met), sum(accepted), sum(unconfirmed), sum(doubtful), sum(abandoned), max(response), max(detail)
      FROM temp.told WHERE number = ? AND partner = ? AND kind = ? AND target = ?
      """

    init?(_ row: Row?) {
      guard let row, let documents = row[0] as Int? else { return nil }
      self.documents = documents
      met = row[1]
      accepted = row[2]
      unconfirmed = row[3]
      doubtful = row[4]
      abandoned = row[5]
      response = row.bytes(6)
      detail = row[7]
    }
  }

  /// By answers to a file of one of these stems.
  static func told(_ database: Database, _ key: DocumentKey, _ stems: [String]) throws -> Told? {
    Told(try database.row(Told.selection + " AND stem IN (?, ?)", key.arguments + [stems.first, stems.last]))
  }

  /// By answers to files that are not there any more: one that accepts the number can only speak of this document, whatever its name was.
  static func toldElsewhere(_ database: Database, _ key: DocumentKey) throws -> Told? {
    Told(try database.row(Told.selection + " AND met = 0 AND accepted + unconfirmed > 0", key.arguments))
  }

  /// Whether answers to other partners' files of that name account for all that were met, whoever can read them. To be asked where none of this
  /// partner's own speaks of it.
  static func isOthers(_ database: Database, _ key: DocumentKey, _ stems: [String]) throws -> Bool {
    let which: StatementArguments = [key.number, key.kind.rawValue, stems.first, stems.last]
    // An answer whose original was moved away accounts for none that is here.
    let answered = try database.row(
      "SELECT sum(min(documents, met)) FROM temp.told WHERE number = ? AND kind = ? AND stem IN (?, ?)", which)
    // One file is met once for each partner who can read it.
    let met = try database.row(
      """
      SELECT sum(most) FROM (
        SELECT max(documents) AS most FROM temp.met WHERE number = ? AND kind = ? AND stem IN (?, ?) GROUP BY path)
      """, which)
    guard let answered = answered?[0] as Int?, let met = met?[0] as Int? else { return false }
    return met > 0 && answered >= met
  }

  /// The original stands where it is, and all its documents are entered; nothing happens where none of it had to be. Without survey and path: it could
  /// not be read to its end, and the next comparison tries again.
  package func finishRestoring(_ id: String, _ survey: Survey?, at path: String?) async throws(LedgerError) {
    try await commits.write(atomic: true) { database, now in try Self.finish(id, survey, at: path, database, now) }
  }

  private static func finish(_ id: String, _ survey: Survey?, at path: String?, _ database: Database, _ now: String) throws {
    guard let known = try Self.interchange(database, "WHERE i.id = ?", [id]), known.state != .done else { return }
    let states = try database.rows(
      "SELECT state, count(*) FROM documents WHERE id BETWEEN ? AND ? GROUP BY state",
      [DocumentRecord.ID.rows(of: known.number, from: 0).first, DocumentRecord.ID.rows(of: known.number, from: 0).last])
    var counts: [String: Int] = [:]
    while let row = try states.next() { counts[row[0]] = row[1] }
    let settlement = known.settlement ?? Settlement(place: .archive, counts: counts)
    try database.run(
      "UPDATE interchanges SET state = 'done', survey = ?, settlement = ?, put_away_at = ?, changed_at = ? WHERE number = ?",
      [try (known.survey ?? survey).map { try JSONText.write($0) }, try JSONText.write(settlement), path, now, known.number])
    if let path { try database.write(JournalNote("put_away", path), interchange: known.number, ordinal: nil, at: now) }
  }

  /// The operator goes on without an original that could not be read: that stands in the journal of an interchange of its own, which says nothing of
  /// where the file is, so that the next comparison tries again.
  package func goOn(without admission: Admission, _ reason: String, user: String) async throws(LedgerError) {
    try await commits.write(atomic: true) { database, now in
      let known = try Self.interchange(database, "WHERE i.id = ?", [admission.id])?.number
      let number = try known ?? Self.admit(admission, user, database, now)
      try database.write(JournalNote("not_compared", "\(reason), accepted by \(user)"), interchange: number, ordinal: nil, at: now)
      let settlement = Settlement(place: .archive, counts: [:])
      try database.run(
        "UPDATE interchanges SET state = 'done', settlement = ?, changed_at = ? WHERE number = ?",
        [try JSONText.write(settlement), now, number])
    }
  }

  /// What answers accept or leave in doubt, and no original in the archive holds: at most `limit` of those whose number is free yet.
  package func toldWithoutOriginal(limit: Int) async throws(LedgerError) -> [Testimony] {
    try await commits.write { database, _ in
      try Array(
        database.rows(
          """
          SELECT number, partner, kind, target, stem, accepted, unconfirmed, response, lines, source_line, detail FROM temp.told AS t
          WHERE (accepted + unconfirmed > 0 OR doubtful > abandoned) AND NOT EXISTS (
            SELECT 1 FROM documents AS d
            WHERE d.number = t.number AND d.partner = t.partner AND d.kind = t.kind AND d.target = t.target AND d.taken = 1)
          ORDER BY partner, stem, source_line LIMIT ?
          """, [limit]
        ).map { row in
          let state: DocumentState = row[5] as Int > 0 ? .accepted : row[6] as Int > 0 ? .unconfirmed : .inDoubt
          return Testimony(
            key: DocumentKey(target: row[3], partner: row[1], kind: try Kind(column: row[2]), number: row[0]), stem: row[4], state: state,
            response: row.bytes(7), lines: row.bytes(8), sourceLine: row[9], detail: row[10])
        })
    }
  }

  /// Enters what an answer alone tells. Its content is not known: dropped again, the number is in conflict, and never sent. In one step with the
  /// end of its interchange, which has no file to be found by.
  /// - Returns: false: another answer's testimony has taken the number before.
  package func enter(_ testimony: Testimony, of admission: Admission, _ survey: Survey, at path: String, user: String)
    async throws(LedgerError)
    -> Bool
  {
    try await commits.write(atomic: true) { database, now in
      guard try Self.taken(database, testimony.key) == nil else { return false }
      let number =
        try Self.interchange(database, "WHERE i.id = ?", [admission.id])?.number ?? Self.admit(admission, user, database, now)
      let rows = DocumentRecord.ID.rows(of: number, from: 0)
      let last = try Int64.fetchOne(
        database, sql: "SELECT max(id) FROM documents WHERE id BETWEEN ? AND ?", arguments: [rows.first, rows.last])
      let id = DocumentRecord.ID(interchange: number, ordinal: last.map { DocumentRecord.ID(row: $0).ordinal + 1 } ?? 0)
      try Self.insert(
        Intent(
          document: id, key: testimony.key, fingerprint: Fingerprint([]), body: [], idempotencyKey: "", lines: testimony.lines,
          sourceLine: testimony.sourceLine),
        Conclusion(
          state: testimony.state, status: nil, response: testimony.response,
          note: JournalNote("restored", "\(testimony.detail); its original is not in the archive; by \(user)")),
        isNew: true, database, now)
      try Self.finish(admission.id, survey, at: path, database, now)
      return true
    }
  }
}
