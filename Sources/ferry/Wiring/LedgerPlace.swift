import Ledgers
import Mailboxes
import SystemPackage

/// Where the ledger stands, and whether a new one may be made.
struct LedgerPlace {
  let folders: MailboxFolders

  var path: FilePath { folders.state.appending("ledger.sqlite") }
  var exists: Bool { !FolderContents.isMissing(path) }

  /// For writing. A new one is made only where nothing can have been sent: archive, outbox and claimed files are empty.
  func open(clock: @escaping @Sendable () -> String = UTC.now) throws -> SQLiteLedger {
    let isRemote = try FileSystemKind(of: folders.state).isRemote
    return try SQLiteLedger.open(
      path: path.string, mode: .openOrCreate(mayCreate: exists || mayCreate()), isNetworkFileSystem: isRemote, clock: clock)
  }

  /// For reading, beside a holder or without one.
  /// - Throws: `LedgerError` with code `missing` where there is none.
  func openForReading() throws(LedgerError) -> SQLiteLedger {
    // Asked for like this, a ledger that was lost is told apart from one that is not there yet; none is made.
    let isLost = !exists && !mayCreate()
    return try SQLiteLedger.open(path: path.string, mode: isLost ? .openOrCreate(mayCreate: false) : .readOnly, clock: UTC.now)
  }

  /// nil: there is none yet, and that is as it should be.
  func openForReadingIfThere() throws(LedgerError) -> SQLiteLedger? {
    exists || !mayCreate() ? try openForReading() : nil
  }

  /// Names that begin with a dot do not count: Ferry's own files in archive and outbox have none.
  func mayCreate() -> Bool {
    let claimed = folders.inbox.appending(".ferry").appending("claimed")
    return !FolderContents.holdFile(folders.archive, isHiddenCounted: false)
      && !FolderContents.holdFile(folders.outbox, isHiddenCounted: false)
      && !FolderContents.holdFile(claimed, isHiddenCounted: true)
  }
}
