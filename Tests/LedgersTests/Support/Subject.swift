import Ledgers
import Synchronization

/// The implementations that the conformance tests run against.
enum Subject: CaseIterable {
  case sqlite, memory

  func open(in folder: TemporaryFolder) throws -> any Ledger {
    switch self {
    case .sqlite: try SQLiteLedger.fresh(in: folder)
    case .memory: InMemoryLedger(clock: ticks())
    }
  }
}

extension SQLiteLedger {
  static func fresh(in folder: TemporaryFolder) throws -> SQLiteLedger {
    try open(path: folder.file("ledger.sqlite"), mode: .openOrCreate(mayCreate: true), clock: ticks())
  }

  static func reopen(in folder: TemporaryFolder, _ mode: Mode = .openOrCreate(mayCreate: false)) throws -> SQLiteLedger {
    try open(path: folder.file("ledger.sqlite"), mode: mode, clock: ticks())
  }
}

/// A clock that goes on by a second whenever it is read.
func ticks() -> @Sendable () -> String {
  let count = Counter()
  return {
    let seconds = count.next()
    let digits = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return "2026-11-21T\(digits.joined(separator: ":")).000Z"
  }
}

private final class Counter: Sendable {
  private let count = Mutex(-1)

  func next() -> Int {
    count.withLock { count in
      count += 1
      return count
    }
  }
}
