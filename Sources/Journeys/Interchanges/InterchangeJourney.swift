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
  var isPoisoned: Bool { record.attempts > maxAttempts && record.state != .settled }

  /// Always read anew: what the survey found is not kept, only that it was done.
  func start() -> Action {
    switch record.state {
    case .admitted, .surveyed, .publishing, .settled: .survey
    case .done: .finish
    }
  }

  func surveyed() -> Action {
    if record.state == .settled, let settlement = record.settlement { return .putAway(settlement) }
    // A safe kind may have to be asked again for its rows; what is published stays published.
    if record.state == .publishing, let answer = record.answer { return .publish(answer) }
    // A poisoned file is refused whole: this records what its documents are told.
    return .send
  }

  func sent(isComplete: Bool) -> Action { isComplete ? .render : .leave }

  func rendered(_ answer: AnswerFile) -> Action { .publish(answer) }

  func published(_ settlement: Settlement) -> Action { .settle(settlement) }

  func settled(_ settlement: Settlement) -> Action { .putAway(settlement) }

  func putAway() -> Action { .finish }
}
