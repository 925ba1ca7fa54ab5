import Documents
import FoundationEssentials
import GRDB

/// Comparing a ledger that was restored or made anew with what archive and outbox tell. What is only needed for that stands in temporary
/// tables of the writer's own, on disk and not in memory, and is gone with the process: the comparison is simply made again.
extension SQLiteLedger {
  /// The number of the journal's last entry, which only grows; 0 for none.
  package func position() throws(LedgerError) -> Int64 {
    do {
      return try pool.read(Self.lastEntry)
    } catch { throw .reading(pool.path, error) }
  }

  static func lastEntry(_ database: Database) throws -> Int64 {
    try Int64.fetchOne(database, sql: "SELECT max(entry) FROM journal") ?? 0
  }

  /// Takes down which originals and which answers the ledger knows. Before everything else here.
  package func beginComparison() async throws(LedgerError) {
    try await commits.write(atomic: true) { database, _ in try database.execute(sql: Self.comparisonTables) }
  }

  /// The files that the ledger put there, one after the other; none after ``forget(path:)``.
  package func putAway(at path: String) async throws(LedgerError) -> [PutAwayFile] {
    try await commits.write { database, _ in
      try Array(
        database.rows("SELECT sha256, bytes, grew FROM temp.places WHERE path = ?", [path]).map {
          PutAwayFile(sha256: $0[0], byteCount: $0[1], hasGrown: $0[2])
        })
    }
  }

  /// What stands there now is none of those: for this comparison the ledger does not know it.
  package func forget(path: String) async throws(LedgerError) {
    try await commits.write { database, _ in try database.run("DELETE FROM temp.places WHERE path = ?", [path]) }
  }

  /// Whether the ledger published an answer with that content.
  package func knows(answer sha256: String) async throws(LedgerError) -> Bool {
    try await commits.write { database, _ in try database.row("SELECT 1 FROM temp.answers WHERE sha256 = ?", [sha256]) != nil }
  }

  package func tell(_ testimonies: [Testimony]) async throws(LedgerError) {
    try await commits.write(atomic: true) { database, _ in
      for testimony in testimonies {
        func count(_ states: DocumentState...) -> Int { states.contains(testimony.state) ? 1 : 0 }
        try database.run(
          """
          INSERT INTO temp.told (number, partner, kind, target, stem, documents, accepted, unconfirmed, doubtful, abandoned, response, lines,
            source_line, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET documents = documents + excluded.documents, accepted = accepted + excluded.accepted,
            unconfirmed = unconfirmed + excluded.unconfirmed, doubtful = doubtful + excluded.doubtful,
            abandoned = abandoned + excluded.abandoned,
            detail = CASE WHEN response IS NULL OR excluded.accepted > accepted THEN excluded.detail ELSE detail END,
            lines = CASE WHEN response IS NULL OR excluded.accepted > accepted THEN excluded.lines ELSE lines END,
            response = CASE WHEN response IS NULL OR excluded.accepted > accepted THEN excluded.response ELSE response END
          """,
          [
            testimony.key.number, testimony.key.partner, testimony.key.kind.rawValue, testimony.key.target, testimony.stem,
            testimony.isUpdate ? 0 : 1, count(.accepted), count(.unconfirmed), count(.inDoubt, .conflict), testimony.isAbandoned ? 1 : 0,
            blob(testimony.response), Data(testimony.lines), testimony.sourceLine, testimony.detail,
          ])
      }
    }
  }

  /// Counts what the originals hold, so that it shows which answers speak of which. Of all originals before the first is entered.
  package func count(_ documents: [KeptDocument], of original: KeptOriginal) async throws(LedgerError) {
    try await commits.write(atomic: true) { database, _ in
      for document in documents {
        for stem in Set(original.stems) {
          try database.run(
            "UPDATE temp.told SET met = met + 1 WHERE number = ? AND partner = ? AND kind = ? AND target = ? AND stem = ?",
            document.key.arguments + [stem])
          try database.run(
            """
            INSERT INTO temp.met (number, kind, stem, path, partner, documents) VALUES (?, ?, ?, ?, ?, 1)
            ON CONFLICT DO UPDATE SET documents = documents + 1
            """, [document.key.number, document.key.kind.rawValue, stem, original.path, document.key.partner])
        }
      }
    }
  }

