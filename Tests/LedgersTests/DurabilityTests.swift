import Documents
import FoundationEssentials
import GRDB
import Testing

@testable import Ledgers

/// What is durable when, on a real file.
@Suite struct DurabilityTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `the writer is in WAL with synchronous FULL and foreign keys`() throws {
    let ledger = try SQLiteLedger.fresh(in: folder)
    func pragma(_ name: String) throws -> String? {
      try ledger.pool.writeWithoutTransaction { try String.fetchOne($0, sql: "SELECT * FROM pragma_\(name)") }
    }
    #expect(try pragma("synchronous") == "2")
    #expect(try pragma("journal_mode") == "wal")
    #expect(try pragma("foreign_keys") == "1")
  }

  @Test func `sixty-four that write at once share commits`() async throws {
    let ledger = try SQLiteLedger.fresh(in: folder)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<64 {
        group.addTask {
          for round in 0..<20 {
            let document = id(1, task * 20 + round)
            #expect(try await ledger.begin(intent(document, key("A-\(document.ordinal)"))) == .begun)
            try await ledger.conclude(document, conclusion(.accepted))
          }
        }
      }
      try await group.waitForAll()
    }
    let (commits, writes) = ledger.statistics
    #expect(writes == 2560)
    #expect(commits < writes / 2)
    #expect(try await ledger.summary().documents == [.accepted: 1280])
  }

  @Test func `sending is seen by others when begin returns`() async throws {
    let ledger = try SQLiteLedger.fresh(in: folder)
    let beside = try DatabaseQueue(path: folder.file("ledger.sqlite"))
    for ordinal in 0..<50 {
      _ = try await ledger.begin(intent(id(1, ordinal), key("A-\(ordinal)")))
      let state = try await beside.read {
        try String.fetchOne($0, sql: "SELECT state FROM documents WHERE id = ?", arguments: [id(1, ordinal).row])
      }
      #expect(state == "sending")
    }
  }

  /// The files as a kill leaves them: nothing closed, nothing folded in.
  @Test func `after a kill, what was sending is in doubt and what had an outcome has it`() async throws {
    let ledger = try SQLiteLedger.fresh(in: folder)
    let number = try await ledger.admit(admission()).number
    try await ledger.bring(id(number, 0), key("A-0"), to: .accepted)
    try await ledger.bring(id(number, 1), key("A-1"), to: .sending)
    try await ledger.bring(id(number, 2), key("A-2"), to: .waiting)
    let killed = try TemporaryFolder()
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: folder.file("ledger.sqlite\(suffix)"), toPath: killed.file("ledger.sqlite\(suffix)"))
    }

    let restarted = try SQLiteLedger.reopen(in: killed)
    #expect(try await restarted.openInterchanges().map(\.number) == [number])
    #expect(try await restarted.recoverSending() == [id(number, 1)])
    #expect(try await restarted.states(of: number, from: 0, limit: 9).map(\.state) == [.accepted, .inDoubt, .waiting])
    #expect(try await restarted.begin(intent(id(2, 0), key("A-1"))) == .duplicate(of: #require(restarted.document(id(number, 1)))))
    #expect(
      try await restarted.journal(of: id(number, 1)).map(\.note)
        == [JournalNote("sending", "key-1"), JournalNote("in_doubt", "found as sending after a start")])
  }

  @Test func `a full disk is the end of all writing, and nothing is half written`() async throws {
    let ledger = try SQLiteLedger.fresh(in: folder)
    try await ledger.bring(id(1, 0), key("A-0"), to: .sending)
    try await ledger.pool.writeWithoutTransaction { database in
      let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
      try database.execute(sql: "PRAGMA max_page_count = \(pages + 2)")
    }
    let chunk = (1...200).map { refusal(id(1, $0), "A-\($0)") }
    let failure = await ledgerError { try await ledger.refuse(chunk) }
    #expect(failure?.code == .writeFailed)
    #expect(
      failure?.message
        == "the ledger \(folder.file("ledger.sqlite")) could not be written: database or disk is full (SQLite 13). Nothing more is sent; "
        + "make room or mend the disk, then start Ferry again")
    #expect((failure?.cause as? DatabaseError)?.resultCode == .SQLITE_FULL)

    try await ledger.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
    let later = await ledgerError { try await ledger.conclude(id(1, 0), conclusion(.accepted)) }
    #expect(later?.code == .writeFailed, "it is not tried again in the process")
    #expect(try await ledger.states(of: 1, from: 0, limit: 300).map(\.state) == [.sending])

    let restarted = try SQLiteLedger.reopen(in: folder)
    #expect(try await restarted.recoverSending() == [id(1, 0)])
  }

  @Test func `a failed commit fails everybody who waited for it`() async throws {
    let ledger = try SQLiteLedger.fresh(in: folder)
    try await ledger.pool.writeWithoutTransaction { database in
      let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
      try database.execute(sql: "PRAGMA max_page_count = \(pages + 4)")
    }
    let failures = await withTaskGroup(of: LedgerError?.self) { group in
      for ordinal in 0..<200 {
        group.addTask { await ledgerError { _ = try await ledger.begin(intent(id(1, ordinal), key("A-\(ordinal)"))) } }
      }
      return await group.reduce(into: [LedgerError?]()) { $0.append($1) }
    }
    let begun = failures.count { $0 == nil }
    #expect(begun < 200)
    #expect(failures.allSatisfy { $0 == nil || $0?.code == .writeFailed })
    #expect(try await ledger.summary().documents[.sending] ?? 0 == begun, "begun to its caller is begun in the file, and nothing else is")
  }

  @Test func `one caller's mistake does not undo the others of its group`() async throws {
    let ledger = try SQLiteLedger.fresh(in: folder)
    let errors = await withTaskGroup(of: LedgerError?.self) { group in
      for ordinal in 0..<100 {
        group.addTask {
          await ledgerError {
            if ordinal.isMultiple(of: 10) {
              try await ledger.conclude(id(9, ordinal), conclusion(.accepted))
            } else {
              _ = try await ledger.begin(intent(id(1, ordinal), key("A-\(ordinal)")))
            }
          }
        }
      }
      return await group.reduce(into: [LedgerError?]()) { $0.append($1) }
    }
    #expect(errors.count { $0?.code == .illegalTransition } == 10)
    #expect(try await ledger.summary().documents == [.sending: 90])
  }

  @Test(arguments: DocumentState.allCases)
  func `the schema agrees with the states about who takes a number`(_ state: DocumentState) throws {
    let ledger = try SQLiteLedger.fresh(in: folder)
    func insert(_ row: Int64, taken: Bool) throws {
      try ledger.pool.write { database in
        try database.execute(
          sql: """
            INSERT INTO documents (id, target, partner, kind, number, state, taken, attempts, source_line, created_at, changed_at, lines)
            VALUES (?, 'erp', 'acme', 'orders', 'A-1', ?, ?, 1, 1, '', '', x'')
            """, arguments: [row, state.rawValue, taken])
      }
    }
    #expect(throws: DatabaseError.self) { try insert(1, taken: !state.takesNumber) }
    try insert(2, taken: state.takesNumber)
    if state.takesNumber {
      #expect(throws: DatabaseError.self, "SQLite itself forbids two holders of one number") { try insert(3, taken: true) }
    } else {
      try insert(3, taken: false)
    }
  }
}
