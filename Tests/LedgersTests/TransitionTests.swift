import Documents
import Ledgers
import Testing

/// Which state follows which, against every implementation.
@Suite struct TransitionTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: Subject.allCases)
  func `a begun document holds all that has to be durable`(_ subject: Subject) async throws {
    let ledger = try subject.open(in: folder)
    #expect(try await ledger.begin(intent(id(3, 5), key("A-1"))) == .begun)
    let record = try #require(try await ledger.document(id(3, 5)))
    let wanted = intent(id(3, 5), key("A-1"))
    #expect(
      record
        == DocumentRecord(
          id: id(3, 5), key: key("A-1"), state: .sending, fingerprint: wanted.fingerprint, sourceLine: 7, lines: wanted.lines,
          body: wanted.body, idempotencyKey: "key-1", attempts: 1, createdAt: record.createdAt, changedAt: record.createdAt))
  }

  @Test(arguments: Subject.allCases)
  func `an outcome is kept with its response`(_ subject: Subject) async throws {
    let ledger = try subject.open(in: folder)
    try await ledger.bring(id(1, 0), key("A-1"), to: .accepted)
    let record = try #require(try await ledger.document(id(1, 0)))
    #expect(record.status == 200)
    #expect(record.response == Array("response".utf8))
    #expect(record.findings == Array("[]".utf8))
    #expect(record.createdAt < record.changedAt)
  }

  /// From every state to every outcome: only these are legal.
  @Test(arguments: Subject.allCases, DocumentState.allCases)
  func `an outcome follows a sending, and a refusal a waiting too`(_ subject: Subject, _ from: DocumentState) async throws {
    for to in DocumentState.allCases {
      let folder = try TemporaryFolder()
      let ledger = try subject.open(in: folder)
      defer { withExtendedLifetime(folder) {} }
      try await ledger.bring(id(1, 0), key("A-1"), to: from)
      let before = try await ledger.document(id(1, 0))
      let legal: Set<DocumentState> =
        switch from {
        case .sending: [.accepted, .unconfirmed, .inDoubt, .refused, .failed]
        case .waiting: [.refused, .failed]
        default: []
        }
      let error = await ledgerError { try await ledger.conclude(id(1, 0), conclusion(to)) }
      if legal.contains(to) {
        #expect(error == nil)
        #expect(try await ledger.document(id(1, 0))?.state == to)
        let isTaken = try await ledger.taken(key("A-1")) != nil
        #expect(isTaken == to.takesNumber)
      } else {
        #expect(error?.code == .illegalTransition)
        #expect(try await ledger.document(id(1, 0)) == before)
      }
    }
  }

  @Test(arguments: Subject.allCases)
  func `what the states do not allow names document and states`(_ subject: Subject) async throws {
    let ledger = try subject.open(in: folder)
    try await ledger.bring(id(1, 4), key("A-1"), to: .accepted)
    let again = await ledgerError { try await ledger.conclude(id(1, 4), conclusion(.refused)) }
    #expect(again?.message == "document 1/4 is accepted and cannot become refused: a fault in Ferry, please report it")
    let unknown = await ledgerError { try await ledger.conclude(id(1, 5), conclusion(.accepted)) }
    #expect(unknown?.message == "document 1/5 is unknown and cannot become accepted: a fault in Ferry, please report it")
  }

  @Test(arguments: Subject.allCases)
  func `a document that is being sent is not begun again`(_ subject: Subject) async throws {
    let ledger = try subject.open(in: folder)
    try await ledger.bring(id(1, 0), key("A-1"), to: .sending)
    #expect(await ledgerError { _ = try await ledger.begin(intent(id(1, 0), key("A-1"))) }?.code == .illegalTransition)
    #expect(await ledgerError { try await ledger.refuse([refusal(id(1, 0), "A-1")]) }?.code == .illegalTransition)
    #expect(try await ledger.document(id(1, 0))?.attempts == 1)
  }

  @Test(arguments: Subject.allCases)
  func `put back, the number is free and the same row is begun anew`(_ subject: Subject) async throws {
    let ledger = try subject.open(in: folder)
    try await ledger.bring(id(1, 0), key("A-1"), to: .sending)
    try await ledger.putBack(id(1, 0), waitNote)
    let waiting = try #require(try await ledger.document(id(1, 0)))
    #expect(waiting.state == .waiting)
    #expect(try await ledger.taken(key("A-1")) == nil)
    #expect(await ledgerError { try await ledger.putBack(id(1, 0), waitNote) }?.code == .illegalTransition)

    #expect(try await ledger.begin(intent(id(1, 0), key("A-1"))) == .begun)
    let again = try #require(try await ledger.document(id(1, 0)))
    #expect(again.attempts == 2)
    #expect(again.createdAt == waiting.createdAt)
  }

  @Test(arguments: Subject.allCases)
  func `waiting counts from the first time it was begun`(_ subject: Subject) async throws {
    let ledger = try subject.open(in: folder)
    try await ledger.bring(id(1, 0), key("A-1"), to: .waiting)
    let first = try #require(try await ledger.document(id(1, 0)))
    #expect(first.state == .waiting)
    #expect(first.body == intent(id(1, 0), key("A-1")).body)
    _ = try await ledger.begin(intent(id(1, 0), key("A-1")))
    try await ledger.putBack(id(1, 0), waitNote)
    #expect(try await ledger.document(id(1, 0))?.createdAt == first.createdAt)
  }

  @Test(arguments: Subject.allCases, [DocumentState.inDoubt, .unconfirmed])
  func `a resent document keeps its number even when it is put back`(_ subject: Subject, _ state: DocumentState) async throws {
    let ledger = try subject.open(in: folder)
    try await ledger.bring(id(1, 0), key("A-1"), to: state)
    let resent = try #require(try await ledger.beginResend(id(1, 0), for: nil, JournalNote("sending", "resend")))
    #expect(resent.state == .sending)
    #expect(resent.attempts == 2)
    #expect(resent.body == intent(id(1, 0), key("A-1")).body)
    #expect(resent.idempotencyKey == "key-1")

    try await ledger.putBack(id(1, 0), waitNote)
    #expect(try await ledger.document(id(1, 0))?.state == state)
    #expect(try await ledger.taken(key("A-1"))?.id == id(1, 0))

    _ = try await ledger.beginResend(id(1, 0), for: nil, JournalNote("sending", "resend"))
    try await ledger.conclude(id(1, 0), conclusion(.accepted))
    #expect(try await ledger.document(id(1, 0))?.attempts == 3)
    #expect(try await ledger.document(id(1, 0))?.state == .accepted)
  }

  @Test(arguments: Subject.allCases, [DocumentState.waiting, .sending, .accepted, .refused, .failed, .duplicate, .conflict])
  func `only what is in doubt or unconfirmed is resent`(_ subject: Subject, _ state: DocumentState) async throws {
    let ledger = try subject.open(in: folder)
    try await ledger.bring(id(1, 0), key("A-1"), to: state)
    #expect(try await ledger.beginResend(id(1, 0), for: nil, JournalNote("sending")) == nil)
    #expect(try await ledger.document(id(1, 0))?.state == state)
  }

  @Test(arguments: Subject.allCases)
  func `after a start what is sending is in doubt, and nothing else changes`(_ subject: Subject) async throws {
    let ledger = try subject.open(in: folder)
    for (ordinal, state) in [DocumentState.sending, .accepted, .waiting, .sending, .refused].enumerated() {
      try await ledger.bring(id(2, ordinal), key("A-\(ordinal)"), to: state)
    }
    try await ledger.bring(id(1, 9), key("B"), to: .inDoubt)
    _ = try await ledger.beginResend(id(1, 9), for: nil, JournalNote("sending"))
    #expect(try await ledger.recoverSending() == [id(1, 9), id(2, 0), id(2, 3)])
    #expect(try await ledger.states(of: 2, from: 0, limit: 9).map(\.state) == [.inDoubt, .accepted, .waiting, .inDoubt, .refused])
    #expect(try await ledger.taken(key("A-0"))?.state == .inDoubt)
    #expect(try await ledger.recoverSending() == [], "I5: a second restart changes nothing")
  }
}
