import FoundationEssentials
import GRDB
import Glibc

extension SQLiteLedger {
  package enum Mode: Sendable, Hashable {
    /// `mayCreate`: archive, outbox and claimed files are empty, so that no number can have been sent.
    case openOrCreate(mayCreate: Bool)
    /// For a row or two beside a holder or without one: none is made, and none is converted.
    case beside
    /// Beside a holder or without one; every write fails.
    case readOnly
  }

  /// `isNetworkFileSystem`: NFS, SMB or FUSE, where neither locks nor fsync can be trusted. `isVerified`: every
  /// page is looked at first, which takes a second for some hundred megabytes; without it damage shows when it is met. `clock`: now, as RFC 3339 UTC with milliseconds.
  /// - Throws: `.unsafeFileSystem`, `.missing`, `.unknownSchema`, `.damaged`, `.readFailed`, `.writeFailed`.
  package static func open(
    path: String, mode: Mode, isNetworkFileSystem: Bool = false, isVerified: Bool = false, clock: @escaping @Sendable () -> String
  ) throws(LedgerError) -> SQLiteLedger {
    guard !isNetworkFileSystem else {
      throw LedgerError(
        .unsafeFileSystem,
        "the ledger \(path) is on NFS, SMB or FUSE, where locks and fsync cannot be trusted; set folders.state to a folder on a local disk")
    }
    switch (try found(at: path, isVerified: isVerified), mode) {
    case (.nothing, .openOrCreate(mayCreate: true)): try createFile(at: path)
    case (.empty, .openOrCreate(mayCreate: true)), (.current, _), (.earlier, .openOrCreate): break
    case (.nothing, _), (.empty, _): throw missing(path, mode)
    case (.earlier, _):
      throw LedgerError(
        .unknownSchema, "the ledger \(path) was written by an earlier Ferry; start this one's run or watch once, it converts it")
    case (.later, _): throw later(path)
    case (.foreign, _): throw foreign(path)
    }
    return SQLiteLedger(pool: try pool(at: path, mode), clock: clock)
  }

  /// Every page is looked at; nothing is changed. A ledger of an earlier Ferry is one, too.
  /// - Throws: `.damaged`, `.unknownSchema`, `.readFailed`.
  package static func verify(path: String) throws(LedgerError) {
    switch try found(at: path, isVerified: true) {
    case .later: throw later(path)
    case .foreign: throw foreign(path)
    case .nothing, .empty, .earlier, .current: return
    }
  }

  private static func later(_ path: String) -> LedgerError {
    LedgerError(.unknownSchema, "the ledger \(path) was written by a later Ferry; use that one, this one cannot read it")
  }

  private static func foreign(_ path: String) -> LedgerError {
    LedgerError(.unknownSchema, "\(path) is a database, but no ledger of Ferry's; set folders.state to a folder of Ferry's own")
  }

  /// The journal's last entry in a ledger of whatever schema, which only grows; 0 for none.
  package static func position(path: String) throws(LedgerError) -> Int64 {
    do {
      return try reader(path).read { database in
        try database.tableExists("journal") ? lastEntry(database) : 0
      }
    } catch { throw .reading(path, error) }
  }

  /// A ledger of whatever schema as it stands now, in a file that is not there yet.
  package static func copy(path: String, to copy: String) throws(LedgerError) {
    try createFile(at: copy)
    do {
      let copied = try DatabaseQueue(path: copy)
      try reader(path).backup(to: copied)
      try copied.close()
    } catch { throw .writing(copy, error) }
  }

  private static func reader(_ path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(busyTimeout)
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  private enum Found { case nothing, empty, foreign, earlier, current, later }

  /// Looks without changing anything.
  private static func found(at path: String, isVerified: Bool) throws(LedgerError) -> Found {
    guard FileManager.default.fileExists(atPath: path) else { return .nothing }
    do {
      return try reader(path).read { database in
        guard try Int.fetchOne(database, sql: "PRAGMA application_id") == Schema.applicationID else {
          // One whose making was interrupted holds GRDB's list of migrations and nothing else.
          return try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'") == 0
            ? .empty : .foreign
        }
        if try Schema.migrator.hasBeenSuperseded(database) { return .later }
        if isVerified, let fault = try String.fetchOne(database, sql: "PRAGMA quick_check(1)"), fault != "ok" {
          throw LedgerError.damaged(path, fault)
        }
        return try Schema.migrator.hasCompletedMigrations(database) ? .current : .earlier
      }
    } catch { throw .reading(path, error) }
  }

  private static func missing(_ path: String, _ mode: Mode) -> LedgerError {
    guard case .openOrCreate = mode else {
      return LedgerError(.missing, "there is no ledger at \(path) yet; ferry run or ferry watch creates it")
    }
    return LedgerError(
      .missing,
      "there is no ledger at \(path), though archive, outbox, claimed files or ledger.mark beside it show that there was one: without it every order counts as "
        + "never sent. Put it back from where it was moved to; or put a backup there, or nothing, and run ferry check --restored, which enters "
        + "what archive and outbox tell; or, if everything may be sent anew, empty those folders and remove ledger.mark")
  }

  /// Readable for the owner alone: it holds personal data. SQLite gives its -wal and -shm the same mode.
  private static func createFile(at path: String) throws(LedgerError) {
    let descriptor = Glibc.open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw LedgerError(.writeFailed, "the ledger \(path) could not be created: \(String(cString: strerror(errno)))")
    }
    Glibc.close(descriptor)
  }

  /// Seconds: beside the holder only commands write, a row or two each.
  static let busyTimeout = 5.0

  private static func pool(at path: String, _ mode: Mode) throws(LedgerError) -> DatabasePool {
    do {
      var configuration = Configuration()
      configuration.readonly = mode == .readOnly
      configuration.busyMode = .timeout(busyTimeout)
      let pool = try DatabasePool(path: path, configuration: configuration)
      if mode != .readOnly {
        try pool.writeWithoutTransaction { database in try harden(database) }
        if mode != .beside { try Schema.migrator.migrate(pool) }
      }
      return pool
    } catch { throw LedgerError.isDamage(error) ? .damaged(path, error) : .writing(path, error) }
  }

  /// GRDB opens the writer with `synchronous = NORMAL`, which loses commits in a power cut. What is dropped is overwritten with zeros; copies
  /// that SQLite left behind when it moved rows go with `compact`.
  private static func harden(_ database: Database) throws {
    try database.execute(
      sql: """
        PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864; PRAGMA secure_delete = ON
        """)
    let synchronous = try Int.fetchOne(database, sql: "PRAGMA synchronous")
    let journal = try String.fetchOne(database, sql: "PRAGMA journal_mode")
    guard synchronous == 2, journal == "wal" else {
      throw LedgerError(
        .writeFailed, "SQLite refuses to write durably: synchronous is \(synchronous ?? -1), journal_mode \(journal ?? "none")")
    }
  }
}
