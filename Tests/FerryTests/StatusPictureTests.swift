import Contracts
import Documents
import Ledgers
import Mailboxes
import SystemPackage
import Testing

@testable import ferry

private typealias ExitStatus = ferry.ExitStatus

/// Of a real ledger, with one order in each state asked for.
@Suite struct StatusPictureTests {
  private static let holder = LockHolder(pid: 17, command: "ferry watch", started: "2026-11-21T04:00:00.000Z")

  private func picture(_ states: [DocumentState], holder: LockHolder? = nil, isHeld: Bool = false) async throws -> StatusPicture {
    let folder = try TemporaryFolder()
    let ledger = try SQLiteLedger.open(
      path: folder.path.appending("ledger.sqlite").string, mode: .openOrCreate(mayCreate: true), clock: { "2026-11-21T05:59:00.000Z" })
    let file = try await ledger.admit(Admission(id: "i1", partner: "default", fileName: "orders-1.csv", profile: "{}"))
    for (ordinal, state) in states.enumerated() {
      let id = DocumentRecord.ID(interchange: file.number, ordinal: ordinal)
      let intent = Intent(
        document: id, key: DocumentKey(target: "erp", partner: "default", kind: .orders, number: "A-\(ordinal + 1)"),
        fingerprint: Fingerprint(Array(repeating: UInt8(ordinal), count: 32)), body: [], idempotencyKey: "k", lines: [],
        sourceLine: ordinal + 2)
      _ = try await ledger.begin(intent)
      if state == .waiting {
        try await ledger.putBack(id, JournalNote("held"))
        continue
      }
      if state != .sending { try await ledger.conclude(id, Conclusion(state: state, status: nil, note: JournalNote(state.rawValue))) }
    }
    if isHeld {
      try await ledger.recordHold(
        of: "erp", TargetHold(reason: "unreachable", message: "connection refused", since: "2026-11-21T05:00:00.000Z"))
    }
    let summary = try await ledger.summary()
    try ledger.close()
    var inbox = InboxSight.Picture()
    inbox.files = [.init(partner: "default", name: "orders-2.csv", size: 1, modified: 1_795_240_740, reason: "still growing")]
    return StatusPicture(
      summary: summary, files: [file.number: "orders-1.csv"], inbox: inbox, holder: holder, heartbeatAge: holder == nil ? nil : 3,
      now: "2026-11-21T06:00:00.000Z")
  }

  @Test func `status leads with what needs a decision`() async throws {
    let picture = try await picture([.accepted, .inDoubt, .accepted], holder: Self.holder)
    #expect(picture.status == ExitStatus.doubt)
    #expect(
      picture.text == """
        1 document in doubt or unconfirmed; look at the target, then decide each one:
          order A-2 of partner default at target erp: in doubt since 2026-11-21T05:59:00.000Z (orders-1.csv, line 3)
          ferry resolve NUMBER --confirm ID[@DATE] | --resend | --abandon
        1 file on the way (admitted), the oldest since 2026-11-21T05:59:00.000Z
        1 file in the inbox, the oldest from 2026-11-21T05:59:00.000Z (1 min)
          default/orders-2.csv: waiting: still growing
        documents so far: 2 accepted, 1 in doubt
        last activity 2026-11-21T05:59:00.000Z (1 min ago)
        process 17 (ferry watch, since 2026-11-21T04:00:00.000Z) is at work, last sign of life 3 s ago
        """)
    #expect(picture.json["in_doubt"] == .number("1"))
    #expect(picture.json["undecided"]?.elements?.first?["number"] == .string("A-2"))
    #expect(picture.json["holder"]?["pid"] == .number("17"))
  }

  @Test func `work that waits for a held target is 69`() async throws {
    let held = try await picture([.waiting, .accepted], isHeld: true)
    #expect(held.status == ExitStatus.held)
    #expect(held.text.contains("target erp is held since 2026-11-21T05:00:00.000Z (unreachable): connection refused\n1 document waiting"))
    #expect(try await picture([.waiting]).status == ExitStatus.ok)
  }

  @Test func `what was under way without a holder counts as in doubt`() async throws {
    #expect(try await picture([.sending]).status == ExitStatus.doubt)
    #expect(try await picture([.sending], holder: Self.holder).status == ExitStatus.ok)
  }
}
