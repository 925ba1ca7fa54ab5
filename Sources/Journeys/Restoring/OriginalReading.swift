import Contracts
import Crypto
import Documents
import Formats
import Ledgers
import SystemPackage
import Translation

/// Reads an original again by today's settings, as documents with all that the ledger would have of them; some at a time.
struct OriginalReading {
  private static let atOnce = 200

  let ledger: SQLiteLedger
  let handling: Handling
  /// As it was dropped.
  let name: String
  let path: FilePath

  struct Ending {
    var survey: Survey
    /// What is wrong with the file as a whole by today's settings.
    var fileFindings: [Finding] = []
    /// Documents with mistakes: they were not sent.
    var mistaken = 0
  }

  /// nil: a file of a safe kind, or of none: nothing of it was ordered.
  func kind() throws(FormatError) -> Kind? {
    let recognised = try KindRecognition.of(
      file: name, handling: handling, source: { () throws(FormatError) in try ByteSource(path: path.string, name: name) })
    guard case .kind(let kind) = recognised, kind.isUnsafe, !handling.target(of: kind).isEmpty else { return nil }
    return kind
  }

  func read(_ kind: Kind, _ take: ([KeptDocument]) async throws -> Void) async throws -> Ending {
    var hash = SHA256()
    let source = try ByteSource(path: path.string, name: name)
    source.onBytes = { hash.update(bufferPointer: $0) }
    let reading = DocumentReader.open(source, name: name, kind: kind, format: handling.format(ofFile: name), handling: handling)
    var ending = Ending(
      survey: Survey(
        kind: kind, target: handling.target(of: kind), sha256: "", byteCount: 0, documentCount: 0, refusedCount: 0, findingCount: 0,
        isRefusedWhole: false))
    var planner = DocumentPlanner(kind: kind, handling: handling)
    let completion = kind == .orders ? OrderCompletion(file: name, handling: handling) : nil
    var documents: [KeptDocument] = []
    while try reading.next() {
      ending.survey.documentCount += 1
      let document = reading.document
      guard reading.findings.isEmpty, let kept = try await keep(document, kind, completion, &planner) else {
        ending.mistaken += 1
        ending.survey.refusedCount += 1
        continue
      }
      documents.append(kept)
      if documents.count == Self.atOnce {
        try await take(documents)
        documents = []
      }
    }
    try await take(documents)
    try source.drain()
    ending.survey.sha256 = Fingerprint(Array(hash.finalize())).hex
    ending.survey.byteCount = source.offset
    ending.fileFindings = reading.fileFindings
    return ending
  }

  /// nil: larger than what is sent.
  private func keep(
    _ document: Document, _ kind: Kind, _ completion: OrderCompletion?, _ planner: inout DocumentPlanner
  ) async throws -> KeptDocument? {
    var complete = document
    var isWhole = completion?.questions(document).isEmpty ?? true
    if kind == .returns {
      let completed = try await ReturnCompleter(ledger: ledger, handling: handling, completion: ReturnCompletion(file: name))
        .complete(document)
      complete = completed.document
      isWhole = completed.findings.isEmpty
    }
    let fingerprint = planner.fingerprint(of: document)
    guard let plan = planner.plan(complete, fingerprint: fingerprint) else { return nil }
    let number = Finding.shortened(plan.key.number)
    let doubt = Finding(
      .inDoubt, file: name, line: plan.sourceLine, document: plan.key.number,
      "the ledger was restored, and nothing tells what became of it; it may have been carried out: look it up in the ERP, then decide with ferry resolve \(number)"
    )
    return KeptDocument(
      ordinal: document.ordinal, key: plan.key, fingerprint: plan.fingerprint, body: plan.call.body, isBodyWhole: isWhole,
      idempotencyKey: plan.call.idempotencyKey ?? "", lines: plan.lines, sourceLine: plan.sourceLine, doubt: Finding.bytes(of: [doubt]))
  }
}
