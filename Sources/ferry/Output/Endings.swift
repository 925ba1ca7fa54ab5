import Formats
import Gateways
import Journeys
import Ledgers
import Mailboxes
import Sandbox

extension ExitStatus {
  /// What an error of one of the rooms means for the caller of the command.
  init(of error: any Error) {
    self =
      switch error {
      case let error as CommandError: error.status
      case is SettingsError, is GatewayError: .settings
      case let error as LedgerError: Self(ledger: error.code)
      case let error as MailboxError: if case .locked = error.code { .held } else { .trouble }
      case let error as HolderError: error.code == .storage ? .trouble : .fault
      case let error as SandboxError: error.code == .notListening ? .held : .usage
      case is FormatError: .refused
      default: .fault
      }
  }

  private init(ledger code: LedgerError.Code) {
    self =
      switch code {
      case .targetMoved: .settings
      case .illegalTransition: .fault
      case .notDecidable: .usage
      case .missing, .unsafeFileSystem, .unknownSchema, .damaged, .outdated, .restoring, .writeFailed, .readFailed: .trouble
      }
  }

  /// What a pass over the inbox came to.
  init(of report: RunReport) {
    var found: [ExitStatus] = []
    if !report.faults.isEmpty { found.append(.fault) }
    if !report.troubles.isEmpty { found.append(.trouble) }
    if report.undecided > 0 { found.append(.doubt) }
    if report.waiting > 0 { found.append(.held) }
    if report.count("refused") + report.count("conflict") + report.count("failed") > 0 || !report.quarantined.isEmpty {
      found.append(.refused)
    }
    self = ExitStatus.worst(found)
  }

  /// A watch that was asked to leave did well, unless Ferry or the folders failed it.
  init(ofWatch report: RunReport) {
    self = !report.faults.isEmpty ? .fault : !report.troubles.isEmpty ? .trouble : .ok
  }
}
