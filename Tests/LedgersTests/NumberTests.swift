import Documents
import Ledgers
import Testing

/// Taken numbers, against every implementation.
@Suite struct NumberTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: Subject.allCases, [DocumentState.sending, .accepted, .unconfirmed, .inDoubt])
  func `a number that is taken gives duplicate for equal content and conflict for other`(_ subject: Subject, _ state: DocumentState)
    async throws
  {
    let ledger = try subject.open(in: folder)
    try await ledger.bring(id(1, 0), key("A-1"), to: state)
    let first = try #require(try await ledger.document(id(1, 0)))
    #expect(first.state == state)

    #expect(try await ledger.begin(intent(id(2, 0), key("A-1"))) == .duplicate(of: first))
    #expect(try await ledger.begin(intent(id(2, 1), key("A-1"), content: 9)) == .conflict(with: first))

    let duplicate = try #require(try await ledger.document(id(2, 0)))
    #expect(duplicate.state == .duplicate)
    #expect(duplicate.original == id(1, 0))
    #expect(duplicate.attempts == 0)
    #expect(try await ledger.document(id(2, 1))?.state == .conflict)
    #expect(try await ledger.document(id(2, 1))?.original == id(1, 0))
    #expect(try await ledger.document(id(1, 0)) == first, "R13: a duplicate never touches the first one's row")
    #expect(try await ledger.taken(key("A-1")) == first)
  }

  @Test(arguments: Subject.allCases, [DocumentState.waiting, .refused, .failed])
  func `a number that nobody holds can be sent`(_ subject: Subject, _ state: DocumentState) async throws {
    let ledger = try subject.open(in: folder)
    try await ledger.bring(id(1, 0), key("A-1"), to: state)
    #expect(try await ledger.taken(key("A-1")) == nil)
    #expect(try await ledger.begin(intent(id(2, 0), key("A-1"), content: 9)) == .begun)
    #expect(try await ledger.taken(key("A-1"))?.id == id(2, 0))
  }

  @Test(arguments: Subject.allCases, [DocumentState.duplicate, .conflict])
  func `neither a duplicate nor a conflict holds the number`(_ subject: Subject, _ state: DocumentState) async throws {
    let ledger = try subject.open(in: folder)
    try await ledger.bring(id(1, 0), key("A-1"), to: state)
    #expect(try await ledger.document(id(1, 0))?.state == state)
    #expect(try await ledger.taken(key("A-1"))?.id == id(1, 1000))
    try await ledger.conclude(id(1, 1000), conclusion(.refused))
    #expect(try await ledger.taken(key("A-1")) == nil)
  }

  @Test(arguments: Subject.allCases)
  func `target, partner, kind and number together are the key`(_ subject: Subject) async throws {
    let ledger = try subject.open(in: folder)
    let keys = [
      key("A-1"), key("A-2"), key("A-1", partner: "other"), key("A-1", kind: .returns), key("A-1", target: "erp-test"),
    ]
    for (ordinal, key) in keys.enumerated() { #expect(try await ledger.begin(intent(id(1, ordinal), key)) == .begun) }
    let taken = try await ledger.taken(keys + [key("A-3")])
    #expect(taken.map { $0?.document } == [id(1, 0), id(1, 1), id(1, 2), id(1, 3), id(1, 4), nil])
    #expect(taken[0] == Taken(document: id(1, 0), state: .sending, fingerprint: intent(id(1, 0), keys[0]).fingerprint))
  }

  @Test(arguments: Subject.allCases, [DocumentState.accepted, .unconfirmed, .inDoubt, .refused, .failed, .duplicate, .conflict])
  func `a document with an outcome is passed over`(_ subject: Subject, _ state: DocumentState) async throws {
    let ledger = try subject.open(in: folder)
    try await ledger.bring(id(1, 0), key("A-1"), to: state)
    let before = try await ledger.document(id(1, 0))
    #expect(try await ledger.begin(intent(id(1, 0), key("A-1"), content: 9)) == .settled(state))
    #expect(try await ledger.document(id(1, 0)) == before)
  }

  @Test(arguments: Subject.allCases)
  func `a waiting document becomes duplicate when another one took its number meanwhile`(_ subject: Subject) async throws {
    let ledger = try subject.open(in: folder)
    try await ledger.bring(id(1, 0), key("A-1"), to: .waiting)
    try await ledger.bring(id(2, 0), key("A-1"), to: .accepted)
    let holder = try #require(try await ledger.document(id(2, 0)))
    #expect(try await ledger.begin(intent(id(1, 0), key("A-1"))) == .duplicate(of: holder))
    #expect(try await ledger.document(id(1, 0))?.state == .duplicate)
  }

  @Test(arguments: Subject.allCases)
  func `of two hundred that begin one number exactly one begins`(_ subject: Subject) async throws {
    let ledger = try subject.open(in: folder)
    let claims = try await withThrowingTaskGroup(of: Claim.self) { group in
      for ordinal in 0..<200 {
        group.addTask { try await ledger.begin(intent(id(1, ordinal), key("A-1"), content: ordinal < 100 ? 1 : 2)) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    let holder = try #require(try await ledger.taken(key("A-1")))
    #expect(claims.count { $0 == .begun } == 1)
    #expect(claims.count { $0 == .duplicate(of: holder) } == 99)
    #expect(claims.count { $0 == .conflict(with: holder) } == 100)
  }

  // MARK: referring

  @Test(arguments: Subject.allCases)
  func `referring to a free number writes nothing`(_ subject: Subject) async throws {
    let ledger = try subject.open(in: folder)
    #expect(try await ledger.refer(intent(id(1, 0), key("A-1"))) == nil)
    #expect(try await ledger.document(id(1, 0)) == nil)
    try await ledger.bring(id(1, 1), key("A-1"), to: .waiting)
    let waiting = try await ledger.document(id(1, 1))
    #expect(try await ledger.refer(intent(id(1, 1), key("A-1"), content: 9)) == nil)
    #expect(try await ledger.document(id(1, 1)) == waiting)
    #expect(try await ledger.begin(intent(id(1, 0), key("A-1"))) == .begun)
  }

  @Test(arguments: Subject.allCases, [DocumentState.sending, .accepted, .unconfirmed, .inDoubt])
  func `referring to a number that is taken does what begin does`(_ subject: Subject, _ state: DocumentState) async throws {
    let ledger = try subject.open(in: folder)
    try await ledger.bring(id(1, 0), key("A-1"), to: state)
    let first = try #require(try await ledger.document(id(1, 0)))
    #expect(try await ledger.refer(intent(id(2, 0), key("A-1"))) == .duplicate(of: first))
    #expect(try await ledger.refer(intent(id(2, 1), key("A-1"), content: 9)) == .conflict(with: first))
    let records = try await ledger.documents(of: 2, from: 0, limit: 9)
    #expect(records.map(\.state) == [.duplicate, .conflict])
    #expect(records.map(\.original) == [id(1, 0), id(1, 0)])
    #expect(try await ledger.document(id(1, 0)) == first)
  }

  @Test(arguments: Subject.allCases)
  func `a waiting document is referred to the one that took its number meanwhile`(_ subject: Subject) async throws {
    let ledger = try subject.open(in: folder)
    try await ledger.bring(id(1, 0), key("A-1"), to: .waiting)
    try await ledger.bring(id(2, 0), key("A-1"), to: .accepted)
    let holder = try #require(try await ledger.document(id(2, 0)))
    #expect(try await ledger.refer(intent(id(1, 0), key("A-1"))) == .duplicate(of: holder))
    #expect(try await ledger.document(id(1, 0))?.state == .duplicate)
  }

  @Test(arguments: Subject.allCases, [DocumentState.accepted, .unconfirmed, .inDoubt, .refused, .failed, .duplicate, .conflict])
  func `a document with an outcome is referred to it`(_ subject: Subject, _ state: DocumentState) async throws {
    let ledger = try subject.open(in: folder)
    try await ledger.bring(id(1, 0), key("A-1"), to: state)
    let before = try await ledger.document(id(1, 0))
    #expect(try await ledger.refer(intent(id(1, 0), key("A-1"), content: 9)) == .settled(state))
    #expect(try await ledger.document(id(1, 0)) == before)
  }

  @Test(arguments: Subject.allCases)
  func `a document that is being sent is not referred to itself`(_ subject: Subject) async throws {
    let ledger = try subject.open(in: folder)
    try await ledger.bring(id(1, 0), key("A-1"), to: .sending)
    #expect(await ledgerError { _ = try await ledger.refer(intent(id(1, 0), key("A-1"))) }?.code == .illegalTransition)
  }
}
