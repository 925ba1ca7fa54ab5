import FoundationEssentials
import Ledgers
import Mailboxes
import SystemPackage

/// Where the ledger stands, and whether a new one may be made.
struct LedgerPlace {
  let folders: MailboxFolders

  /// Looking at each page of a larger one keeps a start waiting; `ferry check` looks at any.
  private static let largestVerified = 512 << 20

  var path: FilePath { folders.state.appending("ledger.sqlite") }
  /// An empty file is none.
  var exists: Bool { !FolderContents.isMissing(path) && size > 0 }

  /// For the holder. A new one is made only where nothing can have been sent: archive, outbox and claimed files are empty, and no mark tells of an earlier one.
  /// - Throws: `.outdated` and `.restoring`, too: by the mark beside it. Nothing is written then.
  func open(isVerified: Bool = false, clock: @escaping @Sendable () -> String = UTC.now) throws -> SQLiteLedger {
    let isRemote = try FileSystemKind(of: folders.state).isRemote
    if exists { try checkMark() }
    removeTrial()
    return try SQLiteLedger.open(
      path: path.string, mode: .openOrCreate(mayCreate: mayCreate()), isNetworkFileSystem: isRemote,
      isVerified: isVerified && size <= Self.largestVerified, clock: clock)
  }

  /// For a row or two without the lock, beside a holder or none. One of an earlier Ferry is left to the next holder.
  /// - Throws: `.outdated` and `.restoring`, too, by the mark; `.missing`, `.unknownSchema`.
  func openBeside() throws -> SQLiteLedger {
    guard exists else { return try openForReading() }
    try checkMark()
    return try SQLiteLedger.open(
      path: path.string, mode: .beside, isNetworkFileSystem: try FileSystemKind(of: folders.state).isRemote, clock: UTC.now)
  }

  /// For `ferry check --restored`: a new one is made beside whatever there is.
  func openForRestoring() throws -> SQLiteLedger {
    let isRemote = try FileSystemKind(of: folders.state).isRemote
    return try SQLiteLedger.open(
      path: path.string, mode: .openOrCreate(mayCreate: true), isNetworkFileSystem: isRemote, isVerified: true, clock: UTC.now)
  }

  /// For reading, beside a holder or without one.
  /// - Throws: `LedgerError` with code `missing` where there is none.
  func openForReading(isVerified: Bool = false) throws(LedgerError) -> SQLiteLedger {
    // Asked for like this, a ledger that was lost is told apart from one that is not there yet; none is made.
    let isLost = !exists && !mayCreate()
    return try SQLiteLedger.open(
      path: path.string, mode: isLost ? .openOrCreate(mayCreate: false) : .readOnly, isVerified: isVerified, clock: UTC.now)
  }

  /// nil: there is none yet, and that is as it should be.
  func openForReadingIfThere(isVerified: Bool = false) throws(LedgerError) -> SQLiteLedger? {
    exists || !mayCreate() ? try openForReading(isVerified: isVerified) : nil
  }

  /// Names that begin with a dot do not count: Ferry's own files in archive and outbox have none.
  func mayCreate() -> Bool {
    let claimed = folders.inbox.appending(".ferry").appending("claimed")
    return !FolderContents.holdFile(folders.archive, isHiddenCounted: false)
      && !FolderContents.holdFile(folders.outbox, isHiddenCounted: false)
      && !FolderContents.holdFile(claimed, isHiddenCounted: true) && !isMarked
  }

  /// Whether the mark tells of a ledger in which something happened. One that cannot be read does.
  private var isMarked: Bool {
    guard !FolderContents.isMissing(folders.state.appending(LedgerMark.fileName)) else { return false }
    if case .entry(0, _)? = try? StateFolder(folders.state).mark() { return false }
    return true
  }

  /// A copy that a rehearsal of a comparison works on: beside the ledger, since it holds orders, too.
  var trial: FilePath { folders.state.appending("ledger.trial.sqlite") }

  /// Of a rehearsal that is over, or was killed. Only the holder of the lock may.
  func removeTrial() {
    for tail in ["", "-wal", "-shm", "-journal"] { try? FileManager.default.removeItem(atPath: trial.string + tail) }
  }

  /// Whether the ledger is the one that was here last.
  /// - Throws: `.outdated`, `.restoring`.
  func checkMark() throws {
    switch try StateFolder(folders.state).mark() {
    case .restoring(let since):
      throw LedgerError(
        .restoring,
        "the ledger \(path) is being compared with archive and outbox since \(since), and that did not come to its end; "
          + "nothing is sent before it does. Run ferry check --restored again")
    case .entry(let entry, let time):
      // Before a ledger of an earlier Ferry is converted, too.
      let position = try SQLiteLedger.position(path: path.string)
      guard position < entry else { return }
      throw LedgerError(
        .outdated,
        "the ledger \(path) is not the one that was here last: its journal ends with entry \(position), and at \(time) it stood at \(entry). "
          + "It was restored from a backup or has lost its -wal file, and what was sent since counts in it as never sent; nothing is sent now. "
          + "Put the last one back, or run ferry check --restored, which enters what archive and outbox tell")
    case nil: return
    }
  }

  private var size: Int { (try? FileManager.default.attributesOfItem(atPath: path.string)[.size] as? Int) ?? 0 }
}
