import Contracts
import Documents
import Ledgers
import Translation

/// What happened to a file or a document.
enum Story {
  case file(Interchange, [JournalEntry])
  case document(DocumentRecord, Interchange?, [JournalEntry], [DecisionRecord], original: Original? = nil)
  /// Of a file on its way, whose turn has not come: the ledger has no record of it yet.
  case waiting(DocumentKey, Interchange, line: Int)

  /// The first document with the number of a duplicate, or of one in conflict.
  struct Original {
    let document: DocumentRecord
    let file: Interchange?

    var text: String {
      "\(file?.admission.fileName ?? "?"), line \(document.sourceLine), \(DocumentNames.state(document.state)) since \(document.changedAt)"
    }
  }

  var file: Interchange? {
    switch self {
    case .file(let interchange, _): interchange
    case .document(_, let interchange, _, _, _): interchange
    case .waiting(_, let interchange, _): interchange
    }
  }

  var text: String {
    let lines =
      switch self {
      case .file(let interchange, let journal): Self.head(of: interchange) + Self.lines(journal)
      case .document(let document, let file, let journal, let decisions, let original):
        Self.head(of: document, file, original, decisions) + Self.lines(journal, isOneDocument: true, original)
      case .waiting(let key, let file, let line):
        ["\(DocumentNames.full(key)): waiting, not begun yet (\(file.admission.fileName), line \(line), received \(file.receivedAt))"]
      }
    return lines.map(PlainText.line).joined(separator: "\n")
  }

