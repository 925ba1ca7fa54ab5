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
  let patience: Patience
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

  /// How its partner wants the answer; nil: canonical, in the input's format.
  var answerStyle: AnswerStyle? { handling.profile(ofFile: name)?.answer }

  func answerName(_ kind: Kind?) -> AnswerName {
    AnswerName(of: file.name, kind: answerKind(kind), style: answerStyle, format: answerStyle?.format ?? format)
  }

  /// `documentCount`: of the documents that the answer will speak of; only a standard's asks.
  func answerLayout(_ survey: Survey, documentCount: Int = 1, usesUTF8: Bool = false) -> AnswerLayout {
    AnswerLayout(
      kind: answerKind(survey.kind), format: format, style: answerStyle,
      head: AnswerHead(
        id: record.admission.id, received: record.receivedAt, partner: record.admission.partner, target: survey.target,
        documentCount: documentCount), usesUTF8: usesUTF8)
  }

  /// A partner who chose columns gets them also of a file that could not be read.
  private func answerKind(_ kind: Kind?) -> Kind? { kind ?? (answerStyle == nil ? nil : handling.profile(ofFile: name)?.kind) }

  /// Opens the file from its first byte.
  func source() throws(FormatError) -> ByteSource { try ByteSource(path: file.path.string, name: name) }
}
