import Ledgers
import Logging

/// What happens to Ferry itself: it starts and leaves, and what stands in its way is told meanwhile.
extension Patrol {
  private static let pauseBetweenTroubles = Duration.seconds(1)

  func arrive() async throws(LedgerError) { try await holder.desk?.note(JournalNote("started", mode.word)) }

  /// What a run leaves in its way stands in the ledger until the next one.
  func leave(_ running: RunningJourneys) async {
    guard !running.isBroken else { return }
    let report = context.tally.report
    await record(context.tally.troubles)
    await holder.note(JournalNote("stopped", "\(mode.word), files \(report.files), waiting \(report.waiting)"))
  }

  /// Writes down what stands in the way, for `ferry status`.
  func recordTroubles() async {
    // What an earlier process left there is over, unless it shows again.
    var recorded: Set<Trouble>?
    while !Task.isCancelled {
      try? await Task.sleep(for: Self.pauseBetweenTroubles)
      let troubles = context.tally.troubles
      if troubles != recorded, !Task.isCancelled, await record(troubles) { recorded = troubles }
    }
  }

  @discardableResult
  private func record(_ troubles: Set<Trouble>) async -> Bool {
    do throws(LedgerError) {
      try await holder.desk?.recordTroubles(troubles)
      return true
    } catch {
      logger.error("troubles could not be written down", metadata: ["message": "\(error.message)"])
      return false
    }
  }
}

extension Patrol.Mode {
  fileprivate var word: String {
    switch self {
    case .once: "run"
    case .steadily: "watch"
    }
  }
}
