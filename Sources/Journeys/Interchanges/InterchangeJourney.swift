import Ledgers

/// One file from its claim to its end, as a value: each method takes what just happened and returns what to do next. The steps are those of the
/// table in `docs/architecture.md`; after a restart the journey begins where the ledger says it was.
struct InterchangeJourney {
  enum Action: Sendable, Hashable {
    /// Read it whole, check it, send nothing.
    case survey
    /// Send its documents. A file that is refused whole sends nothing and records its refusals.
    case send
    /// Render its answer into a temporary file.
    case render
    /// Write the answer's names into the ledger, then rename it.
    case publish(AnswerFile)
    case settle(Settlement)
    /// Into the archive or the error folder, with its reports.
    case putAway(Settlement)
    case finish
    /// It waits in good order: the target is held and everybody leaves.
    case leave
  }

  /// Attempts above which a file is poisoned.
  let maxAttempts: Int
  private var record: Interchange

  init(_ record: Interchange, maxAttempts: Int) {
    self.record = record
    self.maxAttempts = maxAttempts
  }

  /// Ferry itself failed on it again and again without getting any further: nothing more of it is sent, and it goes aside.
  var isPoisoned: Bool { record.attempts > maxAttempts && (record.state == .admitted || record.state == .surveyed) }

  /// Not one reading of it came to its end: it is not read once more.
  var isUnreadable: Bool { isPoisoned && record.state == .admitted }

  /// Once its answer is published, a file is only read again for its report.
  var needsReading: Bool {
    switch record.state {
    case .admitted, .surveyed: !isUnreadable
    case .publishing, .settled, .done: record.survey?.isRefusedWhole ?? true
    }
  }

  func start() -> Action { .survey }

  func surveyed() -> Action {
    switch record.state {
    // Done, and its file is here again: a mount came back.
    case .settled, .done: record.settlement.map { .putAway($0) } ?? .finish
    case .publishing: record.answer.map { .publish($0) } ?? .render
    // What is poisoned is refused whole: sending records what its documents are told.
    case .admitted, .surveyed: isUnreadable ? .render : .send
    }
  }

  func sent(isComplete: Bool) -> Action { isComplete ? .render : .leave }

  func rendered(_ answer: AnswerFile) -> Action { .publish(answer) }

  /// What was to be published is gone. The ledger has what is to be rendered again; a search has to be asked again.
  func lost(isSearch: Bool) -> Action { isSearch ? .send : .render }

  func published(_ settlement: Settlement) -> Action { .settle(settlement) }

  func settled(_ settlement: Settlement) -> Action { .putAway(settlement) }

  func putAway() -> Action { .finish }
}
