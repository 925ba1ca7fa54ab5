import Documents
import GRDB
import Testing

@testable import Ledgers

/// What `status` and `show` read.
@Suite struct ReportTests {
  let folder: TemporaryFolder
  let ledger: SQLiteLedger

  init() throws {
    folder = try TemporaryFolder()
    ledger = try SQLiteLedger.fresh(in: folder)
  }

  @Test func `an empty ledger has nothing to tell`() async throws {
    let summary = try await ledger.summary()
    #expect(summary.documents == [:])
    #expect(summary.waiting == nil)
    #expect(summary.lastActivity == nil)
    #expect(summary.openInterchanges == [:])
  }

  @Test func `the summary tells what waits, what is in doubt, what is held and what was put aside`() async throws {
    let first = try await ledger.admit(admission("01"))
    let second = try await ledger.admit(admission("02"))
    let third = try await ledger.admit(admission("03", file: "bad.csv"))
    let states: [DocumentState] = [.accepted, .waiting, .inDoubt, .waiting, .unconfirmed, .inDoubt, .accepted, .refused, .sending]
    for (ordinal, state) in states.enumerated() { try await ledger.bring(id(first.number, ordinal), key("A-\(ordinal)"), to: state) }
    try await ledger.settle(third.number, as: Settlement(place: .error, reason: .invalid, counts: ["refused": 2]))
    try await ledger.recordPutAway(third.number, at: "error/bad.csv")
    let hold = TargetHold(reason: "unreachable", message: "connection refused", since: "2026-11-21T10:00:00.000Z")
    try await ledger.recordHold(of: "erp", hold)
    try await ledger.recordHold(of: "schneider", hold)
    try await ledger.recordHold(of: "schneider", nil)

    let summary = try await ledger.summary(limit: 2)
    #expect(summary.documents == [.accepted: 2, .waiting: 2, .inDoubt: 2, .unconfirmed: 1, .refused: 1, .sending: 1])
    #expect(summary.waiting == .init(count: 2, oldest: try #require(try await ledger.document(id(first.number, 1))).createdAt))
    #expect(summary.undecided.map(\.id.ordinal) == [2, 4])
    #expect(summary.holds == ["erp": hold])
    #expect(try await ledger.holds() == ["erp": hold])
    #expect(summary.openInterchanges == [.admitted: .init(count: 2, oldest: first.receivedAt)])
    #expect(first.receivedAt < second.receivedAt)
    #expect(summary.quarantined.map(\.admission.fileName) == ["bad.csv"])
    #expect(summary.quarantined.first?.putAwayAt == "error/bad.csv")
    #expect(summary.lastActivity == (try await ledger.journal(of: third.number).last?.time))
  }

