import Documents
import Ledgers

func id(_ interchange: Interchange.Number, _ ordinal: Int) -> DocumentRecord.ID {
  DocumentRecord.ID(interchange: interchange, ordinal: ordinal)
}

func key(_ number: String, partner: String = "acme", kind: Kind = .orders, target: String = "erp") -> DocumentKey {
  DocumentKey(target: target, partner: partner, kind: kind, number: number)
}

/// `content` stands for the fields the fingerprint is over.
func intent(_ document: DocumentRecord.ID, _ key: DocumentKey, content: UInt8 = 1, notes: [JournalNote] = []) -> Intent {
  Intent(
    document: document, key: key, fingerprint: Fingerprint([UInt8](repeating: content, count: 32)), body: [0x7B, content, 0x7D],
    idempotencyKey: "key-\(content)", lines: [content, content], sourceLine: document.ordinal + 2, notes: notes)
}

func conclusion(_ state: DocumentState, status: Int? = 200) -> Conclusion {
  Conclusion(
    state: state, status: status, response: Array("response".utf8), findings: Array("[]".utf8), note: JournalNote(state.rawValue, "EXT-1"))
}

func refusal(
  _ document: DocumentRecord.ID, _ number: String, as state: DocumentState = .refused, notes: [JournalNote] = []
) -> Refusal {
  Refusal(document: document, key: key(number), lines: [7], sourceLine: 3, state: state, findings: Array("[1]".utf8), notes: notes)
}

let waitNote = JournalNote("waiting", "target held")

func admission(_ id: String = "01", file: String = "orders.csv", profile: String = "{}") -> Admission {
  Admission(id: id, partner: "acme", fileName: file, profile: profile)
}

let survey = Survey(
  kind: .orders, target: "erp", sha256: "ab", byteCount: 10, documentCount: 2, refusedCount: 1, findingCount: 3, isRefusedWhole: false)
let answer = AnswerFile(temporaryName: ".orders.answer.tmp", finalName: "orders.answer.csv", sha256: "cd")

/// What the body throws of `LedgerError`; nil where it throws nothing.
func ledgerError(isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Void) async -> LedgerError? {
  do {
    try await body()
    return nil
  } catch {
    return error as? LedgerError
  }
}

extension Ledger {
  /// Brings a document of its own into a state, the way a journey does.
  func bring(_ document: DocumentRecord.ID, _ key: DocumentKey, to state: DocumentState) async throws {
    switch state {
    case .waiting:
      _ = try await begin(intent(document, key))
      try await putBack(document, waitNote)
    case .sending: _ = try await begin(intent(document, key))
    case .accepted, .unconfirmed, .inDoubt, .refused, .failed:
      _ = try await begin(intent(document, key))
      try await conclude(document, conclusion(state))
    case .duplicate, .conflict:
      _ = try await begin(intent(id(document.interchange, document.ordinal + 1000), key))
      _ = try await begin(intent(document, key, content: state == .duplicate ? 1 : 2))
    }
  }
}
