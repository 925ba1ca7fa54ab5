/// What the ledger could not do. After a failed write nothing more is sent: exit 74.
package struct LedgerError: Error, Sendable, CustomStringConvertible {
  package enum Code: String, Sendable, Hashable {
    /// There is none, though archive, outbox or claimed files show that there was.
    case missing
    /// On NFS, SMB or FUSE, where locks and fsync cannot be trusted.
    case unsafeFileSystem
    /// A schema of a later version, or no ledger of Ferry's.
    case unknownSchema
    case damaged
    /// It has come less far than the mark beside it: restored from an older backup.
    case outdated
    /// It is being compared with archive and outbox, and that did not come to its end.
    case restoring
    /// A target's name is bound to another base URL.
    case targetMoved
    /// A write or its fsync failed.
    case writeFailed
    case readFailed
    /// A transition that the states do not allow: a fault in Ferry.
    case illegalTransition
    /// The operator's decision does not fit the document: not in doubt, or decided already.
    case notDecidable
  }

  package let code: Code
  /// The thing, the place, the remedy.
  package let message: String
  package let cause: (any Error)?

  package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  package var description: String { message }
}