  @Test func `what stands in the way is kept with its time until it is over, and the journal tells both`() async throws {
    let full = Trouble(source: "01", message: "outbox/a is full", since: "2026-11-21T10:00:00.000Z")
    let gone = Trouble(source: "inbox", message: "inbox is missing", since: "2026-11-21T09:00:00.000Z")
    try await ledger.recordTroubles([full, gone])
    try await ledger.recordTroubles([full, gone])
    #expect(try await ledger.summary().troubles == [gone, full])
    try await ledger.recordTroubles([full])
    #expect(try await ledger.summary().troubles == [full])
    try await ledger.recordTroubles([])
    try await ledger.note(JournalNote("stopped", "run"))
    let notes = try await ledger.occurrences(from: "2000", to: "9999").map(\.note)
    #expect(Set(notes.prefix(2)) == [JournalNote("trouble", "inbox is missing"), JournalNote("trouble", "outbox/a is full")])
    #expect(
      notes.dropFirst(2) == [
        JournalNote("trouble_over", "inbox is missing"), JournalNote("trouble_over", "outbox/a is full"), JournalNote("stopped", "run"),
      ])
    #expect(try await ledger.summary().lastActivity == nil, "nothing happened to a file")
    try await ledger.pruneOccurrences(before: "9999")
    #expect(try await ledger.occurrences(from: "2000", to: "9999").map(\.note) == [JournalNote("stopped", "run")])
  }

  @Test func `a target's holds are told by the journal, each with its end`() async throws {
    let hold = TargetHold(reason: "busy", message: "503", since: "2026-11-21T10:00:00.000Z")
    try await ledger.recordHold(of: "erp", nil)
    try await ledger.recordHold(of: "erp", hold)
    try await ledger.recordHold(of: "erp", nil)
    #expect(
      try await ledger.occurrences(from: "2000", to: "9999").map(\.note) == [
        JournalNote("held", "target erp (busy): 503"), JournalNote("released", "target erp"),
      ])
  }

  @Test func `documents of a surveyed file that were not begun count as waiting`() async throws {
    let file = try await ledger.admit(admission("01")).number
    let safe = try await ledger.admit(admission("02")).number
    let refused = try await ledger.admit(admission("03")).number
    func survey(_ kind: Kind, _ count: Int, isRefusedWhole: Bool = false) -> Survey {
      Survey(
        kind: kind, target: "erp", sha256: "", byteCount: 0, documentCount: count, refusedCount: 0, findingCount: 0,
        isRefusedWhole: isRefusedWhole)
    }
    try await ledger.recordSurvey(survey(.orders, 30), of: file)
    try await ledger.recordSurvey(survey(.availability, 7), of: safe)
    try await ledger.recordSurvey(survey(.orders, 5, isRefusedWhole: true), of: refused)
    let received = try #require(try await ledger.interchange(file)).receivedAt
    #expect(try await ledger.summary().waiting == .init(count: 30, oldest: received))
    for ordinal in 0..<3 { try await ledger.bring(id(file, ordinal), key("A-\(ordinal)"), to: ordinal == 0 ? .accepted : .waiting) }
    #expect(try await ledger.summary().waiting == .init(count: 29, oldest: received))
  }

  @Test func `a number is found in every state it ever had`() async throws {
    try await ledger.bring(id(1, 0), key("A-1"), to: .refused)
    try await ledger.bring(id(2, 0), key("A-1"), to: .accepted)
    try await ledger.bring(id(3, 0), key("A-1", kind: .returns), to: .waiting)
    try await ledger.bring(id(4, 0), key("A-11"), to: .accepted)
    #expect(try await ledger.find(documentNumber: "A-1").map(\.id) == [id(1, 0), id(2, 0), id(3, 0)])
    #expect(try await ledger.find(documentNumber: "A-1", kind: .orders).map(\.id) == [id(1, 0), id(2, 0)])
    #expect(try await ledger.find(documentNumber: "A-1", partner: "other") == [])
  }

  @Test func `an interchange is found by its id and by the name of its file`() async throws {
    let first = try await ledger.admit(admission("01"))
    let second = try await ledger.admit(admission("02"))
    #expect(try await ledger.find(interchange: "01") == [first])
    #expect(try await ledger.find(interchange: "orders.csv") == [first, second])
    #expect(try await ledger.find(interchange: "other.csv") == [])
    #expect(try await ledger.interchange(second.number) == second)
  }

  @Test func `the journal tells a file's way in order`() async throws {
    let number = try await ledger.admit(admission()).number
    _ = try await ledger.admit(admission())
    try await ledger.recordSurvey(survey, of: number)
    try await ledger.bring(id(number, 0), key("A-1"), to: .accepted)
    try await ledger.refuse([refusal(id(number, 1), "A-2")])
    try await ledger.note(JournalNote("held", "erp"), interchange: number, ordinal: nil)
    try await ledger.recordPublishing(answer, of: number)
    try await ledger.settle(number, as: Settlement(place: .archive, counts: ["refused": 1, "accepted": 1]))
    try await ledger.recordPutAway(number, at: "archive/orders.csv")
    let journal = try await ledger.journal(of: number)
    #expect(
      journal.map(\.note) == [
        JournalNote("admitted", "orders.csv"), JournalNote("taken_up", "attempt 2"), JournalNote("surveyed", "documents 2, refused 1"),
        JournalNote("sending", "key-1"), JournalNote("accepted", "EXT-1"), JournalNote("refused"), JournalNote("held", "erp"),
        JournalNote("publishing", "orders.answer.csv"), JournalNote("settled", "archive: accepted 1, refused 1"),
        JournalNote("put_away", "archive/orders.csv"),
      ])
    #expect(journal.map(\.ordinal) == [nil, nil, nil, 0, 0, 1, nil, nil, nil, nil])
    #expect(journal.map(\.time) == journal.map(\.time).sorted())
    #expect(try await ledger.journal(of: id(number, 0)).map(\.note.event) == ["sending", "accepted"])
  }

  @Test func `what came before a claim or a refusal stands before it in the journal, in the same commit`() async throws {
    let notes = [JournalNote("planned", "shipping plan 200"), JournalNote("completed", "2 warehouses")]
    let commits = ledger.statistics.commits
    _ = try await ledger.begin(intent(id(1, 0), key("A-1"), notes: notes))
    _ = try await ledger.begin(intent(id(1, 1), key("A-1"), notes: notes))
    _ = try await ledger.refer(intent(id(1, 2), key("A-1"), content: 9, notes: notes))
    try await ledger.refuse([refusal(id(1, 3), "A-3", notes: notes)])
    #expect(ledger.statistics.commits == commits + 4)
    for (ordinal, event) in ["sending", "duplicate", "conflict", "refused"].enumerated() {
      #expect(try await ledger.journal(of: id(1, ordinal)).map(\.note.event) == ["planned", "completed", event])
    }
    #expect(try await ledger.journal(of: id(1, 0)).first?.note == notes[0])
  }

  @Test func `where nothing is decided, nothing that came before it is journalled`() async throws {
    let notes = [JournalNote("planned", "shipping plan 200")]
    #expect(try await ledger.refer(intent(id(1, 0), key("A-1"), notes: notes)) == nil)
    try await ledger.bring(id(1, 1), key("A-2"), to: .accepted)
    _ = try await ledger.begin(intent(id(1, 1), key("A-2"), notes: notes))
    try await ledger.refuse([refusal(id(1, 1), "A-2", notes: notes)])
    #expect(try await ledger.journal(of: id(1, 0)) == [])
    #expect(try await ledger.journal(of: id(1, 1)).map(\.note.event) == ["sending", "accepted"])
  }

  @Test func `a return finds the order that the target has`() async throws {
    try await ledger.bring(id(1, 0), key("A-1"), to: .accepted)
    try await ledger.bring(id(1, 1), key("A-2"), to: .unconfirmed)
    try await ledger.bring(id(1, 2), key("A-3"), to: .inDoubt)
    try await ledger.bring(id(1, 3), key("A-4"), to: .refused)
    try await ledger.bring(id(1, 4), key("A-5", kind: .returns), to: .accepted)
    var found: [DocumentRecord.ID?] = []
    for number in 1...5 { found.append(try await ledger.acceptedOrder(target: "erp", partner: "acme", number: "A-\(number)")?.id) }
    #expect(found == [id(1, 0), id(1, 1), nil, nil, nil])
  }

  @Test func `the bindings are kept, and count where a number is taken`() async throws {
    try await ledger.bind(target: "erp", to: "https://erp.example.com")
    try await ledger.bind(target: "other", to: "https://other.example.com")
    #expect(try await ledger.bindings().isEmpty)
    try await ledger.bring(id(1, 0), key("A-1"), to: .inDoubt)
    #expect(try await ledger.bindings() == ["erp": "https://erp.example.com"])
  }

  /// At ten million documents a scan would take minutes.
  @Test(arguments: [
    ("SELECT id FROM documents WHERE state = 'sending' ORDER BY id", "documents_by_state"),
    ("SELECT state, count(*) FROM documents GROUP BY state", "documents_by_state"),
    ("SELECT created_at FROM documents WHERE state = 'waiting' ORDER BY id LIMIT 1", "documents_by_state"),
    ("\(Interchange.selection) WHERE state <> 'done' ORDER BY number", "interchanges_open"),
    ("\(Interchange.selection) WHERE is_quarantined = 1 ORDER BY number DESC LIMIT 20", "interchanges_quarantined"),
    ("SELECT * FROM documents WHERE number = 'A' AND taken = 1 AND partner = coalesce(NULL, partner)", "documents_taken"),
    ("SELECT * FROM documents WHERE number = 'A' AND taken = 0 AND partner = coalesce(NULL, partner)", "documents_free"),
    ("SELECT * FROM journal WHERE interchange = 1 AND ordinal = 2 ORDER BY entry", "journal_by_document"),
    ("\(DocumentRecord.toEnrol) LIMIT ?", "documents_to_enrol"),
    ("\(TrackedExternal.due) LIMIT ?", "tracked_due"),
    ("SELECT id FROM tracked WHERE is_open = 1 AND placed_at < 'A' ORDER BY placed_at LIMIT 500", "tracked_by_age"),
    ("SELECT count(*) FROM tracked WHERE is_open = 1", "tracked_"),
    ("SELECT file FROM change_files WHERE is_published = 0 ORDER BY partner, date, number", "change_files_open"),
  ])
  func `no report reads the whole ledger`(_ sql: String, _ index: String) async throws {
    let plan = try await ledger.read { database in
      let statement = try database.makeStatement(sql: "EXPLAIN QUERY PLAN \(sql)")
      statement.setUncheckedArguments(StatementArguments(Array(repeating: "A", count: sql.count { $0 == "?" })))
      return try Row.fetchAll(statement).map { $0[3] as String }.joined(separator: "\n")
    }
    #expect(plan.contains("INDEX \(index)"))
  }
}
