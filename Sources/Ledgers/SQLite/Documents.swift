package import Documents
import FoundationEssentials
import GRDB
import KillPoints

extension SQLiteLedger {
  package func begin(_ intent: Intent) async throws(LedgerError) -> Claim {
    try await commits.write { database, now in
      let (own, holder) = try Self.standing(database, intent.document, intent.key)
      let verdict = try DocumentRules.begin(intent, own: own, holder: holder)
      if let claim = try Self.refer(intent, verdict, isNew: own == nil, database, now) { return claim }
      KillPoint.before(.intentWritten)
      try Self.store(intent, as: .sending, original: nil, isNew: own == nil, database, now)
      try database.write(intent.notes + [JournalNote("sending", intent.idempotencyKey)], document: intent.document, at: now)
      KillPoint.after(.intentWritten)
      return .begun
    }
  }

  package func refer(_ intent: Intent) async throws(LedgerError) -> Claim? {
    try await commits.write { database, now in
      let (own, holder) = try Self.standing(database, intent.document, intent.key)
      return try Self.refer(intent, try DocumentRules.begin(intent, own: own, holder: holder), isNew: own == nil, database, now)
    }
  }

  private static func refer(
    _ intent: Intent, _ verdict: DocumentRules.Verdict, isNew: Bool, _ database: Database, _ now: String
  ) throws -> Claim? {
    switch verdict {
    case .begin: return nil
    case .settled(let state): return .settled(state)
    case .duplicate(let first), .conflict(let first):
      guard let record = try document(database, first) else { throw LedgerError.damaged(database.description, nil) }
      let isDuplicate = verdict == .duplicate(of: first)
      try store(intent, as: isDuplicate ? .duplicate : .conflict, original: first, isNew: isNew, database, now)
      try database.write(
        intent.notes + [JournalNote(isDuplicate ? "duplicate" : "conflict", "of \(first)")], document: intent.document, at: now)
      return isDuplicate ? .duplicate(of: record) : .conflict(with: record)
    }
  }

  package func beginResend(
    _ document: DocumentRecord.ID, for decision: Decision.ID?, _ note: JournalNote
  ) async throws(LedgerError) -> DocumentRecord? {
    try await commits.write(atomic: true) { database, now in
      guard try !Self.isBeingPutAway(database, document.interchange) else { return nil }
      KillPoint.before(.intentWritten)
      try database.run(
        """
        UPDATE documents SET state = 'sending', resent_from = state, is_enrolled = 0, attempts = attempts + 1, changed_at = ?
        WHERE id = ? AND state IN (?, ?)
          AND (? IS NULL OR EXISTS (SELECT 1 FROM decisions WHERE id = ? AND document = documents.id AND state = 'pending'))
        """,
        [now, document.row, DocumentRules.undecided.0.rawValue, DocumentRules.undecided.1.rawValue, decision, decision])
      guard database.changesCount == 1 else { return nil }
      try database.run(
        "UPDATE decisions SET state = 'applied', changed_at = ? WHERE document = ? AND state = 'pending' AND action = 'resend'",
        [now, document.row])
      try database.write(note, document: document, at: now)
      KillPoint.after(.intentWritten)
      return try Self.document(database, document)
    }
  }

  package func putBack(_ document: DocumentRecord.ID, _ note: JournalNote) async throws(LedgerError) {
    try await commits.write(atomic: true) { database, now in
      try database.run(
        """
        UPDATE documents SET state = coalesce(resent_from, 'waiting'), taken = resent_from IS NOT NULL, changed_at = ?
        WHERE id = ? AND state = 'sending'
        """, [now, document.row])
      try Self.expectChange(database, document, to: .waiting)
      // What was to be resent still is: by the last decision.
      try database.run(
        """
        UPDATE decisions SET state = 'pending', changed_at = ? WHERE state = 'applied' AND is_answered = 0
          AND id = (SELECT max(id) FROM decisions WHERE document = ? AND action = 'resend')
          AND EXISTS (SELECT 1 FROM documents WHERE id = ? AND resent_from IS NOT NULL)
        """, [now, document.row, document.row])
      try database.run("UPDATE documents SET resent_from = NULL WHERE id = ? AND resent_from IS NOT NULL", [document.row])
      try database.write(note, document: document, at: now)
    }
  }

