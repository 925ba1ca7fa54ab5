import Documents
import Synchronization

/// The files under way in the order in which they were started: a document waits while an earlier file of its partner is still to send one of
/// its number. Exact for the first 65,536 documents of a file; beyond, the documents that meet go one after the other (`NumberGate`).
final class FileOrder: Sendable {
  typealias Place = Int

  static let limit = 1 << 16

  private struct Entry {
    let partner: String
    /// Hashes of its documents' keys; nil: not surveyed yet.
    var numbers: Set<Int>?
    /// Among the partner's files, which may be numbered: read to its end, later than the first of its numbers are known.
    var isCounted = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private struct State {
    var entries: [Place: Entry] = [:]
    var next: Place = 0
  }

  private let state = Mutex(State())

  /// The next file in order.
  func join(partner: String) -> Place {
    state.withLock { state in
      state.next += 1
      state.entries[state.next] = Entry(partner: partner)
      return state.next
    }
  }

  /// Its numbers are known. The first word counts.
  func know(_ numbers: Set<Int>, of place: Place) {
    wake(place) { entry in
      guard entry.numbers == nil else { return false }
      entry.numbers = numbers
      return true
    }
  }

  /// It was counted among the partner's files.
  func count(_ place: Place) {
    wake(place) { entry in
      guard !entry.isCounted else { return false }
      entry.isCounted = true
      return true
    }
  }

  /// It sends nothing more.
  func leave(_ place: Place) {
    let waiting = state.withLock { $0.entries.removeValue(forKey: place)?.waiting ?? [] }
    for continuation in waiting { continuation.resume() }
  }

  /// Whether a file of the partner is under way that is not counted.
  func isReading(partner: String) -> Bool {
    state.withLock { state in state.entries.values.contains { $0.partner == partner && !$0.isCounted } }
  }

  /// Until all earlier files of the partner are counted.
  func waitForCounts(before place: Place) async {
    while let earlier = first(before: place, where: { !$0.isCounted }) { await wait(for: earlier) { !$0.isCounted } }
  }

  /// Until all earlier files of the partner are surveyed.
  func waitForSurveys(before place: Place) async {
    while let earlier = first(before: place, where: { $0.numbers == nil }) { await wait(for: earlier) { $0.numbers == nil } }
  }

  /// Whether an earlier file may still send a document of that key.
  func isBehind(_ key: DocumentKey, at place: Place) -> Bool { earlier(key, than: place) != nil }

  /// Until no earlier file sends a document of that key any more.
  func wait(for key: DocumentKey, at place: Place) async {
    while let earlier = earlier(key, than: place) { await wait(for: earlier) { _ in true } }
  }

  static func hash(_ key: DocumentKey) -> Int { key.hashValue }

  private func earlier(_ key: DocumentKey, than place: Place) -> Place? {
    guard first(before: place, where: { _ in true }) != nil else { return nil }
    let hash = Self.hash(key)
    return first(before: place) { $0.numbers?.contains(hash) == true }
  }

  private func first(before place: Place, where condition: (Entry) -> Bool) -> Place? {
    state.withLock { state in
      guard let partner = state.entries[place]?.partner else { return nil }
      var found: Place?
      for (earlier, entry) in state.entries where earlier < place && earlier < found ?? .max {
        if entry.partner == partner, condition(entry) { found = earlier }
      }
      return found
    }
  }

  /// Until something about that file changes, if it is still as `condition` says.
  private func wait(for place: Place, while condition: (Entry) -> Bool) async {
    await withCheckedContinuation { continuation in
      let isOver = state.withLock { state in
        guard let entry = state.entries[place], condition(entry) else { return true }
        state.entries[place]?.waiting.append(continuation)
        return false
      }
      if isOver { continuation.resume() }
    }
  }

  private func wake(_ place: Place, _ change: (inout Entry) -> Bool) {
    let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
      guard var entry = state.entries[place], change(&entry) else { return [] }
      defer { state.entries[place] = entry }
      let waiting = entry.waiting
      entry.waiting = []
      return waiting
    }
    for continuation in waiting { continuation.resume() }
  }
}
