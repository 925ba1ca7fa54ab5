import Documents
import FoundationEssentials
import GRDB
import Testing

@testable import Ledgers

/// What goes after the retention, and what stays for ever.
@Suite struct PruningTests {
  let folder: TemporaryFolder
  let ledger: SQLiteLedger
  private static let later = "2026-11-22"

  init() throws {
    folder = try TemporaryFolder()
    ledger = try SQLiteLedger.fresh(in: folder)
  }

  /// A file that is done, with one document in each of these states.
  private func file(_ name: String, _ states: [DocumentState]) async throws -> Interchange.Number {
    let number = try await ledger.admit(admission(name, file: name, profile: "{\"email\":\"edi@example.com\"}")).number
    for (ordinal, state) in states.enumerated() { try await ledger.bring(id(number, ordinal), key("\(name)-\(ordinal)"), to: state) }
    try await ledger.settle(number, as: Settlement(place: .archive, counts: [:]))
    try await ledger.recordPutAway(number, at: "archive/\(name)")
    return number
  }

  /// Everything there is, without a rest of request and response.
  private func pruneAll(before time: String = later) async throws {
    for place in try await ledger.filesToPrune(before: time, after: .start, limit: 100) {
      let page = try await ledger.documentsToPrune(of: place.interchange, before: time, from: 0, limit: 100, bytes: 1 << 20)
      _ = try await ledger.prune(
        page.map { PrunedDocument(document: $0.id, lines: [], body: [], response: Array("E-1".utf8)) }, of: place.interchange)
      _ = try await ledger.pruneFile(place.interchange)
    }
    try await ledger.pruneProfiles()
  }

