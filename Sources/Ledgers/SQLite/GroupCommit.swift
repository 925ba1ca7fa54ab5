import GRDB
import Synchronization

/// One writer that commits whatever waits at that moment, without a timer: a caller alone waits for one fsync, sixty-four callers share one.
/// The first write or commit that fails is the last one: its whole group fails with `.writeFailed`, and so does every later write at once.
final class GroupCommit: Sendable {
  /// A body that was not run yet. `run` gives what to call once its group is durable.
  private struct Write: Sendable {
    let run: @Sendable (Database, String) throws -> @Sendable () -> Void
    let fail: @Sendable (LedgerError) -> Void
  }

  private struct Queue {
    var waiting: [Write] = []
    var isDraining = false
    var failure: LedgerError?
    var commits = 0
    var writes = 0
  }

  private static let groupLimit = 512

  private let queue = Mutex(Queue())
  private let pool: DatabasePool
  private let clock: @Sendable () -> String

  init(pool: DatabasePool, clock: @escaping @Sendable () -> String) {
    self.pool = pool
    self.clock = clock
  }

  var statistics: (commits: Int, writes: Int) { queue.withLock { ($0.commits, $0.writes) } }

  /// Runs the body in the next group and returns when that is durable. The body gets the group's time. It is not cancelled.
  /// `atomic`: the body may fail after it has written something, and then all of it has to be undone. Bodies that check everything
  /// before their first change do without the savepoint this takes.
  /// - Throws: what the body throws of `LedgerError`, with nothing changed; `.writeFailed`.
  func write<Value: Sendable>(
    atomic: Bool = false, _ body: @escaping @Sendable (Database, String) throws -> Value
  ) async throws(LedgerError) -> Value {
    let result: Result<Value, LedgerError> = await withCheckedContinuation { continuation in
      enqueue(
        Write(
          run: { database, now in
            let result = try Self.attempt(atomic: atomic, database) { try body(database, now) }
            return { continuation.resume(returning: result) }
          },
          fail: { continuation.resume(returning: .failure($0)) }))
    }
    return try result.get()
  }

  /// - Throws: only what is wrong with the database itself.
  private static func attempt<Value>(
    atomic: Bool, _ database: Database, _ body: () throws -> Value
  ) throws -> Result<Value, LedgerError> {
    do {
      guard atomic else { return .success(try body()) }
      var value: Value?
      try database.inSavepoint {
        value = try body()
        return .commit
      }
      guard let value else { throw LedgerError(.illegalTransition, "a write of the ledger gave no result: a fault in Ferry") }
      return .success(value)
    } catch let error as LedgerError {
      return .failure(error)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
      return .failure(
        LedgerError(
          .illegalTransition, "the ledger does not allow this change (\(error.message ?? "constraint")): a fault in Ferry", cause: error))
    }
  }

  private func enqueue(_ write: Write) {
    let (failure, mustDrain) = queue.withLock { queue -> (LedgerError?, Bool) in
      if let failure = queue.failure { return (failure, false) }
      queue.waiting.append(write)
      defer { queue.isDraining = true }
      return (nil, !queue.isDraining)
    }
    if let failure { write.fail(failure) }
    if mustDrain { pool.asyncWriteWithoutTransaction { self.drain($0) } }
  }

  /// On GRDB's writer, until nothing waits any more.
  private func drain(_ database: Database) {
    while let group = nextGroup() {
      do {
        let now = clock()
        var resumptions: [@Sendable () -> Void] = []
        resumptions.reserveCapacity(group.count)
        try database.inTransaction(.immediate) {
          for write in group { resumptions.append(try write.run(database, now)) }
          return .commit
        }
        queue.withLock { queue in
          queue.commits += 1
          queue.writes += group.count
        }
        for resume in resumptions { resume() }
      } catch {
        let failure = LedgerError.writing(pool.path, error)
        for write in group + abandonQueue(failure) { write.fail(failure) }
      }
    }
  }

  private func nextGroup() -> [Write]? {
    queue.withLock { queue in
      guard !queue.waiting.isEmpty else {
        queue.isDraining = false
        return nil
      }
      guard queue.waiting.count > Self.groupLimit else {
        defer { queue.waiting.removeAll(keepingCapacity: true) }
        return queue.waiting
      }
      defer { queue.waiting.removeFirst(Self.groupLimit) }
      return Array(queue.waiting.prefix(Self.groupLimit))
    }
  }

  private func abandonQueue(_ failure: LedgerError) -> [Write] {
    queue.withLock { queue in
      queue.failure = failure
      defer { queue.waiting = [] }
      return queue.waiting
    }
  }
}
