import Documents
import GRDB
import Testing

@testable import Ledgers

/// What the targets have of ours, and the files that tell of its changes.
@Suite struct TrackingTests {
  let folder: TemporaryFolder
  let ledger: SQLiteLedger

  init() throws {
    folder = try TemporaryFolder()
    ledger = try SQLiteLedger.fresh(in: folder)
  }

  private static let never = ""

  private func waiting(_ partners: [String] = ["acme"], placedAfter: String = never, limit: Int = 100) async throws -> [DocumentRecord.ID] {
    try await ledger.documentsToTrack(partners: partners, placedAfter: placedAfter, limit: limit).map(\.id)
  }

  private func due(
    _ partners: [String] = ["acme"], placedAfter: String = never, limit: Int = 100
  ) async throws -> [String] {
    try await ledger.dueForTracking(partners: partners, placedAfter: placedAfter, limit: limit).map(\.externalID)
  }

  private func enrol(_ ordinal: Int, _ externals: [String], partner: String = "acme") async throws {
    try await ledger.bring(id(1, ordinal), key("A-\(ordinal)", partner: partner), to: .accepted)
    try await ledger.enrol(id(1, ordinal), externals: externals.map { ($0, nil) })
  }

  private func observation(_ ordinal: Int, _ external: String, isDone: Bool = false, note: JournalNote? = nil) -> TrackingObservation {
    TrackingObservation(document: id(1, ordinal), externalID: external, seen: Array("news".utf8), isDone: isDone, note: note)
  }

  private func changes(_ number: Int, name: String = "order-changes-2026-11-21-1.csv") -> ChangeFile {
    ChangeFile(
      partner: "acme", date: "2026-11-21", number: number, file: AnswerFile(temporaryName: ".c.tmp", finalName: name, sha256: "ab"))
  }

  // MARK: enrolling

  @Test(arguments: DocumentState.allCases)
  func `only what the target has waits for being enrolled`(_ state: DocumentState) async throws {
    try await ledger.bring(id(1, 0), key("A-1"), to: state)
    let found = try await waiting()
    switch state {
    case .accepted, .unconfirmed: #expect(found == [id(1, 0)])
    case .duplicate, .conflict: #expect(!found.contains(id(1, 0)))
    default: #expect(found == [])
    }
  }

  @Test(arguments: Kind.allCases)
  func `only orders and returns are tracked`(_ kind: Kind) async throws {
    try await ledger.bring(id(1, 0), key("A-1", kind: kind), to: .accepted)
    #expect(try await waiting() == (kind.isUnsafe ? [id(1, 0)] : []))
  }

  @Test func `documents wait with their response and lines, oldest first, of the partners asked for`() async throws {
    try await ledger.bring(id(2, 0), key("A-1"), to: .accepted)
    try await ledger.bring(id(1, 0), key("B-1", partner: "other"), to: .accepted)
    try await ledger.bring(id(1, 1), key("C-1", partner: "third"), to: .accepted)
    try await ledger.bring(id(1, 2), key("A-2"), to: .unconfirmed)
    #expect(try await waiting(["acme", "other"]) == [id(2, 0), id(1, 0), id(1, 2)])
    #expect(try await waiting(["acme", "other"], limit: 2) == [id(2, 0), id(1, 0)])
    #expect(try await waiting([]) == [])
    let record = try #require(try await ledger.document(id(1, 0)))
    #expect(try await ledger.documentsToTrack(partners: ["other"], placedAfter: record.createdAt, limit: 1) == [record])
    #expect(record.response == Array("response".utf8))
    #expect(record.lines == [1, 1])
    #expect(try await waiting(placedAfter: record.createdAt) == [id(1, 2)], "what is older is passed over")
  }

  @Test func `an enrolled document waits no more, whether the target has something of it or not`() async throws {
    try await enrol(0, ["E-1", "E-2"])
    try await enrol(1, [])
    #expect(try await waiting() == [])
    #expect(try await due() == ["E-1", "E-2"])
    #expect(try await ledger.summary().tracked == 2)
  }

  @Test func `enrolling again keeps what was heard and adds what is new`() async throws {
    try await enrol(0, ["E-1"])
    try await ledger.recordTracking([observation(0, "E-1")], file: nil)
    try await ledger.enrol(id(1, 0), externals: [("E-1", nil), ("E-2", "2026-11-21")])
    let tracked = try await ledger.dueForTracking(partners: ["acme"], placedAfter: Self.never, limit: 9)
    #expect(tracked.map(\.externalID) == ["E-2", "E-1"])
    #expect(tracked.map(\.seen) == [[], Array("news".utf8)])
    #expect(tracked.map(\.externalDate) == ["2026-11-21", nil])
  }

  @Test func `a document that was abandoned meanwhile is not enrolled`() async throws {
    try await ledger.bring(id(1, 0), key("A-1"), to: .refused)
    try await ledger.enrol(id(1, 0), externals: [("E-1", nil)])
    #expect(try await due() == [])
  }

