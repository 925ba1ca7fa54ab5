import Contracts
import Documents
import Formats
import Ledgers
import Translation

/// The second reading of a file of a safe kind: lines are asked many at a time, and the answer's rows are spooled in the order of the file.
/// After a restart it is simply asked again.
struct SearchSender: Sendable {
  struct Result: Sendable {
    /// Lines by answer status.
    let counts: [String: Int]
    /// Documents with a refused or failed line.
    let refused: OrdinalSet
  }

  private struct Batch: Sendable {
    var items: [SearchItem] = []
    /// By item, the document's place in the file.
    var ordinals: [Int] = []
  }

  let context: JourneyContext
  let interchange: ClaimedInterchange
  let gate: TargetGate
  let kind: Kind
  let output: SearchOutput

  /// Returns: whether every line has its answer; false: some wait, since the target is held and everybody leaves.
  func send(_ surveyed: Surveyor.Result) async throws -> Bool {
    let waiting = WaitingCount()
    try await withThrowingDiscardingTaskGroup { group in
      try await read(surveyed, waiting, into: &group)
    }
    return waiting.count == 0
  }

  private func read(
    _ surveyed: Surveyor.Result, _ waiting: WaitingCount, into group: inout ThrowingDiscardingTaskGroup<any Error>
  ) async throws {
    let reading = DocumentReader.open(
      try interchange.source(), name: interchange.name, kind: kind, format: interchange.format, handling: interchange.handling)
    var planner = SearchPlanner(kind: kind, handling: interchange.handling)
    var batch = Batch()
    while waiting.count == 0, try reading.next() {
      if let findings = refusal(of: reading, surveyed) {
        try await start(&batch, in: &group, waiting)
        try write(findings, of: reading.document)
        continue
      }
      for item in planner.items(of: reading.document) {
        batch.items.append(item)
        batch.ordinals.append(reading.document.ordinal)
        if batch.items.count >= interchange.handling.batchSize { try await start(&batch, in: &group, waiting) }
      }
    }
    try await start(&batch, in: &group, waiting)
  }

  // MARK: what is not asked

  private func refusal(of reading: any DocumentReading, _ surveyed: Surveyor.Result) -> [Finding]? {
    if !reading.findings.isEmpty { return reading.findings }
    guard surveyed.survey.isRefusedWhole else { return nil }
    return [.shared(by: surveyed.fileFindings.first, file: interchange.name, reading.document)]
  }

  private func write(_ findings: [Finding], of document: Document) throws {
    let concluded = ConcludedDocument(
      number: document.number ?? "", state: .refused, sourceLine: document.entries[0].line, lines: LineNotes(of: document),
      findings: findings)
    let rows = DocumentAnswer(kind: kind).rows(of: concluded)
    try output.write(rows, findings, refused: [document.ordinal], as: output.reserve())
    context.tally.concluded(1, DocumentState.refused.rawValue)
  }

  // MARK: batches

  /// Waits for a slot and asks the batch beside the others.
  private func start(_ batch: inout Batch, in group: inout ThrowingDiscardingTaskGroup<any Error>, _ waiting: WaitingCount) async throws {
    guard !batch.items.isEmpty else { return }
    let full = batch
    batch = Batch()
    let block = output.reserve()
    let grant = await gate.enter(deadline: deadline)
    group.addTask { try await ask(full, as: block, grant, waiting) }
  }

  private var deadline: ContinuousClock.Instant { context.deadline(interchange.record.receivedAt) }

  private func ask(_ batch: Batch, as block: Int, _ first: TargetState.Grant, _ waiting: WaitingCount) async throws {
    var journey = SearchBatch(count: batch.items.count)
    var action = journey.next
    var grant = first
    while action != .finished {
      switch grant {
      case .leaving: return waiting.add()
      case .gaveUp:
        journey.giveUp("the target was held for too long (give_up_after): replay the file when the target is back")
        action = journey.next
        continue
      case .slot: break
      }
      guard case .ask(let asked) = action else { return }
      let outcome = await gate.gateway.perform(SearchPlanner.call(asked.map { batch.items[$0] }))
      action = journey.answered(outcome, successes: gate.successes)
      gate.leave(outcome)
      if action == .finished { break }
      var isSuspect = false
      if case .wait(let suspect) = action {
        isSuspect = suspect
        action = journey.next
      }
      grant = await gate.enter(isSuspect: isSuspect, deadline: deadline)
    }
    try write(batch, journey, as: block)
  }

  private func write(_ batch: Batch, _ journey: SearchBatch, as block: Int) throws {
    let answer = SearchAnswer(kind: kind)
    let responses = journey.responses.map(answer.read)
    var rows: [AnswerRow] = []
    var findings: [Finding] = []
    var refused: [Int] = []
    for (place, item) in batch.items.enumerated() {
      let status: AnswerStatus
      let finding: Finding
      switch journey.verdicts[place] {
      case .answered(let response):
        rows += answer.rows(of: item, in: responses[response])
        continue
      case .refused(let message):
        status = .refused
        finding = self.finding(.refusedByTarget, "the target refused it: \(Finding.shortened(message))", of: item)
      case .failed(let message):
        status = .failed
        finding = self.finding(.gaveUp, message, of: item)
      case nil: continue
      }
      rows.append(SearchAnswer.row(of: item, status, code: finding.code.rawValue, message: finding.message))
      findings.append(finding)
      refused.append(batch.ordinals[place])
    }
    try output.write(rows, findings, refused: refused, as: block)
    context.tally.concluded(Set(batch.ordinals).count, "answered")
  }

  private func finding(_ code: Finding.Code, _ message: String, of item: SearchItem) -> Finding {
    Finding(
      code, file: interchange.name, line: item.sourceLine, document: item.document.isEmpty ? nil : item.document, documentLine: item.line,
      message)
  }
}

extension Finding {
  /// What a good document is told whose file is refused whole.
  static func shared(by cause: Finding?, file: String, _ document: Document) -> Finding {
    Finding(
      cause?.code ?? .heldBack, file: file, line: document.entries[0].line, document: document.number,
      "the document is good, but its file was refused: \(cause?.description ?? "all other documents have mistakes")")
  }
}
