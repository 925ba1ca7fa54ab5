import GRDB

/// The tables, migration by migration. A migration that was released is never edited.
enum Schema {
  /// Written as SQLite's application id: the bytes of `Ferr`.
  static let applicationID = 0x4665_7272

  static let migrator = {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { database in try database.execute(sql: first) }
    migrator.registerMigration("2", foreignKeyChecks: .immediate) { database in try database.execute(sql: second) }
    migrator.registerMigration("3", foreignKeyChecks: .immediate) { database in try database.execute(sql: third) }
    migrator.registerMigration("4", foreignKeyChecks: .immediate) { database in try database.execute(sql: fourth) }
    migrator.registerMigration("5", foreignKeyChecks: .immediate) { database in try database.execute(sql: fifth) }
    migrator.registerMigration("6", foreignKeyChecks: .immediate) { database in try database.execute(sql: sixth) }
    return migrator
  }()

  /// - `documents.id` is interchange << 32 | ordinal: the order of the files without an index more.
  /// - `documents_taken` makes SQLite itself forbid two holders of one number.
  /// - `documents.taken` is stored, so that an outcome that leaves a number taken touches neither of the two indexes on numbers.
  private static let first = """
    PRAGMA application_id = \(applicationID);

    CREATE TABLE profiles (
      id INTEGER PRIMARY KEY,
      content TEXT NOT NULL UNIQUE
    ) STRICT;

    CREATE TABLE interchanges (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      partner TEXT NOT NULL,
      file_name TEXT NOT NULL,
      profile INTEGER NOT NULL REFERENCES profiles(id),
      state TEXT NOT NULL,
      attempts INTEGER NOT NULL,
      survey TEXT,
      answer TEXT,
      settlement TEXT,
      is_quarantined INTEGER NOT NULL DEFAULT 0,
      put_away_at TEXT,
      received_at TEXT NOT NULL,
      changed_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX interchanges_open ON interchanges(number) WHERE state <> 'done';
    CREATE INDEX interchanges_quarantined ON interchanges(number) WHERE is_quarantined = 1;
    CREATE INDEX interchanges_by_file_name ON interchanges(file_name);

    CREATE TABLE documents (
      id INTEGER PRIMARY KEY,
      target TEXT NOT NULL,
      partner TEXT NOT NULL,
      kind TEXT NOT NULL,
      number TEXT NOT NULL,
      state TEXT NOT NULL,
      taken INTEGER NOT NULL CHECK (taken = (state IN ('sending', 'accepted', 'unconfirmed', 'in_doubt'))),
      resent_from TEXT,
      attempts INTEGER NOT NULL,
      status INTEGER,
      fingerprint BLOB,
      original INTEGER,
      source_line INTEGER NOT NULL,
      idempotency_key TEXT,
      created_at TEXT NOT NULL,
      changed_at TEXT NOT NULL,
      lines BLOB NOT NULL,
      body BLOB,
      response BLOB,
      findings BLOB
    ) STRICT;
    CREATE UNIQUE INDEX documents_taken ON documents(number, partner, kind, target) WHERE taken = 1;
    CREATE INDEX documents_free ON documents(number) WHERE taken = 0;
    CREATE INDEX documents_by_state ON documents(state);

    CREATE TABLE journal (
      entry INTEGER PRIMARY KEY,
      interchange INTEGER NOT NULL,
      ordinal INTEGER,
      time TEXT NOT NULL,
      event TEXT NOT NULL,
      detail TEXT NOT NULL
    ) STRICT;
    CREATE INDEX journal_by_document ON journal(interchange, ordinal);

    CREATE TABLE bindings (
      target TEXT PRIMARY KEY,
      base_url TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE holds (
      target TEXT PRIMARY KEY,
      reason TEXT NOT NULL,
      message TEXT NOT NULL,
      since TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE decisions (
      id INTEGER PRIMARY KEY,
      document INTEGER NOT NULL REFERENCES documents(id),
      action TEXT NOT NULL,
      external_ids TEXT,
      force INTEGER NOT NULL,
      user TEXT NOT NULL,
      state TEXT NOT NULL,
      message TEXT,
      is_answered INTEGER NOT NULL DEFAULT 0,
      created_at TEXT NOT NULL,
      changed_at TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX decisions_pending ON decisions(document) WHERE state = 'pending';
    CREATE INDEX decisions_unanswered ON decisions(document) WHERE state = 'applied' AND is_answered = 0;

    CREATE TABLE updates (
      interchange INTEGER NOT NULL REFERENCES interchanges(number),
      number INTEGER NOT NULL,
      file TEXT NOT NULL,
      documents TEXT NOT NULL,
      is_published INTEGER NOT NULL DEFAULT 0,
      created_at TEXT NOT NULL,
      changed_at TEXT NOT NULL,
      PRIMARY KEY (interchange, number)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX updates_open ON updates(interchange) WHERE is_published = 0;

    CREATE TABLE replays (
      id INTEGER PRIMARY KEY,
      interchange INTEGER NOT NULL REFERENCES interchanges(number),
      user TEXT NOT NULL,
      detail TEXT,
      created_at TEXT NOT NULL,
      replayed_at TEXT
    ) STRICT;
    CREATE INDEX replays_pending ON replays(id) WHERE replayed_at IS NULL;
    """

