import Documents
import Synchronization

/// One document at a time for each number: two journeys that meet at one number go one after the other, the later after the earlier.
final class NumberGate: Sendable {
  /// Who waits for the number; the one who has it is not in the list.
  private let waiting = Mutex<[DocumentKey: [CheckedContinuation<Void, Never>]]>([:])

  /// Takes the number if it is free.
  func tryEnter(_ key: DocumentKey) -> Bool {
    waiting.withLock { waiting in
      guard waiting[key] == nil else { return false }
      waiting[key] = []
      return true
    }
  }

  func enter(_ key: DocumentKey) async {
    await withCheckedContinuation { continuation in
      let isFree = waiting.withLock { waiting in
        guard waiting[key] != nil else {
          waiting[key] = []
          return true
        }
        waiting[key]?.append(continuation)
        return false
      }
      if isFree { continuation.resume() }
    }
  }

  /// Of those who stand behind the one that has it.
  func waitingCount(_ key: DocumentKey) -> Int { waiting.withLock { $0[key]?.count ?? 0 } }

  func leave(_ key: DocumentKey) {
    let next = waiting.withLock { waiting -> CheckedContinuation<Void, Never>? in
      guard let first = waiting[key]?.first else {
        waiting[key] = nil
        return nil
      }
      waiting[key]?.removeFirst()
      return first
    }
    next?.resume()
  }
}
