import Mailboxes
import Synchronization

/// What is on its way: a bounded number of files for each target, so that a held one keeps nobody else waiting.
final class RunningJourneys: Sendable {
  private struct State {
    var byTarget: [String: Int] = [:]
    /// By their files.
    var ids: Set<String> = []
    /// Work that is no file: it is waited for too.
    var others = 0
    /// Everything is over: no such work begins any more.
    var isOver = false
    var retries: [(file: ClaimedFile, at: ContinuousClock.Instant)] = []
    var suspects: ArraySlice<ClaimedFile> = []
    /// The suspect at work, and how long the next one waits for its end.
    var suspect: (id: String, until: ContinuousClock.Instant)?
    var isBroken = false
  }

  /// What ends Ferry does it soon; one that waits for its target keeps the other suspects no longer than this.
  private static let patienceWithSuspect = Duration.seconds(60)

  private let limit: Int
  private let state = Mutex(State())

  init(limit: Int) { self.limit = max(1, limit) }

  var hasNoFiles: Bool { state.withLock { $0.byTarget.values.allSatisfy { $0 <= 0 } } }

  func hasRoom(_ target: String) -> Bool { state.withLock { $0.byTarget[target, default: 0] < limit } }

  /// The ledger failed: nothing more is sent in this process.
  var isBroken: Bool { state.withLock { $0.isBroken } }
  func `break`() { state.withLock { $0.isBroken = true } }

  func add(_ target: String) { state.withLock { $0.byTarget[target, default: 0] += 1 } }
  func remove(_ target: String) { state.withLock { $0.byTarget[target, default: 1] -= 1 } }

  /// - Returns: false: everything is over, and it may not begin.
  func addOther() -> Bool {
    state.withLock { state in
      if !state.isOver { state.others += 1 }
      return !state.isOver
    }
  }
  func removeOther() { state.withLock { $0.others -= 1 } }

  /// A folder's trouble is not the file's: it is taken up again then.
  func retry(_ file: ClaimedFile, at: ContinuousClock.Instant) { state.withLock { $0.retries.append((file, at)) } }

  func takeDue(now: ContinuousClock.Instant) -> [ClaimedFile] {
    state.withLock { state in
      let due = state.retries.filter { $0.at <= now }.map(\.file)
      state.retries.removeAll { $0.at <= now }
      return due
    }
  }

  /// Files that were on their way more than once when Ferry went down: led one after the other, so that the one that did it is the only one whose
  /// attempts go on counting, and those that only lay beside it are not blamed.
  func suspect(_ files: [ClaimedFile]) { state.withLock { $0.suspects = files[...] } }

  var suspects: Int { state.withLock { $0.suspects.count } }

  /// nil: none is left, or one is at work.
  func nextSuspect(now: ContinuousClock.Instant) -> ClaimedFile? {
    state.withLock { state in
      if let suspect = state.suspect, suspect.until > now { return nil }
      guard let file = state.suspects.popFirst() else { return nil }
      state.suspect = (file.id, now + Self.patienceWithSuspect)
      return file
    }
  }

  func began(_ file: ClaimedFile) { state.withLock { _ = $0.ids.insert(file.id) } }

  /// Its journey is over, for now or for good.
  func ended(_ file: ClaimedFile) {
    state.withLock { state in
      state.ids.remove(file.id)
      if state.suspect?.id == file.id { state.suspect = nil }
    }
  }

  /// The ids of the files that are on their way, or will be taken up again.
  var known: Set<String> {
    state.withLock { $0.ids.union($0.retries.map(\.file.id)).union($0.suspects.map(\.id)) }
  }

  /// Until none is left, and none begins any more; each end rings the bell.
  func wait(bell: AsyncStream<Void>) async {
    var bells = bell.makeAsyncIterator()
    while !endIfIdle(), await bells.next() != nil {}
  }

  private func endIfIdle() -> Bool {
    state.withLock { state in
      state.isOver = state.byTarget.values.reduce(0, +) + state.others == 0
      return state.isOver
    }
  }
}
