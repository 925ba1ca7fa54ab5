import Ledgers

/// Why the holder could not go on at all.
package struct HolderError: Error, Sendable, CustomStringConvertible {
  package enum Code: String, Sendable, Hashable {
    /// A folder or the ledger: exit 74.
    case storage
    /// A fault in Ferry: exit 70.
    case fault
  }

  package let code: Code
  package let message: String
  package let cause: (any Error)?

  package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  package var description: String { message }
}

extension HolderError {
  init(ledger error: LedgerError) {
    self.init(error.stopsSending ? .storage : .fault, error.message, cause: error)
  }
}
