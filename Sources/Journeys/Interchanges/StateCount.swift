import Documents
import Ledgers

/// Counts an interchange's documents by state, page by page.
struct StateCount: Sendable {
  private static let page = 1_000

  let ledger: any Ledger
  let interchange: Interchange.Number

  func counts() async throws(LedgerError) -> [String: Int] {
    var counts: [String: Int] = [:]
    var next = 0
    while true {
      let states = try await ledger.states(of: interchange, from: next, limit: Self.page)
      for (_, state) in states { counts[state.rawValue, default: 0] += 1 }
      guard states.count == Self.page, let last = states.last else { return counts }
      next = last.ordinal + 1
    }
  }
}
