import Documents

/// All that an `InMemoryLedger` holds.
struct LedgerContents {
  let clock: @Sendable () -> String
  var interchanges: [Interchange.Number: Interchange] = [:]
  var documents: [DocumentRecord.ID: DocumentRecord] = [:]
  var holders: [DocumentKey: DocumentRecord.ID] = [:]
  var resentFrom: [DocumentRecord.ID: DocumentState] = [:]
  var bindings: [String: String] = [:]
  /// By partner and profile.
  var files: [[String]: ArrivedFiles] = [:]
  var verdicts: [Interchange.Number: ArrivalVerdict] = [:]
  private var numbers: [String: Interchange.Number] = [:]
  private var lastOrdinals: [Interchange.Number: Int] = [:]

  init(clock: @escaping @Sendable () -> String) { self.clock = clock }

  mutating func admit(_ admission: Admission) -> Interchange {
    let now = clock()
    let number = numbers[admission.id] ?? Interchange.Number(numbers.count + 1)
    numbers[admission.id] = number
    var interchange =
      interchanges[number] ?? Interchange(number: number, admission: admission, attempts: 0, receivedAt: now, changedAt: now)
    interchange.attempts += 1
    interchange.changedAt = now
    interchanges[number] = interchange
    return interchange
  }

  mutating func advance(
    _ number: Interchange.Number, to next: Interchange.State, _ change: (inout Interchange) -> Void
  ) throws(LedgerError) {
    guard var interchange = interchanges[number], DocumentRules.canGo(interchange.state, to: next) else {
      throw DocumentRules.illegal(number, from: interchanges[number]?.state, to: next)
    }
    change(&interchange)
    interchange.state = next
    interchange.changedAt = clock()
    interchanges[number] = interchange
  }

  mutating func begin(_ intent: Intent) throws(LedgerError) -> Claim {
    if let claim = try refer(intent) { return claim }
    store(intent, as: .sending, original: nil)
    return .begun
  }

  mutating func refer(_ intent: Intent) throws(LedgerError) -> Claim? {
    let holder = taken(intent.key)
    let original = holder.flatMap { documents[$0.document] }
    switch try DocumentRules.begin(intent, own: documents[intent.document]?.state, holder: holder) {
    case .begin: return nil
    case .settled(let state): return .settled(state)
    case .duplicate(let first):
      store(intent, as: .duplicate, original: first)
      return original.map { .duplicate(of: $0) } ?? .settled(.duplicate)
    case .conflict(let first):
      store(intent, as: .conflict, original: first)
      return original.map { .conflict(with: $0) } ?? .settled(.conflict)
    }
  }

  mutating func beginResend(_ id: DocumentRecord.ID) throws(LedgerError) -> DocumentRecord? {
    guard let from = documents[id]?.state, DocumentRules.sources(ofDecision: .sending).contains(from),
      interchanges[id.interchange]?.state != .settled
    else { return nil }
    let record = try move(id, from: DocumentRules.sources(ofDecision: .sending), to: .sending) { $0.attempts += 1 }
    resentFrom[id] = from
    return record
  }

  mutating func putBack(_ id: DocumentRecord.ID) throws(LedgerError) {
    try move(id, from: [.sending], to: resentFrom[id] ?? .waiting) { _ in }
    resentFrom[id] = nil
  }

  mutating func conclude(_ id: DocumentRecord.ID, _ conclusion: Conclusion) throws(LedgerError) {
    try move(id, from: DocumentRules.sources(ofOutcome: conclusion.state), to: conclusion.state) { record in
      record.status = conclusion.status
      record.response = conclusion.response
      record.findings = conclusion.findings
    }
    resentFrom[id] = nil
    if let attempts = interchanges[id.interchange]?.attempts, attempts > 1 { interchanges[id.interchange]?.attempts = 0 }
  }

  mutating func refuse(_ refusals: [Refusal]) throws(LedgerError) {
    for refusal in refusals {
      let own = documents[refusal.document]?.state
      guard DocumentRules.canRefuse(as: refusal.state), own != .sending else {
        throw DocumentRules.illegal(refusal.document, from: own, to: refusal.state)
      }
    }
    for refusal in refusals where documents[refusal.document]?.state.isSettled != true {
      let now = clock()
      var record =
        documents[refusal.document]
        ?? DocumentRecord(
          id: refusal.document, key: refusal.key, state: refusal.state, fingerprint: nil, sourceLine: refusal.sourceLine,
          lines: refusal.lines, createdAt: now, changedAt: now)
      record.state = refusal.state
      record.findings = refusal.findings
      record.changedAt = now
      put(record)
    }
  }

  mutating func recoverSending() -> [DocumentRecord.ID] {
    let found = documents.values.filter { $0.state == .sending }.map(\.id).sorted()
    for id in found {
      documents[id]?.state = .inDoubt
      documents[id]?.changedAt = clock()
    }
    resentFrom = [:]
    return found
  }

  func taken(_ key: DocumentKey) -> Taken? {
    holders[key].flatMap { documents[$0] }.flatMap { record in
      record.fingerprint.map { Taken(document: record.id, state: record.state, fingerprint: $0) }
    }
  }

  func page(of interchange: Interchange.Number, from ordinal: Int, limit: Int) -> [DocumentRecord] {
    var page: [DocumentRecord] = []
    var ordinal = ordinal
    while page.count < limit, ordinal <= lastOrdinals[interchange] ?? -1 {
      if let record = documents[DocumentRecord.ID(interchange: interchange, ordinal: ordinal)] { page.append(record) }
      ordinal += 1
    }
    return page
  }

  @discardableResult
  private mutating func move(
    _ id: DocumentRecord.ID, from sources: [DocumentState], to state: DocumentState,
    _ change: (inout DocumentRecord) -> Void
  ) throws(LedgerError) -> DocumentRecord {
    guard var record = documents[id], sources.contains(record.state) else {
      throw DocumentRules.illegal(id, from: documents[id]?.state, to: state)
    }
    change(&record)
    record.state = state
    record.changedAt = clock()
    put(record)
    return record
  }

  private mutating func store(_ intent: Intent, as state: DocumentState, original: DocumentRecord.ID?) {
    let now = clock()
    let known = documents[intent.document]
    put(
      DocumentRecord(
        id: intent.document, key: intent.key, state: state, fingerprint: intent.fingerprint, sourceLine: intent.sourceLine,
        lines: intent.lines, body: intent.body, idempotencyKey: intent.idempotencyKey, original: original,
        attempts: (known?.attempts ?? 0) + (state == .sending ? 1 : 0), createdAt: known?.createdAt ?? now, changedAt: now))
  }

  private mutating func put(_ record: DocumentRecord) {
    documents[record.id] = record
    lastOrdinals[record.id.interchange] = max(lastOrdinals[record.id.interchange] ?? 0, record.id.ordinal)
    if record.state.takesNumber {
      holders[record.key] = record.id
    } else if holders[record.key] == record.id {
      holders[record.key] = nil
    }
  }
}
