import Documents
import Ledgers
import Translation

/// Looks up the order that a return speaks of and completes the return from it.
struct ReturnCompleter: Sendable {
  let ledger: any Ledger
  let handling: Handling
  let completion: ReturnCompletion

  func complete(_ document: Document) async throws(LedgerError) -> (document: Document, findings: [Finding]) {
    guard let number = completion.orderNumber(of: document) else { return (document, []) }
    let record = try await ledger.taken(handling.key(kind: .orders, number: number))
    let isPlaced = record?.state == .accepted || record?.state == .unconfirmed
    let recorded = record.flatMap { record in
      isPlaced ? RecordedOrder(body: record.body, response: record.response, isPruned: record.prunedAt != nil) : nil
    }
    return completion.complete(document, from: recorded)
  }
}
