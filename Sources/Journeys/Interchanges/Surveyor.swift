import Crypto
import Documents
import Formats
import Ledgers
import Mailboxes
import Translation

/// The first reading: the whole file is hashed and checked, its numbers looked up; no call is made. Done anew after each restart.
struct Surveyor: Sendable {
  /// What the second reading has to know.
  struct Result: Sendable {
    var survey: Survey
    /// What is wrong with the file as a whole; with any of these nothing is sent.
    var fileFindings: [Finding]
    /// Numbers whose rows are apart: their documents are refused whole.
    var apart: Set<String>
  }

  /// A file with more numbers that are apart is simply not sorted, and refused whole.
  private static let apartLimit = 10_000
  private static let documentsBetweenPauses = 256

  let context: JourneyContext
  let interchange: ClaimedInterchange

  func survey() async throws(LedgerError) -> Result {
    let kind: Kind
    do {
      switch try KindRecognition.of(
        file: interchange.name, format: interchange.format, source: { () throws(FormatError) in try interchange.source() })
      {
      case .kind(let recognised): kind = recognised
      case .refused(let finding): return try refused([finding], kind: nil)
      }
      return try await read(kind)
    } catch let error as FormatError {
      return Result(survey: survey(kind: nil, sha256: "", bytes: 0), fileFindings: [unreadable(error)], apart: [])
    } catch let error as LedgerError {
      throw error
    } catch {
      throw LedgerError(.readFailed, "survey failed: \(error)", cause: error)
    }
  }

  private func read(_ kind: Kind) async throws -> Result {
    var hash = SHA256()
    let source = try interchange.source()
    source.onBytes = { hash.update(bufferPointer: $0) }
    let reading = DocumentReader.open(
      source, name: interchange.name, kind: kind, format: interchange.format, handling: interchange.handling)
    var result = Result(survey: survey(kind: kind, sha256: "", bytes: 0), fileFindings: [], apart: [])
    var watch = NumberWatch(expected: Int(interchange.file.size / 100))
    var conflicts = ConflictWatch(context: context, interchange: interchange, kind: kind)
    let completion = kind == .returns ? ReturnCompletion(file: interchange.name) : nil
    while try reading.next() {
      result.survey.documentCount += 1
      if kind.isUnsafe { watch.see(reading.document) }
      var findings = reading.findings.count
      if findings == 0, let completion {
        findings = try await ReturnCompleter(context: context, handling: interchange.handling, completion: completion)
          .complete(reading.document).findings.count
      }
      if findings > 0 {
        result.survey.refusedCount += 1
        result.survey.findingCount += findings
      } else if interchange.handling.policy == .allOrNothing, kind.isUnsafe {
        try await conflicts.see(reading.document)
      }
      if result.survey.documentCount % Self.documentsBetweenPauses == 0 { await Task.yield() }
    }
    try source.drain()
    result.survey.sha256 = Fingerprint(Array(hash.finalize())).hex
    result.survey.byteCount = source.offset
    result.fileFindings = reading.fileFindings
    if watch.needsVerification { try await verify(watch, kind, into: &result) }
    try await conflicts.finish()
    decide(&result, conflicts: conflicts.count)
    return result
  }

  /// Reads again, for the numbers that may have come back.
  private func verify(_ watch: NumberWatch, _ kind: Kind, into result: inout Result) async throws {
    let reading = DocumentReader.open(
      try interchange.source(), name: interchange.name, kind: kind, format: interchange.format, handling: interchange.handling)
    var seen: [String: Int] = [:]
    while try reading.next() {
      guard watch.isCandidate(reading.document), let number = reading.document.number else { continue }
      seen[number, default: 0] += 1
      if seen[number] == 2 {
        result.apart.insert(number)
        result.fileFindings.append(contentsOf: unsorted(result.apart.count))
        if result.apart.count > Self.apartLimit { break }
      }
    }
    for number in result.apart {
      result.survey.refusedCount += seen[number] ?? 0
      result.survey.findingCount += seen[number] ?? 0
    }
  }

  private func unsorted(_ count: Int) -> [Finding] {
    guard count == Self.apartLimit + 1 else { return [] }
    return [
      Finding(
        .apart, file: interchange.name, expected: "the rows of a document next to each other",
        "the rows of more than \(Self.apartLimit) documents are not next to each other; expected all rows of a document together: sort the file by its number"
      )
    ]
  }

  /// Whether anything of the file is sent.
  private func decide(_ result: inout Result, conflicts: Int) {
    let isAllBad = result.survey.documentCount > 0 && result.survey.refusedCount >= result.survey.documentCount
    let mistakes = result.survey.refusedCount + conflicts
    if interchange.handling.policy == .allOrNothing, mistakes > 0, !isAllBad {
      let finding = Finding(
        .heldBack, file: interchange.name,
        "\(mistakes) of \(result.survey.documentCount) documents have mistakes or are in conflict, and the policy is all-or-nothing: nothing of the file was sent"
      )
      result.fileFindings.append(finding)
    }
    result.survey.findingCount += result.fileFindings.count
    result.survey.isRefusedWhole = isAllBad || !result.fileFindings.isEmpty
  }

  private func refused(_ findings: [Finding], kind: Kind?) throws -> Result {
    var hash = SHA256()
    let source = try interchange.source()
    source.onBytes = { hash.update(bufferPointer: $0) }
    try source.drain()
    var survey = survey(kind: kind, sha256: Fingerprint(Array(hash.finalize())).hex, bytes: source.offset)
    survey.findingCount = findings.count
    return Result(survey: survey, fileFindings: findings, apart: [])
  }

  private func survey(kind: Kind?, sha256: String, bytes: Int) -> Survey {
    Survey(
      kind: kind, target: interchange.handling.target, sha256: sha256, byteCount: bytes, documentCount: 0, refusedCount: 0, findingCount: 0,
      isRefusedWhole: kind == nil || sha256.isEmpty && bytes == 0 && kind == nil)
  }

  private func unreadable(_ error: FormatError) -> Finding {
    Finding(
      error.code == .encoding ? .encoding : .unreadable, file: interchange.name, line: error.line,
      "the file cannot be read: \(error.message); drop it again in a readable form")
  }
}
