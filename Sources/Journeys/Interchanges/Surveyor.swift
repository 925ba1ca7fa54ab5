import Crypto
import Documents
import Formats
import KillPoints
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
    /// Numbers that come back after other documents: all documents with them are refused.
    var apart: [String: RepeatedNumber] = [:]
  }

  /// A file with more numbers that are apart is simply not sorted, and refused whole.
  private static let apartLimit = 10_000
  private static let documentsBetweenPauses = 256

  let context: JourneyContext
  let interchange: ClaimedInterchange

  /// - Throws: `FormatError` of code `unreadable`: the disk or a mount fails, and the file says nothing yet.
  func survey() async throws -> Result {
    do {
      switch try KindRecognition.of(
        file: interchange.name, handling: interchange.handling, source: { () throws(FormatError) in try interchange.source() })
      {
      case .kind(let kind):
        if let finding = interchange.handling.finding(ofFile: interchange.name, of: kind) { return try await refused(finding) }
        return try await read(kind)
      case .refused(let finding): return try await refused(finding)
      }
    } catch let error as FormatError where error.code == .encoding {
      // What the system refuses to read is not the file's fault, and is thrown: it is tried again.
      return try await refused(
        Finding(
          .encoding, file: interchange.name, line: error.line,
          "the file cannot be read: \(error.message); drop it again in a readable form"))
    }
  }

  private func read(_ kind: Kind) async throws -> Result {
    var hash = SHA256()
    let source = try interchange.source()
    source.onBytes = {
      KillPoint.before(.hashing)
      hash.update(bufferPointer: $0)
      KillPoint.after(.hashing)
    }
    let reading = DocumentReader.open(
      source, name: interchange.name, kind: kind, format: interchange.format, handling: interchange.handling)
    var result = Result(survey: survey(kind: kind, sha256: "", bytes: 0), fileFindings: [])
    var watch = NumberWatch(expected: Int(interchange.file.size / 100))
    var conflicts = ConflictWatch(context: context, interchange: interchange, kind: kind)
    let completion = kind == .returns ? ReturnCompletion(file: interchange.name) : nil
    var numbers: Set<Int> = []
    var bad = OrdinalSet()
    while try reading.next() {
      KillPoint.before(.decoding)
      result.survey.documentCount += 1
      watch.see(reading.document)
      if kind.isUnsafe { tell(reading.document, kind, &numbers) }
      var findings = reading.findings.count
      if findings == 0, let completion {
        findings = try await ReturnCompleter(ledger: context.ledger, handling: interchange.handling, completion: completion)
          .complete(reading.document).findings.count
      }
      if findings > 0 {
        bad.insert(reading.document.ordinal)
        result.survey.findingCount += findings
      } else if interchange.handling.policy == .allOrNothing, kind.isUnsafe {
        try await conflicts.see(reading.document)
      }
      KillPoint.after(.decoding)
      if result.survey.documentCount % Self.documentsBetweenPauses == 0 { try await pause(kind) }
    }
    try source.drain()
    result.survey.sha256 = Fingerprint(Array(hash.finalize())).hex
    result.survey.byteCount = source.offset
    result.fileFindings = reading.fileFindings + (try await count(result.survey))
    context.order.know(numbers, of: interchange.place)
    if watch.needsVerification { try await verify(watch, kind, &bad, into: &result) }
    try await conflicts.finish()
    result.survey.refusedCount = bad.count
    decide(&result, conflicts: conflicts.count)
    return result
  }

  /// Among the partner's files, which may be numbered.
  private func count(_ survey: Survey) async throws(LedgerError) -> [Finding] {
    try await ArrivalCount(context: context, interchange: interchange).finding(sha256: survey.sha256).map { [$0] } ?? []
  }

  /// Everybody leaves: a long file is not read to its end for that.
  struct Leaving: Error {}

  private func pause(_ kind: Kind) async throws {
    if context.gates[interchange.handling.target(of: kind)]?.isClosed == true { throw Leaving() }
    await Task.yield()
  }

  /// A later file's documents wait for those of the same number.
  private func tell(_ document: Document, _ kind: Kind, _ numbers: inout Set<Int>) {
    guard numbers.count < FileOrder.limit, let number = document.number else { return }
    numbers.insert(FileOrder.hash(interchange.handling.key(kind: kind, number: number)))
    // The later files need not wait for the rest.
    if numbers.count == FileOrder.limit { context.order.know(numbers, of: interchange.place) }
  }

  /// Reads again, for the numbers that may have come back.
  private func verify(_ watch: NumberWatch, _ kind: Kind, _ bad: inout OrdinalSet, into result: inout Result) async throws {
    let reading = DocumentReader.open(
      try interchange.source(), name: interchange.name, kind: kind, format: interchange.format, handling: interchange.handling)
    var first: [String: (ordinal: Int, line: Int)] = [:]
    var count = 0
    while try reading.next() {
      count += 1
      if count % Self.documentsBetweenPauses == 0 { try await pause(kind) }
      let document = reading.document
      guard watch.isCandidate(document), let number = document.number else { continue }
      guard let earlier = first[number] else {
        first[number] = (document.ordinal, document.entries[0].line)
        continue
      }
      bad.insert(earlier.ordinal)
      bad.insert(document.ordinal)
      result.survey.findingCount += 1
      if result.apart[number] == nil {
        result.apart[number] = RepeatedNumber(line: earlier.line)
        result.survey.findingCount += 1
        result.fileFindings += unsorted(result.apart.count)
        if result.apart.count > Self.apartLimit { return }
      }
      result.apart[number]?.see(line: document.entries[0].line)
    }
  }

  private func unsorted(_ count: Int) -> [Finding] {
    guard count == Self.apartLimit + 1 else { return [] }
    return [RepeatedNumber.finding(moreThan: Self.apartLimit, isGrouped: interchange.format == .csv, file: interchange.name)]
  }

  /// Whether anything of the file is sent. What was decided before a restart stays decided, though the ledger says more today.
  private func decide(_ result: inout Result, conflicts: Int) {
    let earlier = interchange.record.survey?.isRefusedWhole
    let isAllBad = result.survey.documentCount > 0 && result.survey.refusedCount >= result.survey.documentCount
    let mistakes = result.survey.refusedCount + conflicts
    if earlier == nil, interchange.handling.policy == .allOrNothing, mistakes > 0, !isAllBad {
      result.fileFindings.append(
        Finding(
          .heldBack, file: interchange.name,
          "\(mistakes) of \(result.survey.documentCount) documents have mistakes or are in conflict, and the policy is all-or-nothing: nothing of the file was sent"
        ))
    }
    if earlier == true, result.fileFindings.isEmpty, !isAllBad {
      result.fileFindings.append(
        Finding(.heldBack, file: interchange.name, "the file was refused whole when it was read first: nothing more of it was sent"))
    }
    result.survey.findingCount += result.fileFindings.count
    result.survey.isRefusedWhole = earlier ?? (isAllBad || !result.fileFindings.isEmpty)
  }

  private func refused(_ finding: Finding) async throws -> Result {
    var hash = SHA256()
    let source = try interchange.source()
    source.onBytes = { hash.update(bufferPointer: $0) }
    try source.drain()
    var survey = survey(kind: nil, sha256: Fingerprint(Array(hash.finalize())).hex, bytes: source.offset)
    let findings = [finding] + (try await count(survey))
    survey.findingCount = findings.count
    return Result(survey: survey, fileFindings: findings)
  }

  private func survey(kind: Kind?, sha256: String, bytes: Int) -> Survey {
    Survey(
      kind: kind, target: kind.map(interchange.handling.target) ?? "", sha256: sha256, byteCount: bytes, documentCount: 0, refusedCount: 0,
      findingCount: 0,
      isRefusedWhole: kind == nil)
  }
}