  @Test(arguments: DocumentState.allCases)
  func `of what is over the number, its content's hash and the outcome stay`(_ state: DocumentState) async throws {
    let number = try await file("a", [state])
    // A duplicate and a conflict refer to a document of their own.
    let before = try #require(try await ledger.document(id(number, 0)))
    try await pruneAll()
    let after = try #require(try await ledger.document(id(number, 0)))
    #expect(after.key == before.key)
    #expect(
      (after.state, after.fingerprint, after.original, after.status) == (before.state, before.fingerprint, before.original, before.status))
    #expect(after.changedAt == before.changedAt)
    let isOver: Bool =
      switch state {
      case .accepted, .refused, .failed, .duplicate, .conflict: true
      case .waiting, .sending, .unconfirmed, .inDoubt: false
      }
    #expect((after.prunedAt != nil) == isOver)
    let journal = try await ledger.journal(of: id(number, 0))
    if isOver {
      #expect((after.body, after.findings, after.response) == ([], [], Array("E-1".utf8)))
      #expect(journal == [])
    } else {
      #expect(after == before)
      #expect(!journal.isEmpty)
    }
    // A duplicate's and a conflict's number is taken by another one.
    let isTaken = state.takesNumber || state == .duplicate || state == .conflict
    #expect((try await ledger.begin(intent(id(number + 1, 0), before.key)) == .begun) == !isTaken)
  }

  @Test func `a file is pruned when its last document is, and its settings when their last file is`() async throws {
    let number = try await file("a", [.accepted, .inDoubt])
    try await pruneAll()
    #expect(try await ledger.interchange(number)?.prunedAt == nil)
    #expect(try await ledger.journal(of: number).map(\.note.event).contains("admitted"))
    let decision = try await ledger.propose(Decision(document: id(number, 1), action: .abandon, user: "anna"))
    try await pruneAll()
    #expect(try await ledger.document(id(number, 1))?.prunedAt == nil, "decided, and not carried out")
    try await ledger.apply(decision, conclusion(.refused))
    try await pruneAll()
    #expect(try await ledger.document(id(number, 1))?.prunedAt == nil, "its sender does not know yet")
    let update = AnswerUpdate(interchange: number, number: 1, file: answer, documents: [id(number, 1)])
    try await ledger.recordUpdatePublishing(update)
    try await pruneAll()
    #expect(try await ledger.document(id(number, 1))?.prunedAt == nil, "the update is not out yet")
    try await ledger.recordUpdatePublished(number, number: 1)
    try await pruneAll(before: try #require(try await ledger.document(id(number, 1))).changedAt)
    #expect(try await ledger.document(id(number, 1))?.prunedAt == nil, "what was decided is kept from then on")
    try await pruneAll()
    #expect(try await ledger.decisions(on: id(number, 1)) == [])
    let pruned = try #require(try await ledger.interchange(number))
    #expect(pruned.prunedAt != nil)
    #expect(pruned.admission.profile == "{}")
    #expect(try await ledger.journal(of: number).map(\.note) == [JournalNote("pruned")])
    let profiles = try await ledger.read { try String.fetchAll($0, sql: "SELECT content FROM profiles") }
    #expect(profiles == ["{}"])
  }

  @Test func `what is on its way, to be replayed, or still tracked stays`() async throws {
    let open = try await ledger.admit(admission("open")).number
    try await ledger.bring(id(open, 0), key("A-1"), to: .accepted)
    let replayed = try await file("b", [.accepted])
    _ = try await ledger.requestReplay(replayed, user: "anna")
    let tracked = try await file("c", [.accepted])
    try await ledger.enrol(id(tracked, 0), externals: [("E-1", nil)])
    let figures = try await ledger.pruningFigures(before: Self.later)
    #expect((figures.documents, figures.files, figures.tracked, figures.undecided) == (0, 1, 1, 0))
    try await pruneAll()
    for number in [open, replayed, tracked] { #expect(try await ledger.document(id(number, 0))?.prunedAt == nil) }
    try await ledger.recordTracking([TrackingObservation(document: id(tracked, 0), externalID: "E-1", seen: [1], isDone: true)], file: nil)
    try await pruneAll()
    #expect(try await ledger.document(id(tracked, 0))?.prunedAt != nil)
    #expect(try await ledger.pruningFigures(before: Self.later).tracked == 0)
  }

  @Test func `a younger document stays, a younger file is not even looked at`() async throws {
    let number = try await file("a", [.accepted])
    let done = try #require(try await ledger.interchange(number)?.changedAt)
    #expect(try await ledger.filesToPrune(before: done, after: .start, limit: 10) == [])
    let first = try #require(try await ledger.filesToPrune(before: Self.later, after: .start, limit: 10).first)
    #expect(first.interchange == number)
    #expect(try await ledger.filesToPrune(before: Self.later, after: first, limit: 10) == [])
  }

  @Test func `pages are bounded by number and by bytes`() async throws {
    let number = try await file("a", Array(repeating: .accepted, count: 10))
    func page(_ from: Int, _ limit: Int, _ bytes: Int) async throws -> [Int] {
      try await ledger.documentsToPrune(of: number, before: Self.later, from: from, limit: limit, bytes: bytes).map(\.id.ordinal)
    }
    #expect(try await page(0, 4, 1 << 20) == [0, 1, 2, 3])
    #expect(try await page(4, 4, 1 << 20) == [4, 5, 6, 7])
    // Each has three bytes of body, eight of response, two of findings.
    #expect(try await page(0, 10, 14) == [0, 1])
    #expect(try await page(0, 10, 1) == [0])
  }

  @Test func `a forgotten number is free; one that is in doubt is not forgotten`() async throws {
    let number = try await file("a", [.accepted, .inDoubt])
    let other = try await file("b", [.accepted])
    try await pruneAll()
    var forgotten: [String] = []
    for limit in [1, 10, 10] {
      let (documents, files) = try await ledger.forget(before: Self.later, limit: limit)
      forgotten.append("\(documents) \(files)")
    }
    #expect(forgotten == ["1 0", "1 1", "0 0"])
    #expect(try await ledger.interchange(other) == nil)
    #expect(try await ledger.interchange(number) != nil)
    #expect(try await ledger.taken(key("a-0")) == nil)
    #expect(try await ledger.taken(key("a-1"))?.state == .inDoubt)
    #expect(try await ledger.begin(intent(id(9, 0), key("a-0"))) == .begun)
  }

  @Test func `the journal's last entry never goes back`() async throws {
    _ = try await file("a", [.accepted])
    func last() async throws -> Int64 { try await ledger.read { try Int64.fetchOne($0, sql: "SELECT max(entry) FROM journal") ?? 0 } }
    let before = try await last()
    try await pruneAll()
    #expect(try await last() > before, "alerts count by it")
  }

  @Test func `compacted, no byte of it is left in the file`() async throws {
    let number = try await ledger.admit(admission("a", profile: "{\"email\":\"edi@example.com\"}")).number
    // Interleaved as calls in flight are: rows grow when their outcome comes, and SQLite moves them about.
    func text(_ ordinal: Int, _ length: Int) -> [UInt8] {
      Array(repeating: Array("PERSONAL\(ordinal)".utf8), count: length).flatMap(\.self)
    }
    func outcome(_ ordinal: Int) async throws {
      try await ledger.conclude(
        id(number, ordinal),
        Conclusion(state: .accepted, status: 200, response: text(ordinal, 20 + ordinal % 7 * 10), note: JournalNote("accepted", "PERSONAL"))
      )
    }
    var flying: [Int] = []
    for ordinal in 0..<400 {
      let begun = Intent(
        document: id(number, ordinal), key: key("A-\(ordinal)"), fingerprint: Fingerprint(Array(repeating: 1, count: 32)),
        body: text(ordinal, 30 + ordinal % 11 * 12), idempotencyKey: "k", lines: [], sourceLine: 1)
      _ = try await ledger.begin(begun)
      flying.append(ordinal)
      if flying.count == 32 { try await outcome(flying.remove(at: ordinal * 7 % 32)) }
    }
    for ordinal in flying { try await outcome(ordinal) }
    try await ledger.settle(number, as: Settlement(place: .archive, counts: [:]))
    try await ledger.recordPutAway(number, at: "archive")
    func personal() throws -> Int {
      var count = 0
      for name in ["ledger.sqlite", "ledger.sqlite-wal"] {
        let bytes = try Data(contentsOf: URL(filePath: folder.file(name)))
        var rest = bytes[...]
        for mark in ["PERSONAL", "edi@example.com"] {
          rest = bytes[...]
          while let found = rest.firstRange(of: Array(mark.utf8)) {
            count += 1
            rest = rest[found.upperBound...]
          }
        }
      }
      return count
    }
    #expect(try personal() > 1000)
    var next = 0
    while case let page = try await ledger.documentsToPrune(of: number, before: Self.later, from: next, limit: 50, bytes: 1 << 20),
      let last = page.last
    {
      _ = try await ledger.prune(page.map { PrunedDocument(document: $0.id, lines: [], body: [], response: []) }, of: number)
      next = last.id.ordinal + 1
    }
    #expect(try await ledger.pruneFile(number))
    try await ledger.pruneProfiles()
    try await ledger.compact()
    #expect(try personal() == 0)
    #expect(try await ledger.taken(key("A-17"))?.state == .accepted)
    let pragma = try await ledger.read { try Int.fetchOne($0, sql: "PRAGMA integrity_check") }
    #expect(pragma == nil || pragma == 0)
  }

  /// The plan of each statement that looks through many rows.
  @Test func `files to prune are found by an index`() async throws {
    let plan = try await ledger.read { database in
      try Row.fetchAll(
        database,
        sql: """
          EXPLAIN QUERY PLAN SELECT changed_at, number FROM interchanges AS i WHERE state = 'done' AND pruned_at IS NULL AND changed_at < 'x'
          AND (changed_at, number) > ('', 0) ORDER BY changed_at, number LIMIT 10
          """
      ).map { $0["detail"] as String }
    }
    #expect(plan.contains { $0.contains("interchanges_to_prune") }, "\(plan)")
  }
}