  /// What stands in doubt and is accepted by an answer that the ledger does not know: by then it had been decided. Returns their numbers.
  package func settleByAnswers(user: String) async throws(LedgerError) -> [String] {
    try await commits.write(atomic: true) { database, now in
      let found = try database.rows(
        """
        SELECT d.id, t.accepted, t.response, t.detail, d.number FROM documents AS d JOIN temp.told AS t
          ON d.number = t.number AND d.partner = t.partner AND d.kind = t.kind AND d.target = t.target
        WHERE d.state = 'in_doubt' AND t.accepted + t.unconfirmed > 0 GROUP BY d.id
        """
      ).map {
        (
          DocumentRecord.ID(row: $0[0]), $0[1] as Int > 0 ? DocumentState.accepted : .unconfirmed, $0.bytes(2), $0[3] as String,
          $0[4] as String
        )
      }
      let all = try Array(found)
      for (id, state, response, detail, _) in all {
        try Self.store(
          Conclusion(state: state, status: nil, response: response, note: JournalNote("restored", "\(detail), by \(user)")), of: id,
          from: (.inDoubt, .inDoubt), database, now)
      }
      return all.map(\.4)
    }
  }

  /// Enters what the ledger does not know, so that none of it can be sent again by itself: with the result that an answer tells; in doubt
  /// where none tells that it was refused. Nothing is entered twice. `isAccepted`: only what an answer accepts, or only what none does; nil:
  /// either. nil for documents that are left to another call.
  package func enter(
    _ documents: [KeptDocument], of original: KeptOriginal, user: String, isAccepted: Bool?
  ) async throws(LedgerError) -> [Comparison?] {
    try await commits.write(atomic: true) { database, now in
      try documents.map { document in
        let own = try Self.told(database, document.key, original.stems)
        let told = try own ?? Self.toldElsewhere(database, document.key)
        var state = told?.verdict ?? .inDoubt
        // What is refused may be an earlier file of that name: what would be sent by itself is never free by an answer.
        if state == .refused, original.isClaimed { state = .inDoubt }
        if let isAccepted, isAccepted != (state == .accepted || state == .unconfirmed) { return nil }
        if own == nil, !original.isCertain, try Self.isOthers(database, document.key, original.stems) { return .others }
        return try Self.enter(document, original, told, state, user, database, now)
      }
    }
  }

  private static func enter(
    _ document: KeptDocument, _ original: KeptOriginal, _ told: Told?, _ state: DocumentState, _ user: String, _ database: Database,
    _ now: String
  ) throws -> Comparison {
    guard try taken(database, document.key) == nil else { return .known }
    let known = try interchange(database, "WHERE i.id = ?", [original.admission.id])
    let own = try known.flatMap { try self.state(database, DocumentRecord.ID(interchange: $0.number, ordinal: document.ordinal)) }
    // Refused, or given up: the ledger knows that nothing of it stands at the target.
    if let own, own != .waiting { return .known }
    guard state.takesNumber else { return .free }
    let id = DocumentRecord.ID(
      interchange: try known?.number ?? admit(original.admission, user, database, now), ordinal: document.ordinal)
    let isKnownBody = state != .inDoubt || document.isBodyWhole
    try insert(
      Intent(
        document: id, key: document.key, fingerprint: document.fingerprint, body: isKnownBody ? document.body : [],
        idempotencyKey: document.idempotencyKey, lines: document.lines, sourceLine: document.sourceLine),
      Conclusion(
        state: state, status: nil, response: told?.response ?? [], findings: state == .inDoubt ? document.doubt : [],
        note: JournalNote("restored", "\(told?.detail ?? "no answer tells what became of it"), by \(user)")),
      isNew: own == nil, database, now)
    return .entered(state)
  }

  /// A number is taken while it is sent; what became of that follows in the same transaction.
  static func insert(_ intent: Intent, _ conclusion: Conclusion, isNew: Bool, _ database: Database, _ now: String) throws {
    try store(intent, as: .sending, original: nil, isNew: isNew, database, now)
    try store(conclusion, of: intent.document, from: (.sending, .sending), database, now)
  }

  static func admit(_ admission: Admission, _ user: String, _ database: Database, _ now: String) throws -> Interchange.Number {
    try database.run("INSERT INTO profiles (content) VALUES (?) ON CONFLICT DO NOTHING", [admission.profile])
    try database.run(
      """
      INSERT INTO interchanges (id, partner, file_name, profile, state, attempts, received_at, changed_at)
      VALUES (?, ?, ?, (SELECT id FROM profiles WHERE content = ?), 'admitted', 0, ?, ?)
      """, [admission.id, admission.partner, admission.fileName, admission.profile, now, now])
    let number = database.lastInsertedRowID
    try database.write(JournalNote("restored", "\(admission.fileName), by \(user)"), interchange: number, ordinal: nil, at: now)
    return number
  }

  static func taken(_ database: Database, _ key: DocumentKey) throws -> Taken? {
    try database.row(
      "SELECT id, state, fingerprint FROM documents WHERE number = ? AND partner = ? AND kind = ? AND target = ? AND taken = 1",
      key.arguments
    ).map(Taken.init)
  }
}
