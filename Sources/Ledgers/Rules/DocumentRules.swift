import Documents

/// Taken numbers and the states of a document, as pure decisions (docs/contract, "Taken numbers"). Every ledger asks these and only stores.
enum DocumentRules {
  /// What a `begin` has to write.
  enum Verdict: Hashable {
    /// The number is free: `sending`.
    case begin
    case duplicate(of: DocumentRecord.ID)
    case conflict(with: DocumentRecord.ID)
    /// Nothing: this very document has its outcome.
    case settled(DocumentState)
  }

  /// `own` is the state of this very document, nil where it is new; `holder` is who holds its number.
  /// Throws `.illegalTransition` where this very document is being sent.
  static func begin(_ intent: Intent, own: DocumentState?, holder: Taken?) throws(LedgerError) -> Verdict {
    switch own {
    case .sending: throw illegal(intent.document, from: .sending, to: .sending)
    case .some(let state) where state.isSettled: return .settled(state)
    case .some, .none: break
    }
    guard let holder else { return .begin }
    return holder.fingerprint == intent.fingerprint ? .duplicate(of: holder.document) : .conflict(with: holder.document)
  }

  /// The states from which an attempt's outcome may be reached.
  static func sources(ofOutcome state: DocumentState) -> [DocumentState] {
    switch state {
    case .accepted, .unconfirmed, .inDoubt: [.sending]
    case .refused, .failed: [.sending, .waiting]
    case .waiting, .sending, .duplicate, .conflict: []
    }
  }

  /// What an operator decides.
  static let undecided = (DocumentState.inDoubt, DocumentState.unconfirmed)

  /// What the target has, so that its state there can be asked for.
  static let trackable = (DocumentState.accepted, DocumentState.unconfirmed)

  /// The states from which an operator's decision may lead to this one.
  static func sources(ofDecision state: DocumentState) -> [DocumentState] {
    switch state {
    case .accepted, .refused, .sending: [undecided.0, undecided.1]
    case .waiting, .unconfirmed, .inDoubt, .failed, .duplicate, .conflict: []
    }
  }

  /// Whether a document without a call may be recorded with this state.
  static func canRefuse(as state: DocumentState) -> Bool { state == .refused || state == .conflict || state == .failed }

  /// An interchange only goes forward; the same step again is what a restart does.
  static func canGo(_ state: Interchange.State, to next: Interchange.State) -> Bool {
    guard let here = Interchange.State.allCases.firstIndex(of: state), let there = Interchange.State.allCases.firstIndex(of: next) else {
      return false
    }
    return next == .done ? state == .settled || state == .done : here <= there
  }

  static func illegal(_ id: DocumentRecord.ID, from: DocumentState?, to: DocumentState) -> LedgerError {
    LedgerError(
      .illegalTransition,
      "document \(id) is \(from?.rawValue ?? "unknown") and cannot become \(to.rawValue): a fault in Ferry, please report it")
  }

  static func illegal(_ interchange: Interchange.Number, from: Interchange.State?, to: Interchange.State) -> LedgerError {
    LedgerError(
      .illegalTransition,
      "interchange \(interchange) is \(from?.rawValue ?? "unknown") and cannot become \(to.rawValue): a fault in Ferry, please report it")
  }
}
