import Documents
import Ledgers
import Testing

/// Documents without a call, and reading in the order of the file, against every implementation.
@Suite struct RefusalTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: Subject.allCases)
  func `refusals are recorded with their findings and take no number`(_ subject: Subject) async throws {
    let ledger = try subject.open(in: folder)
    try await ledger.refuse([refusal(id(1, 0), "A-1"), refusal(id(1, 1), "A-1", as: .conflict), refusal(id(1, 2), "A-2", as: .failed)])
    let records = try await ledger.documents(of: 1, from: 0, limit: 10)
    #expect(records.map(\.state) == [.refused, .conflict, .failed])
    #expect(records[0].findings == Array("[1]".utf8))
    #expect(records[0].lines == [7])
    #expect(records[0].sourceLine == 3)
    #expect(records[0].fingerprint == nil)
    #expect(records[0].attempts == 0)
    #expect(try await ledger.taken([key("A-1"), key("A-2")]) == [nil, nil])
  }

  @Test(arguments: Subject.allCases)
  func `a refusal again, or of a document with an outcome, changes nothing`(_ subject: Subject) async throws {
    let ledger = try subject.open(in: folder)
    try await ledger.refuse([refusal(id(1, 0), "A-1")])
    try await ledger.bring(id(1, 1), key("A-2"), to: .accepted)
    let before = try await ledger.documents(of: 1, from: 0, limit: 10)
    try await ledger.refuse([refusal(id(1, 0), "A-1", as: .failed), refusal(id(1, 1), "A-2")])
    #expect(try await ledger.documents(of: 1, from: 0, limit: 10) == before)
  }

  @Test(arguments: Subject.allCases)
  func `what waits can be refused`(_ subject: Subject) async throws {
    let ledger = try subject.open(in: folder)
    try await ledger.bring(id(1, 0), key("A-1"), to: .waiting)
    try await ledger.refuse([refusal(id(1, 0), "A-1", as: .failed)])
    #expect(try await ledger.document(id(1, 0))?.state == .failed)
  }

  @Test(arguments: Subject.allCases, [DocumentState.waiting, .sending, .accepted, .unconfirmed, .inDoubt, .duplicate])
  func `one refusal that is none undoes its whole chunk`(_ subject: Subject, _ state: DocumentState) async throws {
    let ledger = try subject.open(in: folder)
    let error = await ledgerError { try await ledger.refuse([refusal(id(1, 0), "A-1"), refusal(id(1, 1), "A-2", as: state)]) }
    #expect(error?.code == .illegalTransition)
    #expect(try await ledger.documents(of: 1, from: 0, limit: 10) == [])
  }

  @Test(arguments: Subject.allCases)
  func `pages follow each other in the order of the file`(_ subject: Subject) async throws {
    let ledger = try subject.open(in: folder)
    for chunk in [0..<500, 500..<1000, 1000..<1203] { try await ledger.refuse(chunk.reversed().map { refusal(id(7, $0), "A-\($0)") }) }
    try await ledger.refuse([refusal(id(6, 0), "before"), refusal(id(8, 0), "after")])
    var seen: [Int] = []
    while true {
      let page = try await ledger.documents(of: 7, from: seen.count, limit: 250)
      if page.isEmpty { break }
      #expect(page.count == min(250, 1203 - seen.count))
      #expect(page.allSatisfy { $0.key.number == "A-\($0.id.ordinal)" })
      seen += page.map(\.id.ordinal)
    }
    #expect(seen == Array(0..<1203))
    #expect(try await ledger.states(of: 7, from: 1200, limit: 250).map(\.ordinal) == [1200, 1201, 1202])
    #expect(try await ledger.states(of: 9, from: 0, limit: 250).isEmpty)
  }

  @Test(arguments: Subject.allCases)
  func `the last ordinal there can be belongs to its own file`(_ subject: Subject) async throws {
    guard subject == .sqlite else { return }
    let ledger = try subject.open(in: folder)
    let last = 0xFFFF_FFFF
    try await ledger.refuse([refusal(id(1, last), "A-1"), refusal(id(2, 0), "A-2")])
    #expect(try await ledger.documents(of: 1, from: 5, limit: 10).map(\.id) == [id(1, last)])
    #expect(try await ledger.documents(of: 2, from: 0, limit: 10).map(\.id) == [id(2, 0)])
  }
}
