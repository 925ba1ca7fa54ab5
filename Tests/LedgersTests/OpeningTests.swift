import Documents
import FoundationEssentials
import GRDB
import Glibc
import Testing

@testable import Ledgers

@Suite struct OpeningTests {
  let folder: TemporaryFolder
  var path: String { folder.file("ledger.sqlite") }

  init() throws { folder = try TemporaryFolder() }

  private func opening(
    _ mode: SQLiteLedger.Mode = .openOrCreate(mayCreate: true), isNetworkFileSystem: Bool = false
  ) -> LedgerError? {
    do throws(LedgerError) {
      _ = try SQLiteLedger.open(path: path, mode: mode, isNetworkFileSystem: isNetworkFileSystem, clock: ticks())
      return nil
    } catch { return error }
  }

  @Test func `the file and its log are for the owner alone`() async throws {
    let ledger = try SQLiteLedger.fresh(in: folder)
    try await ledger.bring(id(1, 0), key("A-1"), to: .accepted)
    for name in ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"] {
      var status = stat()
      #expect(stat(folder.file(name), &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600, "\(name)")
    }
  }

  @Test func `a missing ledger is not made anew where there was one`() {
    let error = opening(.openOrCreate(mayCreate: false))
    #expect(error?.code == .missing)
    #expect(
      error?.message
        == "there is no ledger at \(path), though archive, outbox, claimed files or ledger.mark beside it show that there was one: without it "
        + "every order counts as never sent. Put it back from where it was moved to; or put a backup there, or nothing, and run ferry check --restored, which "
        + "enters what archive and outbox tell; or, if everything may be sent anew, empty those folders and remove ledger.mark"
    )
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func `an empty file counts as missing`() throws {
    try Data().write(to: URL(filePath: path))
    #expect(opening(.openOrCreate(mayCreate: false))?.code == .missing)
    #expect(opening(.readOnly)?.code == .missing)
    #expect(opening(.openOrCreate(mayCreate: true)) == nil, "a start that was killed between the file and its tables goes on")
  }

  @Test func `a ledger whose making was interrupted is made to its end`() throws {
    // GRDB writes the list of migrations before the first of them.
    try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)") }
    #expect(opening(.readOnly)?.code == .missing)
    #expect(opening(.openOrCreate(mayCreate: true)) == nil)
  }

  @Test func `reading does not create`() {
    #expect(opening(.readOnly)?.message == "there is no ledger at \(path) yet; ferry run or ferry watch creates it")
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func `a network file system is refused before anything is touched`() {
    let error = opening(isNetworkFileSystem: true)
    #expect(error?.code == .unsafeFileSystem)
    #expect(
      error?.message
        == "the ledger \(path) is on NFS, SMB or FUSE, where locks and fsync cannot be trusted; set folders.state to a folder on a local disk"
    )
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test(arguments: [SQLiteLedger.Mode.openOrCreate(mayCreate: true), .openOrCreate(mayCreate: false), .readOnly])
  func `a later schema is refused and left as it is`(_ mode: SQLiteLedger.Mode) throws {
    try SQLiteLedger.fresh(in: folder).close()
    try DatabaseQueue(path: path).write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99')") }
    #expect(opening(mode)?.code == .unknownSchema)
    #expect(opening(mode)?.message == "the ledger \(path) was written by a later Ferry; use that one, this one cannot read it")
  }

  @Test(arguments: [SQLiteLedger.Mode.beside, .readOnly])
  func `one of an earlier Ferry is not converted by who has no lock`(_ mode: SQLiteLedger.Mode) throws {
    try SQLiteLedger.fresh(in: folder).close()
    try DatabaseQueue(path: path).write {
      try $0.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = (SELECT max(identifier) FROM grdb_migrations)")
    }
    #expect(
      opening(mode)?.message
        == "the ledger \(path) was written by an earlier Ferry; start this one's run or watch once, it converts it")
    let left = try DatabaseQueue(path: path).read { try String.fetchAll($0, sql: "SELECT identifier FROM grdb_migrations ORDER BY 1") }
    #expect(left == Schema.migrator.migrations.dropLast())
  }

  @Test func `beside a holder none is made`() throws {
    #expect(opening(.beside)?.code == .missing)
    #expect(!FileManager.default.fileExists(atPath: path))
    try SQLiteLedger.fresh(in: folder).close()
    #expect(opening(.beside) == nil)
  }

  @Test func `another program's database is refused and left as it is`() throws {
    try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE theirs (id INTEGER)") }
    let before = try Data(contentsOf: URL(filePath: path))
    #expect(opening()?.code == .unknownSchema)
    #expect(opening()?.message == "\(path) is a database, but no ledger of Ferry's; set folders.state to a folder of Ferry's own")
    #expect(try Data(contentsOf: URL(filePath: path)) == before)
  }

  @Test(arguments: [SQLiteLedger.Mode.openOrCreate(mayCreate: true), .readOnly])
  func `a file that is no database is refused and left as it is`(_ mode: SQLiteLedger.Mode) throws {
    let garbage = Data((0..<9000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    try garbage.write(to: URL(filePath: path))
    #expect(opening(mode)?.code == .damaged)
    #expect(
      opening(mode)?.message
        == "the ledger \(path) is damaged or no database: file is not a database (SQLite 26). Nothing is sent. "
        + "Move it aside with its -wal and -shm files and keep them; put a backup in its place, if there is one; "
        + "then run ferry check --restored, which enters what archive and outbox tell")
    #expect(try Data(contentsOf: URL(filePath: path)) == garbage)
  }

  @Test func `a folder that cannot be written is an error`() {
    let error = #expect(throws: LedgerError.self) {
      try SQLiteLedger.open(path: folder.file("no/such/ledger.sqlite"), mode: .openOrCreate(mayCreate: true), clock: ticks())
    }
    #expect(error?.code == .writeFailed)
    #expect(error?.message == "the ledger \(folder.file("no/such/ledger.sqlite")) could not be created: No such file or directory")
  }

  @Test func `what was written is there after closing and opening`() async throws {
    let ledger = try SQLiteLedger.fresh(in: folder)
    let interchange = try await ledger.admit(admission())
    try await ledger.bring(id(1, 0), key("A-1"), to: .accepted)
    let record = try await ledger.document(id(1, 0))
    try ledger.close()
    #expect(await ledgerError { _ = try await ledger.document(id(1, 0)) }?.code == .readFailed)

    for mode in [SQLiteLedger.Mode.readOnly, .openOrCreate(mayCreate: false)] {
      let again = try SQLiteLedger.reopen(in: folder, mode)
      #expect(try await again.document(id(1, 0)) == record)
      #expect(try await again.openInterchanges() == [interchange])
      try again.close()
    }
  }

  @Test func `closed, the ledger is one file that is complete without its log`() async throws {
    let ledger = try SQLiteLedger.fresh(in: folder)
    _ = try await ledger.admit(admission())
    try await ledger.bring(id(1, 0), key("A-1"), to: .accepted)
    let record = try await ledger.document(id(1, 0))
    try ledger.close()
    let copy = folder.file("copy.sqlite")
    try FileManager.default.copyItem(atPath: path, toPath: copy)
    let again = try SQLiteLedger.open(path: copy, mode: .openOrCreate(mayCreate: false), clock: ticks())
    #expect(try await again.document(id(1, 0)) == record)
    try again.close()
  }

  @Test func `reading goes on beside a writer and sees each commit`() async throws {
    let writer = try SQLiteLedger.fresh(in: folder)
    let reader = try SQLiteLedger.reopen(in: folder, .readOnly)
    for ordinal in 0..<20 {
      try await writer.bring(id(1, ordinal), key("A-\(ordinal)"), to: .accepted)
      #expect(try await reader.summary().documents == [.accepted: ordinal + 1])
    }
    #expect(await ledgerError { _ = try await reader.admit(admission()) }?.code == .writeFailed)
    #expect(try await writer.admit(admission()).number == 1)
  }

  @Test func `two that write, the holder and a command, do not get in each other's way`() async throws {
    let holder = try SQLiteLedger.fresh(in: folder)
    let command = try SQLiteLedger.reopen(in: folder)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (ledger, number) in [(holder, 1 as Int64), (command, 2)] {
        group.addTask {
          for ordinal in 0..<100 { try await ledger.bring(id(number, ordinal), key("\(number)-\(ordinal)"), to: .accepted) }
        }
      }
      try await group.waitForAll()
    }
    #expect(try await holder.summary().documents == [.accepted: 200])
  }

  /// The schema as the first version wrote it: none of its rows is lost, and its orders can be tracked.
  @Test func `a ledger of the first version is converted and keeps its rows`() async throws {
    var configuration = Configuration()
    configuration.label = "first version"
    let pool = try DatabasePool(path: path, configuration: configuration)
    try Schema.migrator.migrate(pool, upTo: "1")
    // Today's statements read this column; the converted file gets its own.
    for table in ["documents", "interchanges"] {
      try await pool.write { try $0.execute(sql: "ALTER TABLE \(table) ADD COLUMN pruned_at TEXT") }
    }
    try await pool.write { try $0.execute(sql: "CREATE TABLE external_ids (external_id TEXT, document INTEGER)") }
    let first = SQLiteLedger(pool: pool, clock: ticks())
    let interchange = try await first.admit(admission())
    let states: [DocumentState] = [.accepted, .unconfirmed, .inDoubt, .waiting, .refused, .sending]
    for (ordinal, state) in states.enumerated() { try await first.bring(id(1, ordinal), key("A-\(ordinal)"), to: state) }
    let records = try await first.documents(of: 1, from: 0, limit: 9)
    let journal = try await first.journal(of: 1)
    for table in ["documents", "interchanges"] {
      try await pool.write { try $0.execute(sql: "ALTER TABLE \(table) DROP COLUMN pruned_at") }
    }
    try await pool.write { try $0.execute(sql: "DROP TABLE external_ids") }
    try first.close()

    #expect(opening(.readOnly)?.code == .unknownSchema)
    #expect(
      opening(.readOnly)?.message
        == "the ledger \(path) was written by an earlier Ferry; start this one's run or watch once, it converts it")
    let converted = try SQLiteLedger.reopen(in: folder)
    #expect(try await converted.openInterchanges() == [interchange])
    #expect(try await converted.documents(of: 1, from: 0, limit: 9) == records)
    #expect(records.map(\.state) == states)
    #expect(try await converted.journal(of: 1) == journal)
    #expect(try await converted.recoverSending() == [id(1, 5)])
    #expect(try await converted.documentsToTrack(partners: ["acme"], placedAfter: "", limit: 9) == Array(records.prefix(2)))
    try converted.close()
    #expect(opening(.readOnly) == nil)
  }
}