  @Test func `a confirmation has the document enrolled anew`() async throws {
    try await ledger.bring(id(1, 0), key("A-1"), to: .unconfirmed)
    try await ledger.enrol(id(1, 0), externals: [("E-1", nil)])
    let decision = Decision(document: id(1, 0), action: .confirm([.init("E-2")], force: false), user: "anna")
    try await ledger.apply(ledger.propose(decision), conclusion(.accepted))
    #expect(try await waiting() == [id(1, 0)])
    try await ledger.enrol(id(1, 0), externals: [("E-2", nil)])
    #expect(try await due() == ["E-1", "E-2"])
  }

  @Test func `an abandonment ends the tracking`() async throws {
    try await ledger.bring(id(1, 0), key("A-1"), to: .unconfirmed)
    try await ledger.enrol(id(1, 0), externals: [("E-1", nil)])
    try await ledger.apply(ledger.propose(Decision(document: id(1, 0), action: .abandon, user: "anna")), conclusion(.refused))
    #expect(try await due() == [])
    #expect(try await waiting() == [])
  }

  @Test func `a resent document is enrolled anew after its outcome`() async throws {
    try await ledger.bring(id(1, 0), key("A-1"), to: .unconfirmed)
    try await ledger.enrol(id(1, 0), externals: [("E-1", nil)])
    _ = try await ledger.beginResend(id(1, 0), for: nil, JournalNote("sending", "resend"))
    #expect(try await waiting() == [])
    try await ledger.conclude(id(1, 0), conclusion(.accepted))
    #expect(try await waiting() == [id(1, 0)])
  }

  // MARK: asking

  @Test func `what is due tells all that a call and its comparison need`() async throws {
    try await ledger.bring(id(1, 0), key("R-1", kind: .returns, target: "erp-2"), to: .accepted)
    try await ledger.enrol(id(1, 0), externals: [("E-1", "2026-11-21")])
    let placed = try #require(try await ledger.document(id(1, 0))).createdAt
    var wanted = TrackedExternal(
      document: id(1, 0), key: key("R-1", kind: .returns, target: "erp-2"), externalID: "E-1", externalDate: "2026-11-21", placedAt: placed)
    #expect(try await ledger.dueForTracking(partners: ["acme"], placedAfter: placed, limit: 1) == [wanted])

    try await ledger.recordTracking([observation(0, "E-1")], file: nil)
    let again = try await ledger.dueForTracking(partners: ["acme"], placedAfter: placed, limit: 1)
    let askedAt = try #require(again.first?.askedAt)
    #expect(askedAt > placed)
    wanted = TrackedExternal(
      document: wanted.document, key: wanted.key, externalID: "E-1", externalDate: "2026-11-21", placedAt: placed,
      seen: Array("news".utf8), askedAt: askedAt)
    #expect(again == [wanted])
  }

  @Test func `the longest not asked comes first, over partners`() async throws {
    try await enrol(0, ["E-0"])
    try await enrol(1, ["E-1"], partner: "other")
    try await enrol(2, ["E-2"])
    try await enrol(3, ["E-3"], partner: "third")
    #expect(try await due(["other", "acme"]) == ["E-0", "E-1", "E-2"])
    try await ledger.recordTracking([observation(0, "E-0")], file: nil)
    try await ledger.recordTracking([observation(1, "E-1")], file: nil)
    #expect(try await due(["other", "acme"]) == ["E-2", "E-0", "E-1"])
    #expect(try await due(["other", "acme"], limit: 2) == ["E-2", "E-0"])
    #expect(try await due([]) == [])
  }

  @Test func `what is done is not asked for again`() async throws {
    try await enrol(0, ["E-1", "E-2"])
    try await ledger.recordTracking([observation(0, "E-1", isDone: true), observation(0, "E-2")], file: nil)
    #expect(try await due() == ["E-2"])
    try await ledger.recordTracking([observation(0, "E-1")], file: nil)
    #expect(try await due() == ["E-2"], "a late observation opens nothing again")
    #expect(try await ledger.summary().tracked == 1)
  }