  package func conclude(_ document: DocumentRecord.ID, _ conclusion: Conclusion) async throws(LedgerError) {
    try await commits.write { database, now in
      let sources = DocumentRules.sources(ofOutcome: conclusion.state)
      guard let first = sources.first, let last = sources.last else {
        throw DocumentRules.illegal(document, from: nil, to: conclusion.state)
      }
      KillPoint.before(.outcomeWritten)
      try Self.store(conclusion, of: document, from: (first, last), database, now)
      try database.run("UPDATE interchanges SET attempts = 0 WHERE number = ? AND attempts > 1", [document.interchange])
      KillPoint.after(.outcomeWritten)
    }
  }

  package func refuse(_ refusals: [Refusal]) async throws(LedgerError) {
    try await commits.write(atomic: true) { database, now in
      for refusal in refusals {
        guard DocumentRules.canRefuse(as: refusal.state) else {
          throw DocumentRules.illegal(refusal.document, from: nil, to: refusal.state)
        }
        try database.run(
          """
          INSERT INTO documents (id, target, partner, kind, number, state, taken, attempts, source_line, lines, findings, created_at, changed_at)
          VALUES (?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?, ?, ?)
          ON CONFLICT (id) DO UPDATE SET state = excluded.state, findings = excluded.findings, changed_at = excluded.changed_at
          WHERE state = 'waiting'
          """,
          [
            refusal.document.row, refusal.key.target, refusal.key.partner, refusal.key.kind.rawValue, refusal.key.number,
            refusal.state.rawValue, refusal.sourceLine, Data(refusal.lines), blob(refusal.findings), now, now,
          ])
        if database.changesCount == 1 {
          try database.write(refusal.notes + [JournalNote(refusal.state.rawValue)], document: refusal.document, at: now)
        } else if try Self.state(database, refusal.document) == .sending {
          throw DocumentRules.illegal(refusal.document, from: .sending, to: refusal.state)
        }
      }
    }
  }

  package func taken(_ key: DocumentKey) async throws(LedgerError) -> DocumentRecord? {
    try await read { database in
      try database.row(
        "\(DocumentRecord.selection) WHERE number = ? AND partner = ? AND kind = ? AND target = ? AND taken = 1", key.arguments
      ).map(DocumentRecord.init)
    }
  }

  package func taken(_ keys: [DocumentKey]) async throws(LedgerError) -> [Taken?] {
    try await read { database in
      let statement = try database.cachedStatement(
        sql: "SELECT id, state, fingerprint FROM documents WHERE number = ? AND partner = ? AND kind = ? AND target = ? AND taken = 1")
      return try keys.map { key in try Row.fetchCursor(statement, arguments: key.arguments).map(Taken.init).next() }
    }
  }

  package func documents(
    of interchange: Interchange.Number, from ordinal: Int, limit: Int
  ) async throws(LedgerError) -> [DocumentRecord] {
    let rows = DocumentRecord.ID.rows(of: interchange, from: ordinal)
    return try await read { database in
      try Array(
        database.rows("\(DocumentRecord.selection) WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?", [rows.first, rows.last, limit])
          .map(DocumentRecord.init))
    }
  }

  package func states(
    of interchange: Interchange.Number, from ordinal: Int, limit: Int
  ) async throws(LedgerError) -> [(ordinal: Int, state: DocumentState)] {
    let rows = DocumentRecord.ID.rows(of: interchange, from: ordinal)
    return try await read { database in
      try Array(
        database.rows("SELECT id, state FROM documents WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?", [rows.first, rows.last, limit])
          .map { (DocumentRecord.ID(row: $0[0]).ordinal, try DocumentState(column: $0[1])) })
    }
  }

  package func document(_ id: DocumentRecord.ID) async throws(LedgerError) -> DocumentRecord? {
    try await read { try Self.document($0, id) }
  }

  package func recoverSending() async throws(LedgerError) -> [DocumentRecord.ID] {
    try await commits.write(atomic: true) { database, now in
      let found = try Int64.fetchAll(database, sql: "SELECT id FROM documents WHERE state = 'sending' ORDER BY id").map(
        DocumentRecord.ID.init(row:))
      for document in found {
        try database.run(
          "UPDATE documents SET state = 'in_doubt', resent_from = NULL, changed_at = ? WHERE id = ?", [now, document.row])
        try database.write(JournalNote("in_doubt", "found as sending after a start"), document: document, at: now)
      }
      return found
    }
  }
}
