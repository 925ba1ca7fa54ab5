import Documents
import KillPoints
package import Ledgers
import Translation

/// One round of pruning: drops what is over since before a time, the oldest files first, a small commit at a time. Killed anywhere it has done
/// so much, and the next round does the rest.
package struct PruningRound: Sendable {
  package struct Result: Sendable, Hashable {
    /// Files pruned to their end.
    package var files = 0
    package var documents = 0
  }

  private static let filesAtOnce = 100
  private static let documentsAtOnce = 200
  private static let bytesAtOnce = 4 << 20

  private let ledger: SQLiteLedger
  /// Rests as long after each commit as that took, so that others write at least half of the time.
  private let isGentle: Bool
  /// Asked between two commits.
  private let isStopping: @Sendable () -> Bool

  package init(ledger: SQLiteLedger, isGentle: Bool = false, isStopping: @escaping @Sendable () -> Bool = { false }) {
    self.ledger = ledger
    self.isGentle = isGentle
    self.isStopping = isStopping
  }

  package func go(before time: String) async throws(LedgerError) -> Result {
    var result = Result()
    var place = SQLiteLedger.PruningPlace.start
    while !isStopping() {
      let files = try await ledger.filesToPrune(before: time, after: place, limit: Self.filesAtOnce)
      guard let last = files.last else { break }
      for file in files where !isStopping() { try await prune(file.interchange, before: time, &result) }
      place = last
    }
    if result.files > 0 { try await ledger.pruneProfiles() }
    try await ledger.pruneOccurrences(before: time)
    return result
  }

  private func prune(
    _ file: Interchange.Number, before time: String, _ result: inout Result
  ) async throws(LedgerError) {
    var next = 0
    while !isStopping() {
      let began = ContinuousClock.now
      let page = try await ledger.documentsToPrune(
        of: file, before: time, from: next, limit: Self.documentsAtOnce, bytes: Self.bytesAtOnce)
      guard let last = page.last else { break }
      result.documents += try await commit(page, of: file)
      next = last.id.ordinal + 1
      await rest(since: began)
    }
    if !isStopping(), try await ledger.pruneFile(file) { result.files += 1 }
  }

  /// One batch, one commit.
  private func commit(_ page: [DocumentRecord], of file: Interchange.Number) async throws(LedgerError) -> Int {
    KillPoint.before(.pruning)
    let count = try await ledger.prune(page.map(Self.pruned), of: file)
    KillPoint.after(.pruning)
    return count
  }

  /// What the target has is kept by its ids; of anything else nothing is.
  private static func pruned(_ record: DocumentRecord) -> PrunedDocument {
    guard record.state == .accepted else { return PrunedDocument(document: record.id, lines: [], body: [], response: []) }
    return PrunedDocument(
      document: record.id, lines: record.lines, body: ExternalIDs.ofRequest(record.body), response: ExternalIDs.ofResponse(record.response))
  }

  private func rest(since began: ContinuousClock.Instant) async {
    if isGentle { try? await Task.sleep(for: began.duration(to: .now)) }
  }
}