  private static func head(of interchange: Interchange) -> [String] {
    let admission = interchange.admission
    var lines = ["file \(admission.fileName) of partner \(admission.partner): \(interchange.state.rawValue) (id \(admission.id))"]
    if let survey = interchange.survey {
      lines.append(
        "  \(survey.kind?.rawValue ?? "unknown kind") for target \(survey.target), documents: \(survey.documentCount), with mistakes: \(survey.refusedCount), "
          + "\(survey.byteCount) bytes, sha256 \(survey.sha256)")
    }
    if let settlement = interchange.settlement {
      let counts = settlement.counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key.replacing("_", with: " "))" }.joined(
        separator: ", ")
      lines.append("  \(settlement.reason.map { "\($0.rawValue): " } ?? "")\(counts.isEmpty ? "no documents" : counts)")
    }
    if let answer = interchange.answer { lines.append("  answer \(answer.finalName)") }
    if let place = interchange.putAwayAt { lines.append("  the original stands at \(place)") }
    if let time = interchange.prunedAt { lines.append("  pruned \(time): its journal was dropped after the retention") }
    return lines
  }

  private static func head(
    of document: DocumentRecord, _ file: Interchange?, _ original: Original?, _ decisions: [DecisionRecord]
  ) -> [String] {
    var lines = [
      "\(DocumentNames.full(document.key)): \(DocumentNames.state(document.state)) (\(file?.admission.fileName ?? "?"), line \(document.sourceLine), "
        + "\(document.attempts) attempt\(document.attempts == 1 ? "" : "s"))"
    ]
    if let time = document.prunedAt {
      lines.append("  pruned \(time): request, response, findings and journal were dropped after the retention")
    }
    let placed = PlacedDocument(kind: document.key.kind, body: document.body, response: document.response, lines: document.lines)
    let externals = placed.externals
    if !externals.isEmpty {
      lines.append("  at the target: \(externals.map { $0.id + ($0.date.map { "@" + $0 } ?? "") }.joined(separator: ", "))")
    }
    if let original { lines.append("  the first one with this number: \(original.text)") }
    lines += Finding.read(document.findings, file: file?.admission.fileName ?? "").map { "  \($0.description)" }
    for decision in decisions {
      lines.append(
        "  decision: \(decision.decision.word) by \(decision.decision.user), \(decision.state.rawValue)"
          + (decision.message.map { ": \($0)" } ?? "") + " (\(decision.createdAt))")
    }
    if document.state == .inDoubt || document.state == .unconfirmed {
      lines.append("  decide: ferry resolve \(document.key.number) --confirm ID[@DATE] | --resend | --abandon")
    }
    return lines
  }

  /// `isOneDocument`: what has no document of its own is its file's. `original`: whom the entries call by an id.
  private static func lines(_ journal: [JournalEntry], isOneDocument: Bool = false, _ original: Original? = nil) -> [String] {
    journal.map { entry in
      var detail = entry.note.detail
      if let original, detail == "of \(original.document.id)" { detail = "of \(original.file?.admission.fileName ?? "?")" }
      let place = isOneDocument ? entry.ordinal == nil ? "  file" : "" : entry.ordinal.map { "  document \($0 + 1)" } ?? ""
      return
        "  \(entry.time)  \(entry.note.event.replacing("_", with: " "))\(place)\(detail.isEmpty ? "" : "  \(detail)")"
    }
  }

  // MARK: for programs

  var json: JSONValue {
    switch self {
    case .file(let interchange, let journal): Self.json(interchange, journal)
    case .document(let document, let file, let journal, let decisions, let original):
      Self.json(document, file, original, journal, decisions)
    case .waiting(let key, let file, let line):
      .object([
        .init("type", .string("document")), .init("number", .string(key.number)), .init("kind", .string(key.kind.rawValue)),
        .init("partner", .string(key.partner)), .init("target", .string(key.target)),
        .init("state", .string(DocumentState.waiting.rawValue)), .init("file", .string(file.admission.fileName)),
        .init("line", Self.number(line)), .init("attempts", Self.number(0)), .init("journal", .array([])),
      ])
    }
  }

  private static func json(_ interchange: Interchange, _ journal: [JournalEntry]) -> JSONValue {
    let survey = interchange.survey
    let counts = interchange.settlement?.counts ?? [:]
    return .object([
      .init("type", .string("file")), .init("id", .string(interchange.admission.id)),
      .init("file", .string(interchange.admission.fileName)),
      .init("partner", .string(interchange.admission.partner)), .init("state", .string(interchange.state.rawValue)),
      .init("received", .string(interchange.receivedAt)), .init("kind", text(survey?.kind?.rawValue)),
      .init("target", text(survey?.target)),
      .init("sha256", text(survey?.sha256)), .init("documents", number(survey?.documentCount)),
      .init("reason", text(interchange.settlement?.reason?.rawValue)),
      .init("counts", .object(counts.sorted { $0.key < $1.key }.map { .init($0.key, number($0.value)) })),
      .init("answer", text(interchange.answer?.finalName)), .init("stands_at", text(interchange.putAwayAt)),
      .init("pruned", text(interchange.prunedAt)),
      .init("journal", json(journal)),
    ])
  }

  private static func json(
    _ document: DocumentRecord, _ file: Interchange?, _ original: Original?, _ journal: [JournalEntry], _ decisions: [DecisionRecord]
  ) -> JSONValue {
    .object([
      .init("type", .string("document")), .init("number", .string(document.key.number)), .init("kind", .string(document.key.kind.rawValue)),
      .init("partner", .string(document.key.partner)), .init("target", .string(document.key.target)),
      .init("state", .string(document.state.rawValue)), .init("file", text(file?.admission.fileName)),
      .init("line", number(document.sourceLine)), .init("attempts", number(document.attempts)), .init("status", number(document.status)),
      .init("idempotency_key", text(document.idempotencyKey)), .init("pruned", text(document.prunedAt)),
      .init("request", embedded(document.body)), .init("response", embedded(document.response)),
      .init("findings", embedded(document.findings)),
      .init(
        "original",
        original.map {
          .object([
            .init("file", text($0.file?.admission.fileName)), .init("line", number($0.document.sourceLine)),
            .init("state", .string($0.document.state.rawValue)), .init("since", .string($0.document.changedAt)),
          ])
        } ?? .null),
      .init(
        "decisions",
        .array(
          decisions.map {
            .object([
              .init("decision", .string($0.decision.word)), .init("user", .string($0.decision.user)),
              .init("state", .string($0.state.rawValue)),
              .init("message", text($0.message)), .init("time", .string($0.createdAt)),
            ])
          })),
      .init("journal", json(journal)),
    ])
  }

  private static func json(_ journal: [JournalEntry]) -> JSONValue {
    .array(
      journal.map {
        .object([
          .init("time", .string($0.time)), .init("document", number($0.ordinal.map { $0 + 1 })), .init("event", .string($0.note.event)),
          .init("detail", .string($0.note.detail)),
        ])
      })
  }

  /// JSON as such, other text as text, nothing as null.
  private static func embedded(_ bytes: [UInt8]) -> JSONValue {
    if bytes.isEmpty { return .null }
    return (try? JSONReader.read(bytes)) ?? .string(String(decoding: bytes, as: UTF8.self))
  }

  private static func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
  private static func number(_ value: Int?) -> JSONValue { value.map { .number(String($0)) } ?? .null }
}
