import Contracts
import Documents
import Formats
import Ledgers
import Synchronization
import Translation

/// The second reading of a file of a safe kind: lines that can be are asked many at a time, everything else is a call of its own, and the
/// answer's rows are spooled in the order of the file. After a restart it is simply asked again.
struct SearchSender: Sendable {
  private static let piecesAtOnce = 1_000

  let context: JourneyContext
  let interchange: ClaimedInterchange
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
    var stretch = SearchStretch()
    while !unfinished.isStopping, try reading.next() {
      let ordinal = reading.document.ordinal
      stretch.documents += 1
      if let findings = refusal(of: reading, surveyed) {
        stretch.refuse(rows(of: reading.document, findings), findings, ordinal)
      } else {
        for item in planner.items(of: reading.document) {
          stretch.ask(item, ordinal)
          // The pages of a search are written as they come: nothing else may stand in their stretch.
          let limit = item.isPaged ? 1 : interchange.handling.batchSize
          if stretch.items.count >= limit { try await start(&stretch, unfinished, in: &group) }
        }
      }
      if stretch.pieces.count >= Self.piecesAtOnce { try await start(&stretch, unfinished, in: &group) }
    }
    try await start(&stretch, unfinished, in: &group)
  }

  // MARK: what is not asked

  private func refusal(of reading: any DocumentReading, _ surveyed: Surveyor.Result) -> [Finding]? {
    if !reading.findings.isEmpty { return reading.findings }
    if let number = reading.document.number, let repeated = surveyed.apart[number] {
      return [
        repeated.finding(number, isGrouped: reading.isGroupedByNumber, file: interchange.name, line: reading.document.entries[0].line)
      ]
    }
    if surveyed.survey.isRefusedWhole {
      return [.shared(by: surveyed.fileFindings.first, file: interchange.name, reading.document)]
    }
    return reading.document.ordinal >= surveyed.survey.documentCount ? [.late(interchange.name, reading.document)] : nil
  }

  private func rows(of document: Document, _ findings: [Finding]) -> [AnswerRow] {
    DocumentAnswer(kind: kind).rows(
      of: ConcludedDocument(
        number: document.name, state: .refused, sourceLine: document.entries[0].line, lines: LineNotes(of: document),
        findings: findings))
  }

  // MARK: stretches

  /// Waits for a slot for each lot, and leads the lots to their end beside the others; the last one writes.
  private func start(_ stretch: inout SearchStretch, _ unfinished: Unfinished, in group: inout DiscardingTaskGroup) async throws {
    guard !stretch.pieces.isEmpty else { return }
    let full = stretch
    stretch = SearchStretch()
    let block = output.reserve()
    let lots = full.items.lots
    if lots.isEmpty { return try write(full, [:], as: block) }
    let results = StretchResults(lots: lots.count)
    for lot in lots {
      let gate = try context.gate(full.items[lot[0]].target)
      let grant = await gate.enter(deadline: deadline)
      group.addTask {
        do {
          let items = lot.map { full.items[$0] }
          var pages = SearchedPages(kind: kind)
          var asking = SearchAsking(gate: gate, deadline: deadline, items: items)
          let isDone = try await asking.ask(grant) {
            // Counted with the last page.
            try output.write(pages.rows(of: items[0], in: $0), [], refused: [], as: block, counting: [])
          }
          guard isDone else { return unfinished.leave() }
          let results = results.finish(lot, answers(items, asking.batch, &pages))
          if let results { try write(full, results, as: block) }
        } catch {
          unfinished.fail(error)
        }
      }
    }
  }

  private var deadline: ContinuousClock.Instant { context.patience.end(of: interchange.record) }

  /// What each item of a lot came to.
  private func answers(_ items: [SearchItem], _ batch: SearchBatch, _ pages: inout SearchedPages) -> [SearchedLine] {
    let answer = SearchAnswer(kind: kind)
    let responses = batch.responses.map(answer.read)
    return zip(items, batch.verdicts).map { item, verdict in
      switch verdict {
      case .answered(let response) where item.isPaged: SearchedLine(rows: pages.lastRows(of: item, in: batch.responses[response]))
      case .answered(let response): SearchedLine(rows: answer.rows(of: item, in: responses[response]))
      case .refused(let refusal): refused(item, refusal)
      case .failed(let message): failed(item, message)
      case nil: failed(item, "it was not asked: a fault in Ferry, please report it")
      }
    }
  }

  /// A row and a finding for each message that speaks of a line of its own; else one for all.
  private func refused(_ item: SearchItem, _ refusal: Outcome.Refusal) -> SearchedLine {
    let lines = refusal.messages.map { message in message.item.flatMap { $0 < item.lines.count ? item.lines[$0] : nil } }
    let parts =
      lines.contains { $0 != nil }
      ? zip(lines, refusal.messages.map(\.text)).map { ($0, $1) } : [(nil, refusal.messages.map(\.text).joined(separator: "; "))]
    let findings = parts.map { line, text in
      finding(.refusedByTarget, "the target refused it: \(Finding.shortened(text))", of: item, line)
    }
    let code = refusal.code.map(Finding.shortened) ?? Finding.Code.refusedByTarget.rawValue
    let rows = zip(parts, findings).map { SearchAnswer.row(of: item, .refused, code: code, message: $1.message, line: $0.0) }
    return SearchedLine(rows: rows, findings: findings)
  }

  private func failed(_ item: SearchItem, _ message: String) -> SearchedLine {
    let finding = finding(.gaveUp, message, of: item, nil)
    return SearchedLine(
      rows: [SearchAnswer.row(of: item, .failed, code: finding.code.rawValue, message: finding.message)], findings: [finding])
  }

  private func finding(_ code: Finding.Code, _ message: String, of item: SearchItem, _ line: LineNotes.Line?) -> Finding {
    let number = line?.number ?? item.line
    return Finding(
      code, file: interchange.name, line: line?.sourceLine ?? item.sourceLine, document: item.document.isEmpty ? nil : item.document,
      documentLine: number.isEmpty ? nil : number, message)
  }

  private func write(_ stretch: SearchStretch, _ results: [Int: SearchedLine], as block: Int) throws {
    var rows: [AnswerRow] = []
    var counted: [AnswerRow] = []
    var findings: [Finding] = []
    var refused: [Int] = []
    for (piece, ordinal) in zip(stretch.pieces, stretch.ordinals) {
      switch piece {
      case .refused(let ownRows, let ownFindings):
        rows += ownRows
        counted += ownRows
        findings += ownFindings
        refused.append(ordinal)
      case .asked(let place):
        guard let line = results[place] else { continue }
        rows += line.rows
        counted += line.rows.isEmpty ? [SearchAnswer.row(of: stretch.items[place], .accepted, code: "", message: "")] : line.rows
        findings += line.findings
        if !line.findings.isEmpty { refused.append(ordinal) }
      }
    }
    try output.write(rows, findings, refused: refused, as: block, counting: counted)
    context.tally.concluded(stretch.documents, "answered")
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