  /// - `documents_to_enrol`: of its columns none changes when a document is begun again or gets its outcome, so only its first row costs more.
  ///   What was refused stays in it and is passed over by age.
  /// - `tracked.asked_at` is empty before the first time, so that one range finds both.
  private static let second = """
    ALTER TABLE documents ADD COLUMN is_enrolled INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX documents_to_enrol ON documents(partner, created_at) WHERE is_enrolled = 0;

    CREATE TABLE tracked (
      id INTEGER PRIMARY KEY,
      document INTEGER NOT NULL REFERENCES documents(id),
      external_id TEXT NOT NULL,
      external_date TEXT,
      partner TEXT NOT NULL,
      placed_at TEXT NOT NULL,
      asked_at TEXT NOT NULL DEFAULT '',
      is_open INTEGER NOT NULL DEFAULT 1,
      seen BLOB,
      UNIQUE (document, external_id)
    ) STRICT;
    CREATE INDEX tracked_due ON tracked(partner, asked_at) WHERE is_open = 1;
    CREATE INDEX tracked_by_age ON tracked(placed_at) WHERE is_open = 1;

    CREATE TABLE change_files (
      partner TEXT NOT NULL,
      date TEXT NOT NULL,
      number INTEGER NOT NULL,
      file TEXT NOT NULL,
      is_published INTEGER NOT NULL DEFAULT 0,
      created_at TEXT NOT NULL,
      changed_at TEXT NOT NULL,
      PRIMARY KEY (partner, date, number)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX change_files_open ON change_files(partner) WHERE is_published = 0;
    """

  /// Files by their numbers and days.
  ///
  /// - `interchanges.arrival` is what was decided of the file, once.
  /// - `file_numbers.interchange` may speak of a file that was forgotten: the number stays taken.
  private static let third = """
    ALTER TABLE interchanges ADD COLUMN arrival TEXT;

    CREATE TABLE arrivals (
      partner TEXT NOT NULL,
      profile TEXT NOT NULL,
      received_at TEXT,
      covered TEXT,
      last_number INTEGER,
      PRIMARY KEY (partner, profile)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE file_numbers (
      partner TEXT NOT NULL,
      profile TEXT NOT NULL,
      number INTEGER NOT NULL,
      interchange INTEGER NOT NULL,
      sha256 TEXT NOT NULL,
      PRIMARY KEY (partner, profile, number)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE missing_files (
      id INTEGER PRIMARY KEY,
      partner TEXT NOT NULL,
      profile TEXT NOT NULL,
      first INTEGER NOT NULL,
      last INTEGER NOT NULL,
      interchange INTEGER NOT NULL,
      since TEXT NOT NULL
    ) STRICT;
    CREATE INDEX missing_files_by_number ON missing_files(partner, profile, first);
    """

  /// - `pruned_at`: request, response, findings and journal were dropped then.
  /// - `interchanges_to_prune` is touched when a file is done and when it is pruned, never on its way.
  /// - `alerts.entry`: of the journal, up to there the channel has told everything. `failure`: why it could not be used since `failed_at`.
  private static let fourth = """
    ALTER TABLE documents ADD COLUMN pruned_at TEXT;
    ALTER TABLE interchanges ADD COLUMN pruned_at TEXT;
    CREATE INDEX interchanges_to_prune ON interchanges(changed_at, number) WHERE state = 'done' AND pruned_at IS NULL;
    CREATE INDEX interchanges_by_profile ON interchanges(profile);
    CREATE INDEX decisions_by_document ON decisions(document);

    CREATE TABLE alerts (
      channel TEXT PRIMARY KEY,
      entry INTEGER NOT NULL,
      failed_at TEXT,
      failure TEXT
    ) STRICT, WITHOUT ROWID;
    """

  /// What stands in the way now. What happened to Ferry itself stands in the journal, with the interchange 0.
  private static let fifth = """
    CREATE TABLE troubles (
      source TEXT NOT NULL,
      message TEXT NOT NULL,
      since TEXT NOT NULL,
      PRIMARY KEY (source, message)
    ) STRICT, WITHOUT ROWID;
    """

  /// Which documents the target has ever named an id for, so that no id is confirmed for two. What a document says now decides (`documents.taken`).
  private static let sixth = """
    CREATE TABLE external_ids (
      external_id TEXT NOT NULL,
      document INTEGER NOT NULL,
      PRIMARY KEY (external_id, document)
    ) STRICT, WITHOUT ROWID;
    INSERT OR IGNORE INTO external_ids \(responseIDs);
    """

  /// External id and document of what the documents' responses name, pruned ones too. Numbers are kept as they were written.
  static let responseIDs = """
    SELECT CASE json_type(item.value, name) WHEN 'text' THEN item.value ->> name ELSE item.value -> name END, document
    FROM (
        SELECT id AS document, CAST(response AS TEXT) AS answer, CASE kind WHEN 'returns' THEN '$.externalReturnId' ELSE '$.externalOrderId' END AS name
        FROM documents WHERE response IS NOT NULL
      ), json_each(CASE WHEN json_valid(answer) THEN answer ELSE '{}' END, '$.items') AS item
    WHERE CASE item.type WHEN 'object' THEN json_type(item.value, name) END IN ('text', 'integer', 'real')
    """
}
