package import Documents
import GRDB
import KillPoints

/// Decisions: written by `ferry resolve`, acted upon by the holder.
extension SQLiteLedger {
  /// The documents of that number that can be decided: in doubt or unconfirmed. Several: the caller names partner and kind.
  package func decidable(number: String, partner: String? = nil, kind: Kind? = nil) async throws(LedgerError) -> [DocumentRecord] {
    try await read { database in
      try Array(
        database.rows(
          """
          \(DocumentRecord.selection) WHERE number = ? AND taken = 1 AND state IN (?, ?)
          AND partner = coalesce(?, partner) AND kind = coalesce(?, kind) ORDER BY id
          """, [number, DocumentRules.undecided.0.rawValue, DocumentRules.undecided.1.rawValue, partner, kind?.rawValue]
        ).map(DocumentRecord.init))
    }
  }

  /// Writes a decision down for the holder.
  /// - Throws: `.notDecidable` where the document is not in doubt or unconfirmed, or another decision on it is pending.
  package func propose(_ decision: Decision) async throws(LedgerError) -> Decision.ID {
    try await commits.write(atomic: true) { database, now in
      let state = try Self.state(database, decision.document)
      guard let state, DocumentRules.sources(ofDecision: decision.state).contains(state) else {
        throw LedgerError(
          .notDecidable,
          "document \(decision.document) is \(state?.rawValue ?? "unknown"): only what is in doubt or unconfirmed can be decided")
      }
      if let pending = try database.row(
        "SELECT action, user FROM decisions WHERE document = ? AND state = 'pending'", [decision.document.row])
      {
        throw LedgerError(
          .notDecidable,
          "document \(decision.document) is decided already (\(pending[0] as String) by \(pending[1] as String)); "
            + "ferry run or ferry watch acts on it")
      }
      var ids: String?
      var force = false
      if case .confirm(let confirmed, let forced) = decision.action {
        ids = try JSONText.write(confirmed)
        force = forced
      }
      try database.run(
        """
        INSERT INTO decisions (document, action, external_ids, force, user, state, created_at, changed_at)
        VALUES (?, ?, ?, ?, ?, 'pending', ?, ?)
        """, [decision.document.row, decision.word, ids, force, decision.user, now, now])
      let id = database.lastInsertedRowID
      try database.write(JournalNote("decided", "\(decision.word) by \(decision.user)"), document: decision.document, at: now)
      return id
    }
  }

  /// Oldest first.
  package func pendingDecisions() async throws(LedgerError) -> [DecisionRecord] {
    try await read { try Array($0.rows("\(DecisionRecord.selection) WHERE state = 'pending' ORDER BY id").map(DecisionRecord.init)) }
  }

  package func decisions(on document: DocumentRecord.ID) async throws(LedgerError) -> [DecisionRecord] {
    try await read {
      try Array($0.rows("\(DecisionRecord.selection) WHERE document = ? ORDER BY id", [document.row]).map(DecisionRecord.init))
    }
  }

  /// Carries out a confirmation (`accepted`, with the response that its GETs gave) or an abandonment (`refused`, the number is free).
  /// A resend is applied by `beginResend`.
  /// - Returns: false: its file is being put away, and until that is done the decision stays pending.
  /// - Throws: `.notDecidable` where it is not pending any more, its document is settled meanwhile, or an id that is confirmed without force is
  ///   another document's; `.illegalTransition` where the conclusion is not what was decided.
  @discardableResult
  package func apply(_ decision: Decision.ID, _ conclusion: Conclusion) async throws(LedgerError) -> Bool {
    try await commits.write(atomic: true) { database, now in
      let pending = try Self.takePending(decision, as: .applied, nil, database, now).decision
      let (document, state) = (pending.document, try Self.state(database, pending.document))
      guard conclusion.state == pending.state, conclusion.state != .sending else {
        throw DocumentRules.illegal(document, from: state, to: conclusion.state)
      }
      if try Self.isBeingPutAway(database, document.interchange) {
        try database.run("UPDATE decisions SET state = 'pending' WHERE id = ?", [decision])
        return false
      }
      guard let state, DocumentRules.sources(ofDecision: pending.state).contains(state) else {
        throw LedgerError(.notDecidable, "it is \(state?.rawValue ?? "unknown") by now; there is nothing to decide any more")
      }
      if case .confirm(let ids, force: false) = pending.action, let claim = try Self.claims(database, ids, of: document).first {
        throw LedgerError(.notDecidable, claim.message)
      }
      KillPoint.before(.decision)
      try Self.store(conclusion, of: document, from: DocumentRules.undecided, database, now)
      try Self.enrolAnew(document, database)
      return true
    }
  }

