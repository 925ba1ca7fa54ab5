import Contracts
import Documents
import Formats
import Ledgers
import Translation

/// Reads a file twice, as a journey does: for its findings, then for its calls. Effects: none.
struct Conversion {
  let path: String
  /// As it stands in findings; tells the kind.
  let name: String
  let handling: Handling
  /// For returns that name an order only.
  let ledger: SQLiteLedger?

  private var format: DocumentReader.Format { handling.format(ofFile: name) }

  /// Returns: whether there was nothing to find fault with.
  /// `explains`: where each value came from, too.
  func write(to output: inout ConversionWriter, explains: Bool = false) async throws -> Bool {
    output.beginFindings()
    var count = 0
    var calls: Kind?
    var apart: Set<String> = []
    do throws(FormatError) {
      switch try KindRecognition.of(
        file: name, handling: handling, source: { () throws(FormatError) in try ByteSource(path: path, name: name) })
      {
      case .refused(let finding):
        output.append(finding)
        count = 1
      case .kind(let kind):
        if let finding = handling.finding(ofFile: name, of: kind) {
          output.append(finding)
          count = 1
          break
        }
        let survey = try await survey(kind, into: &output)
        count = survey.findings
        apart = survey.apart
        if !survey.isRefusedWhole, count == 0 || handling.policy == .partial { calls = kind }
      }
    } catch {
      output.append(
        Finding(
          error.code == .encoding ? .encoding : .unreadable, file: name, line: error.line, "the file cannot be read: \(error.message)"))
      count += 1
    }
    output.beginCalls()
    if let calls { try await plan(calls, without: apart, into: &output) }
    if explains {
      output.beginExplanation()
      if let kind = try recognised() { _ = try await Explanation(conversion: self, kind: kind).run { output.append($0) } }
    }
    output.finish()
    return count == 0
  }

  /// nil: it has none, or the partner no target for it.
  func recognised() throws(FormatError) -> Kind? {
    let found = try KindRecognition.of(
      file: name, handling: handling, source: { () throws(FormatError) in try ByteSource(path: path, name: name) })
    guard case .kind(let kind) = found, handling.finding(ofFile: name, of: kind) == nil else { return nil }
    return kind
  }

  // MARK: first reading

  private struct Survey {
    var findings = 0
    var isRefusedWhole = false
    /// Numbers whose rows are apart.
    var apart: Set<String> = []
  }

  private func survey(_ kind: Kind, into output: inout ConversionWriter) async throws(FormatError) -> Survey {
    var survey = Survey()
    let reading = try open(kind)
    var watch = NumberWatch(expected: 0)
    var planner = DocumentPlanner(kind: kind, handling: handling)
    while try reading.next() {
      if kind.isUnsafe { watch.see(reading.document) }
      var findings = reading.findings
      if findings.isEmpty {
        let completed = await complete(reading.document, kind)
        findings = completed.findings
        if findings.isEmpty, kind.isUnsafe, questions(reading.document, kind).isEmpty, mayBeTooLarge(completed.document) {
          findings = tooLarge(completed.document, &planner)
        }
      }
      findings.forEach { output.append($0) }
      survey.findings += findings.count
    }
    if watch.needsVerification {
      for finding in try apart(watch, kind, into: &survey) { output.append(finding) }
    }
    reading.fileFindings.forEach { output.append($0) }
    survey.findings += reading.fileFindings.count
    survey.isRefusedWhole = !reading.fileFindings.isEmpty
    return survey
  }

  /// Reads again, for the numbers that may have come back.
  private func apart(_ watch: NumberWatch, _ kind: Kind, into survey: inout Survey) throws(FormatError) -> [Finding] {
    let reading = try open(kind)
    var lines: [String: [Int]] = [:]
    while try reading.next() {
      guard watch.isCandidate(reading.document), let number = reading.document.number else { continue }
      lines[number, default: []].append(reading.document.entries[0].line)
    }
    let found = lines.filter { $0.value.count > 1 }
    survey.apart = Set(found.keys)
    let findings = found.flatMap { number, lines in
      var repeated = RepeatedNumber(line: lines[0])
      for line in lines.dropFirst() { repeated.see(line: line) }
      return lines.map { repeated.finding(number, isGrouped: reading.isGroupedByNumber, file: name, line: $0) }
    }
    survey.findings += findings.count
    return findings.sorted { ($0.line ?? 0) < ($1.line ?? 0) }
  }

