import GRDB
import KillPoints

/// The ledger in one SQLite file: WAL, `synchronous = FULL`, one writer whose commits are shared, and readers beside it.
package final class SQLiteLedger: Ledger {
  let pool: DatabasePool
  let commits: GroupCommit

  init(pool: DatabasePool, clock: @escaping @Sendable () -> String) {
    self.pool = pool
    commits = GroupCommit(pool: pool, clock: clock)
  }

  /// Commits so far and the writes that shared them.
  package var statistics: (commits: Int, writes: Int) { commits.statistics }

  /// Folds the write-ahead log in and closes. Optional: a ledger that was not closed is as good.
  package func close() throws(LedgerError) {
    KillPoint.before(.checkpoint)
    // GRDB closes its readers last, and SQLite folds nothing in where the last connection only reads. Emptied, so that a log left behind never
    // meets a backup that is put in the ledger's place. Somebody who reads beside may keep it from that: then it stays.
    if !pool.configuration.readonly { try? pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) } }
    do { try pool.close() } catch { throw .writing(pool.path, error) }
    KillPoint.after(.checkpoint)
  }

  /// One consistent reading beside the writer. Not cancelled.
  func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws(LedgerError) -> Value {
    let result: Result<Value, any Error> = await withCheckedContinuation { continuation in
      pool.asyncRead { database in continuation.resume(returning: Result { try body(try database.get()) }) }
    }
    do { return try result.get() } catch { throw .reading(pool.path, error) }
  }
}

extension Database {
  /// Runs a statement that is prepared once for each connection.
  func run(_ sql: String, _ arguments: StatementArguments) throws {
    try cachedStatement(sql: sql).execute(arguments: arguments)
  }

  func rows(_ sql: String, _ arguments: StatementArguments = []) throws -> RowCursor {
    try Row.fetchCursor(try cachedStatement(sql: sql), arguments: arguments)
  }

  func row(_ sql: String, _ arguments: StatementArguments = []) throws -> Row? {
    try Row.fetchOne(try cachedStatement(sql: sql), arguments: arguments)
  }

  func write(_ note: JournalNote, interchange: Interchange.Number, ordinal: Int?, at time: String) throws {
    try run(
      "INSERT INTO journal (interchange, ordinal, time, event, detail) VALUES (?, ?, ?, ?, ?)",
      [interchange, ordinal, time, note.event, note.detail])
  }

  func write(_ note: JournalNote, document: DocumentRecord.ID, at time: String) throws {
    try write(note, interchange: document.interchange, ordinal: document.ordinal, at: time)
  }

  func write(_ notes: [JournalNote], document: DocumentRecord.ID, at time: String) throws {
    for note in notes { try write(note, document: document, at: time) }
  }
}