  @Test func `what is too old is not asked for, and ends with a note`() async throws {
    try await enrol(0, ["E-0", "E-00"])
    try await enrol(1, ["E-1"])
    try await enrol(2, ["E-2"])
    try await ledger.recordTracking([observation(1, "E-1", isDone: true)], file: nil)
    let limit = try #require(try await ledger.document(id(1, 2))).createdAt
    #expect(try await due(placedAfter: limit) == ["E-2"])

    #expect(try await ledger.closeTracking(placedBefore: limit) == 2)
    #expect(try await due() == ["E-2"])
    #expect(
      try await ledger.journal(of: id(1, 0)).map(\.note).suffix(2)
        == [
          JournalNote("tracking_ended", "E-0: placed before \(limit)"), JournalNote("tracking_ended", "E-00: placed before \(limit)"),
        ])
    #expect(try await ledger.journal(of: id(1, 1)).map(\.note.event) == ["sending", "accepted"], "it was done before")
    #expect(try await ledger.closeTracking(placedBefore: limit) == 0)
  }

  @Test func `many that are too old end all of them`() async throws {
    try await ledger.bring(id(1, 0), key("A-1"), to: .accepted)
    try await ledger.enrol(id(1, 0), externals: (0..<1203).map { ("E-\($0)", nil) })
    #expect(try await ledger.closeTracking(placedBefore: "9999") == 1203)
    #expect(try await ledger.summary().tracked == 0)
  }

  // MARK: changes

  @Test func `observations, their notes and the file that tells of them are one`() async throws {
    try await enrol(0, ["E-1"])
    #expect(try await ledger.nextChangeNumber(partner: "acme", date: "2026-11-21") == 1)
    let note = JournalNote("changed", "E-1: parcel 00340434")
    try await ledger.recordTracking([observation(0, "E-1", isDone: true, note: note)], file: changes(1))

    let restarted = try SQLiteLedger.reopen(in: folder)
    #expect(try await restarted.openChangeFiles() == [changes(1)])
    #expect(try await restarted.journal(of: id(1, 0)).last?.note == note)
    #expect(try await restarted.nextChangeNumber(partner: "acme", date: "2026-11-21") == 2)
    #expect(try await restarted.nextChangeNumber(partner: "acme", date: "2026-11-22") == 1)
    #expect(try await restarted.nextChangeNumber(partner: "other", date: "2026-11-21") == 1)
    try await restarted.recordChangesPublished(changes(1))
    #expect(try await restarted.openChangeFiles() == [])
    #expect(try await restarted.nextChangeNumber(partner: "acme", date: "2026-11-21") == 2)
  }

  @Test func `a taken name is replaced as long as the file is not published`() async throws {
    try await ledger.recordTracking([], file: changes(1))
    let renamed = changes(1, name: "order-changes-2026-11-21-1-2.csv")
    try await ledger.recordTracking([], file: renamed)
    #expect(try await ledger.openChangeFiles() == [renamed])
    try await ledger.recordChangesPublished(renamed)
    let error = await ledgerError { try await ledger.recordTracking([], file: changes(1)) }
    #expect(error?.code == .illegalTransition)
    #expect(error?.message == "changes 1 of 2026-11-21 for partner acme were published already: a fault in Ferry")
  }

  @Test func `one observation of something unknown undoes all of them, and the file`() async throws {
    try await enrol(0, ["E-1"])
    let before = try await ledger.dueForTracking(partners: ["acme"], placedAfter: Self.never, limit: 9)
    let note = JournalNote("changed", "E-1")
    let error = await ledgerError {
      try await ledger.recordTracking([observation(0, "E-1", note: note), observation(0, "E-9")], file: changes(1))
    }
    #expect(error?.code == .illegalTransition)
    #expect(error?.message == "E-9 of document 1/0 is not tracked: a fault in Ferry")
    let published = changes(7)
    try await ledger.recordTracking([], file: published)
    try await ledger.recordChangesPublished(published)
    #expect(
      await ledgerError { try await ledger.recordTracking([observation(0, "E-1", note: note)], file: published) }?.code
        == .illegalTransition)

    #expect(try await ledger.dueForTracking(partners: ["acme"], placedAfter: Self.never, limit: 9) == before)
    #expect(try await ledger.journal(of: id(1, 0)).map(\.note.event) == ["sending", "accepted"])
    #expect(try await ledger.openChangeFiles() == [])
  }

  @Test func `a disk that is full in the middle leaves nothing of it`() async throws {
    try await ledger.bring(id(1, 0), key("A-1"), to: .accepted)
    try await ledger.enrol(id(1, 0), externals: (0..<200).map { ("E-\($0)", nil) })
    try await ledger.pool.writeWithoutTransaction { database in
      let pages = try #require(try database.row("PRAGMA page_count"))[0] as Int
      try database.execute(sql: "PRAGMA max_page_count = \(pages + 2)")
    }
    let long = [UInt8](repeating: 65, count: 4000)
    let observations = (0..<200).map {
      TrackingObservation(document: id(1, 0), externalID: "E-\($0)", seen: long, isDone: true, note: JournalNote("changed"))
    }
    #expect(await ledgerError { try await ledger.recordTracking(observations, file: changes(1)) }?.code == .writeFailed)

    let restarted = try SQLiteLedger.reopen(in: folder)
    let tracked = try await restarted.dueForTracking(partners: ["acme"], placedAfter: Self.never, limit: 300)
    #expect(tracked.count == 200)
    #expect(tracked.allSatisfy { $0.seen.isEmpty && $0.askedAt == nil })
    #expect(try await restarted.openChangeFiles() == [])
    #expect(try await restarted.journal(of: id(1, 0)).map(\.note.event) == ["sending", "accepted"])
  }
}