  /// Six bytes for a character at most, and the names of an entry's fields.
  private func mayBeTooLarge(_ document: Document) -> Bool {
    document.text.count * 6 + document.entries.count * 4096 > handling.limits.body
  }

  private func tooLarge(_ document: Document, _ planner: inout DocumentPlanner) -> [Finding] {
    guard planner.plan(document, fingerprint: planner.fingerprint(of: document)) == nil else { return [] }
    return [
      Finding(
        .limit, file: name, line: document.entries[0].line, document: document.number,
        "the request of this document is larger than \(handling.limits.body) bytes; expected less: split it")
    ]
  }

  // MARK: second reading

  private func plan(_ kind: Kind, without apart: Set<String>, into output: inout ConversionWriter) async throws {
    let reading = try open(kind)
    if kind.isUnsafe {
      var planner = DocumentPlanner(kind: kind, handling: handling)
      while try reading.next() {
        guard reading.findings.isEmpty, apart.isEmpty || !apart.contains(reading.document.number ?? "") else { continue }
        let completed = await complete(reading.document, kind)
        guard completed.findings.isEmpty else { continue }
        let questions = questions(reading.document, kind)
        guard questions.isEmpty else {
          append(questions, of: reading.document, into: &output)
          continue
        }
        let fingerprint = planner.fingerprint(of: reading.document)
        guard let plan = planner.plan(completed.document, fingerprint: fingerprint) else { continue }
        let lines = LineNotes(plan.lines).lines.map(\.sourceLine)
        output.append(plan.call, document: plan.key.number, lines: lines)
      }
    } else {
      try search(kind, reading, into: &output)
    }
  }

  /// What a shipping plan is asked before the order can be placed.
  func questions(_ document: Document, _ kind: Kind) -> [SearchItem] {
    guard kind == .orders, let completion = OrderCompletion(file: name, handling: handling) else { return [] }
    return completion.questions(document)
  }

  /// The plan's calls, and behind them the order that is made of their responses.
  private func append(_ questions: [SearchItem], of document: Document, into output: inout ConversionWriter) {
    var plan: PlannedCall?
    for start in stride(from: 0, to: questions.count, by: handling.batchSize) {
      let lot = questions[start..<min(start + handling.batchSize, questions.count)]
      let call = PlannedCall.asking(lot)
      output.append(call, document: document.number, lines: lot.map(\.sourceLine))
      plan = call
    }
    output.append(
      PlannedCall(.createOrder, path: "/orders"), document: document.number, lines: LineNotes(of: document).lines.map(\.sourceLine),
      completedBy: plan.map { "\($0.method.rawValue) \($0.path)" })
  }

  private func search(_ kind: Kind, _ reading: any DocumentReading, into output: inout ConversionWriter) throws(FormatError) {
    var planner = SearchPlanner(kind: kind, handling: handling)
    var items: [SearchItem] = []
    func flush(_ count: Int) {
      let stretch = Array(items.prefix(count))
      for lot in stretch.lots.map({ $0.map { stretch[$0] } }) {
        let documents = Set(lot.map(\.document))
        let document = documents.count == 1 ? documents.first.flatMap { $0.isEmpty ? nil : $0 } : nil
        output.append(.asking(lot), document: document, lines: lot.map(\.sourceLine))
      }
      items.removeFirst(stretch.count)
    }
    while try reading.next() {
      guard reading.findings.isEmpty else { continue }
      items += planner.items(of: reading.document)
      while items.count >= handling.batchSize { flush(handling.batchSize) }
    }
    if !items.isEmpty { flush(items.count) }
  }

  func open(_ kind: Kind, trace: ValueTrace? = nil) throws(FormatError) -> any DocumentReading {
    DocumentReader.open(try ByteSource(path: path, name: name), name: name, kind: kind, format: format, handling: handling, trace: trace)
  }

  /// A return from the order that the ledger knows; a ledger that cannot be read knows none.
  func complete(_ document: Document, _ kind: Kind) async -> (document: Document, findings: [Finding]) {
    guard kind == .returns else { return (document, []) }
    let completion = ReturnCompletion(file: name)
    guard let number = completion.orderNumber(of: document) else { return (document, []) }
    let record = try? await ledger?.acceptedOrder(target: handling.target(of: .orders), partner: handling.partner, number: number)
    return completion.complete(document, from: record.map { RecordedOrder(body: $0.body, response: $0.response) })
  }
}