  /// Those of these ids that another document of the same target and kind holds: what the target answered, or what was confirmed. A
  /// duplicate shares its first one's result and holds none.
  package func claims(_ ids: [Decision.ExternalID], of document: DocumentRecord.ID) async throws(LedgerError) -> [ExternalIDClaim] {
    try await read { try Self.claims($0, ids, of: document) }
  }

  private static func claims(
    _ database: Database, _ ids: [Decision.ExternalID], of document: DocumentRecord.ID
  ) throws -> [ExternalIDClaim] {
    try ids.compactMap { id in
      try database.row(
        """
        SELECT d.number, d.partner, d.kind, d.state FROM external_ids AS e JOIN documents AS d ON d.id = e.document
          JOIN documents AS own ON own.id = ? AND own.target = d.target AND own.kind = d.kind
        WHERE e.external_id = ? AND d.id <> own.id AND d.taken = 1 ORDER BY d.id LIMIT 1
        """, [document.row, id.id]
      ).map { ExternalIDClaim(externalID: id.id, number: $0[0], partner: $0[1], kind: $0[2], state: $0[3]) }
    }
  }

  /// Its answer is out and its original on the way: what comes back of a file is made of its documents, and would come back a second time, with
  /// other content, where one of them changed now.
  static func isBeingPutAway(_ database: Database, _ interchange: Interchange.Number) throws -> Bool {
    try database.row("SELECT 1 FROM interchanges WHERE number = ? AND state = 'settled'", [interchange]) != nil
  }

  /// Drops a decision: a GET failed, lines differ and force was not given.
  package func rejectDecision(_ decision: Decision.ID, _ message: String) async throws(LedgerError) {
    try await commits.write(atomic: true) { database, now in
      let rejected = try Self.takePending(decision, as: .rejected, message, database, now)
      try database.write(
        JournalNote("decision_rejected", "\(rejected.decision.word) by \(rejected.decision.user): \(message)"),
        document: rejected.decision.document, at: now)
    }
  }

  private static func takePending(
    _ id: Decision.ID, as state: DecisionRecord.State, _ message: String?, _ database: Database, _ now: String
  ) throws -> DecisionRecord {
    try database.run(
      "UPDATE decisions SET state = ?, message = ?, changed_at = ? WHERE id = ? AND state = 'pending'", [state.rawValue, message, now, id])
    guard database.changesCount == 1, let row = try database.row("\(DecisionRecord.selection) WHERE id = ?", [id]) else {
      throw LedgerError(.notDecidable, "decision \(id) is not pending any more")
    }
    return try DecisionRecord(row)
  }
}

extension DecisionRecord {
  static let selection = "SELECT id, document, action, external_ids, force, user, state, message, created_at, changed_at FROM decisions"

  init(_ row: Row) throws {
    let action: Decision.Action
    switch row[2] as String {
    case "confirm": action = .confirm(try JSONText.read(row[3]) ?? [], force: row[4])
    case "resend": action = .resend
    case "abandon": action = .abandon
    case let word: throw LedgerError.unknownWord(word, "action of a decision")
    }
    guard let state = State(rawValue: row[6]) else { throw LedgerError.unknownWord(row[6], "state of a decision") }
    self.init(
      id: row[0], decision: Decision(document: DocumentRecord.ID(row: row[1]), action: action, user: row[5]), state: state,
      message: row[7], createdAt: row[8], changedAt: row[9])
  }
}
