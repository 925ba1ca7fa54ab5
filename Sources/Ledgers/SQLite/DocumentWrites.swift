import Documents
import FoundationEssentials
import GRDB

/// The statements of a document's changes, in the writer's transaction.
extension SQLiteLedger {
  /// This very document's state and the holder of its number, in one statement.
  static func standing(
    _ database: Database, _ id: DocumentRecord.ID, _ key: DocumentKey
  ) throws -> (own: DocumentState?, holder: Taken?) {
    let rows = try database.rows(
      """
      SELECT id, state, fingerprint, 1 FROM documents WHERE number = ? AND partner = ? AND kind = ? AND target = ? AND taken = 1
      UNION ALL SELECT id, state, NULL, 0 FROM documents WHERE id = ?
      """, key.arguments + [id.row])
    var own: DocumentState?
    var holder: Taken?
    while let row = try rows.next() {
      if row[3] == 1 { holder = try Taken(row) } else { own = try DocumentState(column: row[1]) }
    }
    return (own, holder)
  }

  static func store(
    _ intent: Intent, as state: DocumentState, original: DocumentRecord.ID?, isNew: Bool, _ database: Database, _ now: String
  ) throws {
    let taken = state.takesNumber
    let attempts = state == .sending ? 1 : 0
    guard isNew else {
      try database.run(
        """
        UPDATE documents SET state = ?, taken = ?, attempts = attempts + ?, fingerprint = ?, original = ?, source_line = ?,
          idempotency_key = ?, changed_at = ?, lines = ?, body = ? WHERE id = ?
        """,
        [
          state.rawValue, taken, attempts, Data(intent.fingerprint.bytes), original?.row, intent.sourceLine, intent.idempotencyKey, now,
          Data(intent.lines), Data(intent.body), intent.document.row,
        ])
      return
    }
    try database.run(
      """
      INSERT INTO documents (id, target, partner, kind, number, state, taken, attempts, fingerprint, original, source_line, idempotency_key,
        created_at, changed_at, lines, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        intent.document.row, intent.key.target, intent.key.partner, intent.key.kind.rawValue, intent.key.number, state.rawValue, taken,
        attempts, Data(intent.fingerprint.bytes), original?.row, intent.sourceLine, intent.idempotencyKey, now, now, Data(intent.lines),
        Data(intent.body),
      ])
  }

  /// An outcome or a decision. Where the number stays taken, the indexes on numbers are not touched.
  static func store(
    _ conclusion: Conclusion, of document: DocumentRecord.ID, from sources: (DocumentState, DocumentState), _ database: Database,
    _ now: String
  ) throws {
    try database.run(
      conclusion.state.takesNumber
        ? """
        UPDATE documents SET state = ?, status = ?, response = ?, findings = ?, changed_at = ?, resent_from = NULL
        WHERE id = ? AND state IN (?, ?)
        """
        : """
        UPDATE documents SET taken = 0, state = ?, status = ?, response = ?, findings = ?, changed_at = ?, resent_from = NULL
        WHERE id = ? AND state IN (?, ?)
        """,
      [
        conclusion.state.rawValue, conclusion.status, blob(conclusion.response), blob(conclusion.findings), now, document.row,
        sources.0.rawValue, sources.1.rawValue,
      ])
    try expectChange(database, document, to: conclusion.state)
    if conclusion.state.takesNumber, !conclusion.response.isEmpty {
      try database.run("INSERT OR IGNORE INTO external_ids \(Schema.responseIDs) AND document = ?", [document.row])
    }
    try database.write(conclusion.note, document: document, at: now)
  }

  /// - Throws: `.illegalTransition` where the last statement found the document in none of the states it starts from.
  static func expectChange(_ database: Database, _ document: DocumentRecord.ID, to state: DocumentState) throws {
    guard database.changesCount == 0 else { return }
    throw DocumentRules.illegal(document, from: try self.state(database, document), to: state)
  }

  static func state(_ database: Database, _ id: DocumentRecord.ID) throws -> DocumentState? {
    try database.row("SELECT state FROM documents WHERE id = ?", [id.row]).map { try DocumentState(column: $0[0]) }
  }

  static func document(_ database: Database, _ id: DocumentRecord.ID) throws -> DocumentRecord? {
    try database.row("\(DocumentRecord.selection) WHERE id = ?", [id.row]).map(DocumentRecord.init)
  }
}

extension DocumentKey {
  /// In the order of `documents_taken`.
  var arguments: StatementArguments { [number, partner, kind.rawValue, target] }
}
