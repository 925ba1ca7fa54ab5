import Documents
import Ledgers

/// The states that an interchange's documents have in the ledger already, page by page in the order of the file.
struct KnownStates {
  private static let page = 1_000

  let ledger: any Ledger
  let interchange: Interchange.Number
  private var states: [Int: DocumentState] = [:]
  private var loadedUpTo = 0
  private var isComplete = false

  init(ledger: any Ledger, interchange: Interchange.Number) {
    self.ledger = ledger
    self.interchange = interchange
  }

  /// Asked with growing ordinals.
  mutating func state(of ordinal: Int) async throws(LedgerError) -> DocumentState? {
    if ordinal >= loadedUpTo, !isComplete {
      let page = try await ledger.states(of: interchange, from: ordinal, limit: Self.page)
      states = Dictionary(page.map { ($0.ordinal, $0.state) }, uniquingKeysWith: { first, _ in first })
      isComplete = page.count < Self.page
      loadedUpTo = isComplete ? Int.max : (page.last?.ordinal ?? ordinal) + 1
    }
    return states[ordinal]
  }
}
