import Documents
import Formats
import Ledgers
import Mailboxes
import SystemPackage
import Translation

/// The last step: the original into the archive, or with its reports into the error folder; the refused documents of a file beside it. Done again
/// after a crash, it changes nothing.
struct PuttingAway: Sendable {
  let context: JourneyContext
  let interchange: ClaimedInterchange
  let surveyed: Surveyor.Result
  /// Of a safe kind.
  let verdict: SearchVerdict

  /// - Returns: where the original stands now.
  func putAway(_ settlement: Settlement) async throws -> String {
    let refusals = Refusals(context: context, interchange: interchange, surveyed: surveyed)
    let isUnsafe = surveyed.survey.kind?.isUnsafe == true
    let refused = isUnsafe ? try await refusals.collect() : verdict.refused
    switch settlement.place {
    case .archive:
      if refused.count > 0 {
        let name = try refusals.writeRefusedDocuments(refused)
        try refusals.writeReports(
          beside: name,
          reason: "\(refused.count) of \(surveyed.survey.documentCount) documents were refused; they stand alone in \(name.text)")
      }
      return try archived()
    case .error: return try quarantined(settlement, refusals)
    }
  }

  private func archived() throws -> String {
    let folder = context.settings.dateFolder(interchange.record.receivedAt)
    return try context.archive.archive(interchange.file, dateFolder: folder).printable
  }

  private func quarantined(_ settlement: Settlement, _ refusals: Refusals) throws -> String {
    let partner = interchange.file.partner
    while true {
      let name = try context.archive.chooseName(interchange.file.name, partner: partner)
      try refusals.writeReports(beside: name, reason: Self.sentence(settlement.reason, isWhole: surveyed.fileFindings.isEmpty))
      do {
        return try context.archive.quarantine(interchange.file, as: name).printable
      } catch {
        guard error.code == .nameTaken else { throw error }
      }
    }
  }

  /// Why a file stands in the error folder. `isWhole`: nothing is wrong but its documents.
  static func sentence(_ reason: Settlement.Reason?, isWhole: Bool = true) -> String {
    switch reason {
    case .grew: "it changed after it was taken; the answer says what was sent of it"
    case .poisoned: "Ferry itself failed on it again and again"
    case .undeliverable: "it could not be delivered: its target was held for too long; ferry replay sends it when the target is back"
    case .invalid, nil: isWhole ? "no document in it was good" : "nothing of it was sent"
    }
  }
}
