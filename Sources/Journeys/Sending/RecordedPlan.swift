import Contracts
import Documents
import Ledgers
import Translation

extension DocumentPlan {
  /// What went out before, to the letter, as the ledger has it.
  init(_ record: DocumentRecord) {
    let indices = ((try? JSONReader.read(record.body))?["items"]?.elements ?? []).compactMap { $0["index"]?.text }
    let isOrder = record.key.kind == .orders
    self.init(
      key: record.key, fingerprint: record.fingerprint ?? Fingerprint([]),
      call: PlannedCall(
        isOrder ? .createOrder : .createReturn, path: isOrder ? "/orders" : "/returns", body: record.body, indices: indices,
        idempotencyKey: record.idempotencyKey),
      lines: record.lines, sourceLine: record.sourceLine)
  }
}
