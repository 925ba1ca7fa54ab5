import GRDB

/// What SQLite says, as the room's error.
extension LedgerError {
  static func writing(_ path: String, _ error: any Error) -> LedgerError {
    if isDamage(error) { return damaged(path, error) }
    return LedgerError(
      .writeFailed,
      "the ledger \(path) could not be written: \(reason(error)). Nothing more is sent; make room or mend the disk, then start Ferry again",
      cause: error)
  }

  static func reading(_ path: String, _ error: any Error) -> LedgerError {
    if let error = error as? LedgerError { return error }
    return isDamage(error)
      ? .damaged(path, error) : LedgerError(.readFailed, "the ledger \(path) could not be read: \(reason(error))", cause: error)
  }

  static func damaged(_ path: String, _ error: (any Error)?) -> LedgerError {
    damaged(path, error.map(reason), cause: error)
  }

  static func damaged(_ path: String, _ reason: String?, cause: (any Error)? = nil) -> LedgerError {
    LedgerError(
      .damaged,
      "the ledger \(path) is damaged or no database\(reason.map { ": " + $0 } ?? ""). Nothing is sent. "
        + "Move it aside with its -wal and -shm files and keep them; put a backup in its place, if there is one; "
        + "then run ferry check --restored, which enters what archive and outbox tell",
      cause: cause)
  }

  static func isDamage(_ error: any Error) -> Bool {
    guard let error = error as? DatabaseError else { return false }
    return error.resultCode == .SQLITE_CORRUPT || error.resultCode == .SQLITE_NOTADB
  }

  /// Without SQL and its arguments.
  private static func reason(_ error: any Error) -> String {
    guard let error = error as? DatabaseError else { return String(describing: error) }
    return "\(error.message ?? "no message") (SQLite \(error.extendedResultCode.rawValue))"
  }
}
