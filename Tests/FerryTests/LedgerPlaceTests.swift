import Ledgers
import Mailboxes
import SystemPackage
import Testing

@testable import ferry

@Suite struct LedgerPlaceTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func place(_ files: String...) throws -> LedgerPlace {
    for name in ["inbox/.keep", "outbox/.gitkeep", "archive/.keep", "var/.keep"] + files { try folder.write(name, "") }
    return LedgerPlace(folders: FolderSettings.standard(below: folder.path))
  }

  @Test func `a ledger is made where nothing can have been sent`() throws {
    let place = try place("inbox/orders-1.csv", "error/old.csv")
    #expect(place.mayCreate())
    try place.open().close()
    #expect(place.exists)
    try place.openForReading().close()
  }

  @Test(arguments: ["archive/2026/11/21/orders-1.csv", "outbox/acme/orders-1.answer.csv", "inbox/.ferry/claimed/default/id/orders-1.csv"])
  func `no ledger is made beside traces of an earlier one`(_ trace: String) throws {
    let place = try place(trace)
    let error = #expect(throws: LedgerError.self) { try place.open() }
    #expect(error?.code == .missing)
    #expect(!place.exists)
    #expect(throws: LedgerError.self) { try place.openForReadingIfThere() }
  }

  @Test(arguments: [
    ("entry 3 2026-11-28T06:00:00.000Z\n", false), ("restoring 2026-11-28T06:00:00.000Z\n", false), ("garbled\n", false),
    ("entry 0 2026-11-28T06:00:00.000Z\n", true),
  ])
  func `a mark of one in which something happened keeps a new one from being made`(_ mark: String, _ mayCreate: Bool) throws {
    let place = try place()
    try folder.write("var/ledger.mark", mark)
    #expect(place.mayCreate() == mayCreate)
  }

  @Test func `a dry run goes without a ledger that was never needed`() throws {
    let place = try place()
    #expect(try place.openForReadingIfThere() == nil)
  }

  @Test func `the holder of the lock is seen without touching it`() throws {
    let place = try place()
    #expect(LockSight(state: place.folders.state).holder == nil)
    let lock = try StateFolder(place.folders.state).lock(command: "ferry watch", started: "2026-11-21T06:00:00.000Z")
    #expect(LockSight(state: place.folders.state).holder == lock.holder)
    lock.release()
    #expect(LockSight(state: place.folders.state).holder == nil)
  }

  @Test(arguments: [
    ("1234 08:11:5678", true), ("1 08:11:5678", true), ("1234 00:2f:5678", true), ("1 00:2f:5678", false), ("1 08:11:5679", false),
    ("1234 08:11:5679", false),
  ])
  func `a lock on another file system is not ours, though its inode has the same number`(_ lock: String, isOurs: Bool) {
    let holder = LockHolder(pid: 1234, command: "ferry watch", started: "")
    let locks = "1: POSIX  ADVISORY  WRITE 1234 08:11:5678 0 EOF\n2: FLOCK  ADVISORY  WRITE \(lock) 0 EOF\n"
    #expect(LockSight.isLocked(device: 8 << 8 | 0x11, inode: 5678, by: holder, locks) == isOurs)
  }
}
