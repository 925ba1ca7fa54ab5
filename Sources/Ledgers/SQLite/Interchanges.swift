import GRDB

extension SQLiteLedger {
  package func admit(_ admission: Admission) async throws(LedgerError) -> Interchange {
    try await commits.write(atomic: true) { database, now in
      if var known = try Self.interchange(database, "WHERE i.id = ?", [admission.id]) {
        known.attempts += 1
        known.changedAt = now
        try database.run("UPDATE interchanges SET attempts = ?, changed_at = ? WHERE number = ?", [known.attempts, now, known.number])
        try database.write(JournalNote("taken_up", "attempt \(known.attempts)"), interchange: known.number, ordinal: nil, at: now)
        return known
      }
      try database.run("INSERT INTO profiles (content) VALUES (?) ON CONFLICT DO NOTHING", [admission.profile])
      try database.run(
        """
        INSERT INTO interchanges (id, partner, file_name, profile, state, attempts, received_at, changed_at)
        VALUES (?, ?, ?, (SELECT id FROM profiles WHERE content = ?), 'admitted', 1, ?, ?)
        """, [admission.id, admission.partner, admission.fileName, admission.profile, now, now])
      let number = database.lastInsertedRowID
      try database.write(JournalNote("admitted", admission.fileName), interchange: number, ordinal: nil, at: now)
      return Interchange(number: number, admission: admission, receivedAt: now, changedAt: now)
    }
  }

  package func recordSurvey(_ survey: Survey, of interchange: Interchange.Number) async throws(LedgerError) {
    try await advance(
      interchange, to: .surveyed, JournalNote("surveyed", "documents \(survey.documentCount), refused \(survey.refusedCount)")
    ) {
      try $0.run("UPDATE interchanges SET survey = ? WHERE number = ?", [try JSONText.write(survey), interchange])
    }
  }

  package func recordPublishing(_ answer: AnswerFile, of interchange: Interchange.Number) async throws(LedgerError) {
    try await advance(interchange, to: .publishing, JournalNote("publishing", answer.finalName)) {
      try $0.run("UPDATE interchanges SET answer = ? WHERE number = ?", [try JSONText.write(answer), interchange])
    }
  }

  package func settle(_ interchange: Interchange.Number, as settlement: Settlement) async throws(LedgerError) {
    try await advance(interchange, to: .settled, settlement.note) {
      try $0.run(
        "UPDATE interchanges SET settlement = ?, is_quarantined = ? WHERE number = ?",
        [try JSONText.write(settlement), settlement.place == .error, interchange])
    }
  }

  package func recordPutAway(_ interchange: Interchange.Number, at path: String) async throws(LedgerError) {
    try await advance(interchange, to: .done, JournalNote("put_away", path)) {
      try $0.run("UPDATE interchanges SET put_away_at = ? WHERE number = ?", [path, interchange])
    }
  }

  package func leave(_ interchange: Interchange.Number) async throws(LedgerError) {
    try await commits.write { database, _ in
      try database.run("UPDATE interchanges SET attempts = 0 WHERE number = ?", [interchange])
    }
  }

  package func openInterchanges() async throws(LedgerError) -> [Interchange] {
    try await read { try Self.interchanges($0, "WHERE state <> 'done' ORDER BY number") }
  }

  private func advance(
    _ interchange: Interchange.Number, to next: Interchange.State, _ note: JournalNote,
    _ change: @escaping @Sendable (Database) throws -> Void
  ) async throws(LedgerError) {
    try await commits.write(atomic: true) { database, now in
      let state = try database.row("SELECT state FROM interchanges WHERE number = ?", [interchange])
        .flatMap { Interchange.State(rawValue: $0[0]) }
      guard let state, DocumentRules.canGo(state, to: next) else { throw DocumentRules.illegal(interchange, from: state, to: next) }
      try change(database)
      try database.run("UPDATE interchanges SET state = ?, changed_at = ? WHERE number = ?", [next.rawValue, now, interchange])
      try database.write(note, interchange: interchange, ordinal: nil, at: now)
    }
  }

  static func interchange(_ database: Database, _ condition: String, _ arguments: StatementArguments) throws -> Interchange? {
    try database.row("\(Interchange.selection) \(condition)", arguments).map(Interchange.init)
  }

  static func interchanges(_ database: Database, _ condition: String, _ arguments: StatementArguments = []) throws -> [Interchange] {
    try Array(database.rows("\(Interchange.selection) \(condition)", arguments).map(Interchange.init))
  }
}

extension Settlement {
  var note: JournalNote {
    let counts = counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    return JournalNote(
      "settled", [place.rawValue, reason?.rawValue, counts.isEmpty ? nil : counts].compactMap(\.self).joined(separator: ": "))
  }
}
