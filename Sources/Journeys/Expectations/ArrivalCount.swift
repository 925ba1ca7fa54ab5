import Documents
import Ledgers
import Logging
import Translation

/// Counts a file among those of its partner, where its profile numbers them or expects one every day. In the order in which the files were
/// started, so that nobody misses one that is only slower to be read.
struct ArrivalCount: Sendable {
  let context: JourneyContext
  let interchange: ClaimedInterchange

  /// After the file was read. The same file again, after a restart, gives the same. A copy that Ferry has made of a file that came before, refused or
  /// replayed, is none of those that are expected: it counts neither as a number nor for a day.
  /// - Returns: what is wrong with its number.
  func finding(sha256: String) async throws(LedgerError) -> Finding? {
    defer { context.order.count(interchange.place) }
    guard !CopyEnding.isCopy(interchange.name) else { return nil }
    guard let profile = interchange.handling.profile(ofFile: interchange.name) else { return nil }
    let (sequence, daily) = (profile.completeness.sequence, profile.completeness.daily)
    guard sequence != nil || daily != nil else { return nil }
    await context.order.waitForCounts(before: interchange.place)
    let received = interchange.record.receivedAt
    let verdict = try await context.ledger.recordArrival(
      Arrival(
        partner: interchange.handling.partner, profile: profile.name, number: sequence?.number(in: interchange.name),
        numbers: sequence.map { FileNumbers(first: $0.first, last: $0.last) },
        deadlines: daily.flatMap { daily in context.settings.deadlines.map { $0(daily, received) } }, sha256: sha256),
      of: interchange.number)
    guard let sequence else { return nil }
    log(verdict, sequence, profile)
    guard verdict.place == .taken, let number = verdict.number else { return nil }
    return Finding(
      .conflict, file: interchange.name, value: "\(number)", expected: "a number that did not come before",
      "the file has the number \(number), which came before with other content, as \(verdict.other ?? "another file") received \(verdict.otherCame ?? ""); "
        + "nothing of it was sent: drop it again under a number of its own; where the numbers begin anew, say so by ferry sequence "
        + "\(interchange.handling.partner) --next \(number) (profile \(profile.name))")
  }

  private func log(_ verdict: ArrivalVerdict, _ sequence: FileSequence, _ profile: Profile) {
    var metadata: Logger.Metadata = [
      "interchange": "\(interchange.record.admission.id)", "file": "\(interchange.name)", "partner": "\(interchange.handling.partner)",
      "profile": "\(profile.name)",
    ]
    switch verdict.place {
    case .ahead:
      metadata["missing"] = "\(verdict.missing.map(\.numbersText).joined(separator: ", "))"
      context.logger.warning("files are missing before this one", metadata: metadata)
    case .unnumbered:
      metadata["expected"] = "\(sequence.name)"
      context.logger.warning("file has no number of its sequence", metadata: metadata)
    case .late: context.logger.notice("missing file has come", metadata: metadata)
    case .inSequence, .unexpected, .again, .corrected, .taken: break
    }
  }
}
