import Contracts
import Documents
import Formats
import Ledgers
import Translation

/// The second reading of a file of a safe kind: lines are asked many at a time, and the answer's rows are spooled in the order of the file.
/// After a restart it is simply asked again.
struct SearchSender: Sendable {
  /// A stretch of the file: the lines that are asked together, and what is refused between them.
  private struct Batch: Sendable {
    enum Piece: Sendable {
      /// Place in `items`.
      case asked(Int)
      case refused([AnswerRow], [Finding])
    }

    var pieces: [Piece] = []
    var items: [SearchItem] = []
    /// By piece, the document's place in the file.
    var ordinals: [Int] = []
    /// Documents that begin here.
    var documents = 0
  }

  private static let piecesAtOnce = 1_000

  let context: JourneyContext
  let interchange: ClaimedInterchange
  let gate: TargetGate
  let kind: Kind
  let output: SearchOutput

  /// Returns: whether every line has its answer; false: some wait, since the target is held and everybody leaves.
  func send(_ surveyed: Surveyor.Result) async throws -> Bool {
    let unfinished = Unfinished()
    await withDiscardingTaskGroup { group in
      do { try await read(surveyed, unfinished, into: &group) } catch { unfinished.fail(error) }
    }
    return try unfinished.isNothing()
  }

  private func read(_ surveyed: Surveyor.Result, _ unfinished: Unfinished, into group: inout DiscardingTaskGroup) async throws {
    let reading = DocumentReader.open(
      try interchange.source(), name: interchange.name, kind: kind, format: interchange.format, handling: interchange.handling)
    var planner = SearchPlanner(kind: kind, handling: interchange.handling)
    var batch = Batch()
    while !unfinished.isStopping, try reading.next() {
      let ordinal = reading.document.ordinal
      batch.documents += 1
      if let findings = refusal(of: reading, surveyed) {
        batch.pieces.append(.refused(rows(of: reading.document, findings), findings))
        batch.ordinals.append(ordinal)
      } else {
        for item in planner.items(of: reading.document) {
          batch.pieces.append(.asked(batch.items.count))
          batch.items.append(item)
          batch.ordinals.append(ordinal)
          if batch.items.count >= interchange.handling.batchSize { await start(&batch, unfinished, in: &group) }
        }
      }
      if batch.pieces.count >= Self.piecesAtOnce { await start(&batch, unfinished, in: &group) }
    }
    await start(&batch, unfinished, in: &group)
  }

  // MARK: what is not asked

  private func refusal(of reading: any DocumentReading, _ surveyed: Surveyor.Result) -> [Finding]? {
    if !reading.findings.isEmpty { return reading.findings }
    if let number = reading.document.number, surveyed.apart.contains(number) {
      return [.apart(number, file: interchange.name, line: reading.document.entries[0].line)]
    }
    if surveyed.survey.isRefusedWhole {
      return [.shared(by: surveyed.fileFindings.first, file: interchange.name, reading.document)]
    }
    return reading.document.ordinal >= surveyed.survey.documentCount ? [.late(interchange.name, reading.document)] : nil
  }

  private func rows(of document: Document, _ findings: [Finding]) -> [AnswerRow] {
    DocumentAnswer(kind: kind).rows(
      of: ConcludedDocument(
        number: document.number ?? "", state: .refused, sourceLine: document.entries[0].line, lines: LineNotes(of: document),
        findings: findings))
  }

  // MARK: batches

  /// Waits for a slot, if there is something to ask, and leads the batch to its end beside the others.
  private func start(_ batch: inout Batch, _ unfinished: Unfinished, in group: inout DiscardingTaskGroup) async {
    guard !batch.pieces.isEmpty else { return }
    let full = batch
    batch = Batch()
    let block = output.reserve()
    let grant = full.items.isEmpty ? nil : await gate.enter(deadline: deadline)
    group.addTask {
      do {
        var journey = SearchBatch(count: full.items.count)
        if let grant, await !ask(full, &journey, grant) { return unfinished.leave() }
        try write(full, journey, as: block)
      } catch {
        unfinished.fail(error)
      }
    }
  }

  private var deadline: ContinuousClock.Instant { context.deadline(interchange.record.receivedAt) }

  /// Returns: false where everybody leaves.
  private func ask(_ batch: Batch, _ journey: inout SearchBatch, _ first: TargetState.Grant) async -> Bool {
    var grant = first
    while case .ask(let asked) = journey.next {
      switch grant {
      case .leaving: return false
      case .gaveUp:
        journey.giveUp("the target was held for too long (give_up_after): replay the file when the target is back")
        return true
      case .slot: break
      }
      let call = SearchPlanner.call(asked.map { batch.items[$0] })
      let answered = journey.answered(await gate.gateway.perform(call), successes: gate.successes(of: call.operation))
      gate.leave(answered.outcome, of: call.operation)
      if journey.next == .finished { return true }
      grant = await gate.enter(isSuspect: answered.isSuspect, deadline: deadline)
    }
    if grant == .slot { gate.leave(nil, of: .searchAvailabilities) }
    return true
  }

  private func write(_ batch: Batch, _ journey: SearchBatch, as block: Int) throws {
    let answer = SearchAnswer(kind: kind)
    let responses = journey.responses.map(answer.read)
    var rows: [AnswerRow] = []
    var findings: [Finding] = []
    var refused: [Int] = []
    for (piece, ordinal) in zip(batch.pieces, batch.ordinals) {
      switch piece {
      case .refused(let ownRows, let ownFindings):
        rows += ownRows
        findings += ownFindings
        refused.append(ordinal)
      case .asked(let place):
        let item = batch.items[place]
        if case .answered(let response) = journey.verdicts[place] {
          rows += answer.rows(of: item, in: responses[response])
        } else {
          let (status, finding) = verdict(journey.verdicts[place], of: item)
          rows.append(SearchAnswer.row(of: item, status, code: finding.code.rawValue, message: finding.message))
          findings.append(finding)
          refused.append(ordinal)
        }
      }
    }
    try output.write(rows, findings, refused: refused, as: block)
    context.tally.concluded(batch.documents, "answered")
  }

  private func verdict(_ verdict: SearchBatch.Verdict?, of item: SearchItem) -> (AnswerStatus, Finding) {
    switch verdict {
    case .refused(let message):
      (.refused, finding(.refusedByTarget, "the target refused it: \(Finding.shortened(message))", of: item))
    case .failed(let message): (.failed, finding(.gaveUp, message, of: item))
    case .answered, nil: (.failed, finding(.gaveUp, "it was not asked: a fault in Ferry, please report it", of: item))
    }
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
    shared(by: cause, file: file, line: document.entries[0].line, number: document.number)
  }

  static func shared(by cause: Finding?, file: String, line: Int?, number: String?) -> Finding {
    Finding(
      cause?.code ?? .heldBack, file: file, line: line, document: number,
      "the document is good, but its file was refused: \(cause?.description ?? "all other documents have mistakes")")
  }

  /// What was written into the file after it was taken and read.
  static func late(_ file: String, _ document: Document) -> Finding {
    Finding(
      .changed, file: file, line: document.entries[0].line, document: document.number,
      "it was written into the file after the file was taken; it was not sent: drop it again")
  }
}
