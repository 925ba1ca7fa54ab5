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

  /// What a file is by these settings.
  enum Recognised {
    case ordered(Kind)
    /// Of a safe kind: nothing of it was ordered.
    case asked
    /// It may have been another one by those of then; with the reason.
    case unknown(String)
  }

  /// Which documents are wanted.
  enum Part {
    /// Those without mistakes.
    case good
    /// Those with mistakes: by today's settings they were not sent, by those of then they may have been. Without content.
    case mistaken
    case all
  }

  struct Ending {
    var survey: Survey
    /// What is wrong with the file as a whole by today's settings.
    var fileFindings: [Finding] = []
    /// Documents with mistakes, and those among them that have no number.
    var mistaken = 0
    var nameless = 0

    /// Whether today's settings read something of it; a file without any document is nothing to miss.
    var isRead: Bool { fileFindings.isEmpty && (survey.documentCount == 0 || mistaken < survey.documentCount) }
    /// Why it may have been another file by the settings of then.
    var doubt: String? {
      if let finding = fileFindings.first { return "\(finding)" }
      return nameless > 0 && nameless == survey.documentCount ? "none of its documents has a number by today's settings" : nil
    }
  }

  /// - Throws: what the operating system says of the file.
  func recognise() throws(FormatError) -> Recognised {
    let recognised: KindRecognition
    do throws(FormatError) {
      recognised = try KindRecognition.of(
        file: name, handling: handling, source: { () throws(FormatError) in try ByteSource(path: path.string, name: name) })
    } catch {
      return .unknown(try encoding(error).message)
    }
    switch recognised {
    case .kind(let kind) where !kind.isUnsafe: return .asked
    case .kind(let kind):
      if let finding = handling.finding(ofFile: name, of: kind) { return .unknown(finding.message) }
      return .ordered(kind)
    case .refused(let finding): return .unknown(finding.message)
    }
  }

  /// What one partner's settings cannot decode may be another's.
  /// - Throws: the error itself where it is the operating system's.
  private func encoding(_ error: FormatError) throws(FormatError) -> Finding {
    guard error.code == .encoding else { throw error }
    return Finding(.encoding, file: name, line: error.line, error.message)
  }

  func read(_ kind: Kind, _ part: Part, _ take: ([KeptDocument]) async throws -> Void) async throws -> Ending {
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
    while try next(reading, &ending) {
      ending.survey.documentCount += 1
      let document = reading.document
      var kept = reading.findings.isEmpty ? try await keep(document, kind, completion, &planner) : nil
      let isGood = kept != nil
      if !isGood {
        kept = keep(document, kind, mistake: reading.findings.first)
        ending.mistaken += 1
        ending.survey.refusedCount += 1
        if kept == nil { ending.nameless += 1 }
      }
      guard let kept, part == .all || isGood == (part == .good) else { continue }
      documents.append(kept)
      if documents.count == Self.atOnce {
        try await take(documents)
        documents = []
      }
    }
    if !documents.isEmpty { try await take(documents) }
    ending.fileFindings += reading.fileFindings
    do throws(FormatError) { try source.drain() } catch { _ = try encoding(error) }
    ending.survey.sha256 = Fingerprint(Array(hash.finalize())).hex
    ending.survey.byteCount = source.offset
    return ending
  }

  private func next(_ reading: any DocumentReading, _ ending: inout Ending) throws(FormatError) -> Bool {
    do throws(FormatError) { return try reading.next() } catch {
      ending.fileFindings.append(try encoding(error))
      return false
    }
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
    return KeptDocument(
      ordinal: document.ordinal, key: plan.key, fingerprint: plan.fingerprint, body: plan.call.body, isBodyWhole: isWhole,
      idempotencyKey: plan.call.idempotencyKey ?? "", lines: plan.lines, sourceLine: plan.sourceLine,
      doubt: doubt(
        plan.key.number, plan.sourceLine,
        "the ledger was restored, and nothing tells what became of it; it may have been carried out: look it up in the ERP, then decide with "
          + "ferry resolve \(Finding.shortened(plan.key.number))"))
  }

  /// A document of which only the number is sure. nil: nor is that.
  private func keep(_ document: Document, _ kind: Kind, mistake: Finding?) -> KeptDocument? {
    guard let number = document.number else { return nil }
    let line = document.entries[0].line
    return KeptDocument(
      ordinal: document.ordinal, key: handling.key(kind: kind, number: number), fingerprint: Fingerprint([]), body: [], isBodyWhole: false,
      idempotencyKey: "", lines: LineNotes(of: document).bytes, sourceLine: line,
      doubt: doubt(
        number, line,
        "the ledger was restored, and nothing tells what became of it; today's settings refuse it (\(mistake?.message ?? "it is too large")), "
          + "those of then may have sent it: look it up in the ERP, then decide with ferry resolve \(Finding.shortened(number)) --confirm or --abandon"
      ))
  }

  private func doubt(_ number: String, _ line: Int, _ message: String) -> [UInt8] {
    Finding.bytes(of: [Finding(.inDoubt, file: name, line: line, document: number, message)])
  }
}
