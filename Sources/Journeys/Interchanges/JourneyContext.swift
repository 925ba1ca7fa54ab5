import Documents
import Formats
import Ledgers
import Logging
import Mailboxes
import SystemPackage
import Translation

/// What all journeys of one holder share.
struct JourneyContext: Sendable {
  let settings: HolderSettings
  let ledger: any Ledger
  let mailboxes: [String: Mailbox]
  let claims: Claims
  let archive: Archive
  let spools: SpoolFolder
  let gates: [String: TargetGate]
  let numbers: NumberGate
  let order: FileOrder
  let tally: Tally
  let logger: Logger
  /// When documents of an interchange that was received then are given up.
  let deadline: @Sendable (_ receivedAt: String) -> ContinuousClock.Instant
}

/// A claimed file and what the ledger knows of it.
struct ClaimedInterchange: Sendable {
  let file: ClaimedFile
  var record: Interchange
  let handling: Handling
  /// In the order in which files were started.
  let place: FileOrder.Place

  var name: String { record.admission.fileName }
  var format: DocumentReader.Format { handling.format(ofFile: name) }
  var number: Interchange.Number { record.number }

  /// Opens the file from its first byte.
  func source() throws(FormatError) -> ByteSource { try ByteSource(path: file.path.string, name: name) }
}
