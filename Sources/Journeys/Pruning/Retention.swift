import Ledgers
import Logging

/// The holder's part: what is older than the retention is pruned at the end of a `run`, and every hour of a `watch`.
extension Patrol {
  static let pruningPause = Duration.seconds(3600)
  /// A larger ledger is not written anew beside a watch: nobody could write meanwhile.
  private static let largestCompaction = 256 << 20

  /// - Returns: when to prune again.
  func prune(_ running: RunningJourneys) async -> Duration {
    guard let ledger = holder.desk else { return Self.pruningPause }
    do throws(LedgerError) {
      let before = holder.steadyTime.ago(settings.retention)
      let result = try await PruningRound(ledger: ledger, isGentle: mode == .steadily) { running.isBroken || holder.isStopping }
        .go(before: before)
      guard result != PruningRound.Result() else { return Self.pruningPause }
      logger.info("pruned", metadata: ["files": "\(result.files)", "documents": "\(result.documents)", "before": "\(before)"])
      try await tidy(ledger, running)
    } catch {
      failed(error, running)
    }
    return Self.pruningPause
  }

  /// Dropped content leaves the disk: in a `run` nobody waits for the ledger any more; a `watch` finds a moment without files, or leaves it
  /// to `ferry prune`.
  private func tidy(_ ledger: SQLiteLedger, _ running: RunningJourneys) async throws(LedgerError) {
    guard mode == .once || running.hasNoFiles && ledger.byteCount <= Self.largestCompaction else {
      try await ledger.foldLog()
      return logger.notice(
        "the ledger was not compacted: what was dropped may stand in unused parts of it; stop the watch and run ferry prune")
    }
    do throws(LedgerError) { try await ledger.compact() } catch {
      logger.warning("the ledger could not be compacted", metadata: ["message": "\(error.message)"])
    }
  }
}
