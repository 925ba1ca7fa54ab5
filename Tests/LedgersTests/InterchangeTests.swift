import Documents
import Ledgers
import Testing

/// A file's journey and the targets, against every implementation.
@Suite struct InterchangeTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: Subject.allCases)
  func `a file goes from admitted to done, and is open until then`(_ subject: Subject) async throws {
    let ledger = try subject.open(in: folder)
    let settlement = Settlement(place: .archive, counts: ["accepted": 1, "refused": 1])
    let number = try await ledger.admit(admission()).number

    func expect(_ state: Interchange.State) async throws -> Interchange {
      let open = try await ledger.openInterchanges()
      #expect(open.map(\.number) == [number])
      #expect(open.first?.state == state)
      return try #require(open.first)
    }
    #expect(try await expect(.admitted).admission == admission())
    try await ledger.recordSurvey(survey, of: number)
    #expect(try await expect(.surveyed).survey == survey)
    try await ledger.recordPublishing(answer, of: number)
    #expect(try await expect(.publishing).answer == answer)
    try await ledger.settle(number, as: settlement)
    let settled = try await expect(.settled)
    #expect(settled.settlement == settlement)
    #expect(settled.survey == survey)
    #expect(settled.receivedAt < settled.changedAt)
    try await ledger.recordPutAway(number, at: "archive/2026/11/21/orders.csv")
    #expect(try await ledger.openInterchanges() == [])
  }

  @Test(arguments: Subject.allCases)
  func `the same claim is the same interchange, one attempt more`(_ subject: Subject) async throws {
    let ledger = try subject.open(in: folder)
    let first = try await ledger.admit(admission("01", profile: "{\"a\":1}"))
    let other = try await ledger.admit(admission("02"))
    #expect(first.attempts == 1)
    #expect(other.number > first.number)
    let again = try await ledger.admit(admission("01", profile: "{\"changed\":1}"))
    #expect(again.number == first.number)
    #expect(again.attempts == 2)
    #expect(again.admission.profile == "{\"a\":1}", "R12: what it was admitted with stays")
    #expect(try await ledger.openInterchanges().map(\.number) == [first.number, other.number])
  }

  @Test(arguments: Subject.allCases)
  func `left in good order its attempts count anew`(_ subject: Subject) async throws {
    let ledger = try subject.open(in: folder)
    for _ in 1...3 { _ = try await ledger.admit(admission()) }
    try await ledger.leave(ledger.admit(admission()).number)
    #expect(try await ledger.admit(admission()).attempts == 1)
  }

  @Test(arguments: Subject.allCases)
  func `an outcome is a step forward: attempts count anew, but not by what a start finds in doubt`(_ subject: Subject) async throws {
    let ledger = try subject.open(in: folder)
    let number = try await ledger.admit(admission()).number
    try await ledger.bring(.init(interchange: number, ordinal: 0), key("A-1"), to: .sending)
    _ = try await ledger.recoverSending()
    #expect(try await ledger.admit(admission()).attempts == 2)
    try await ledger.bring(.init(interchange: number, ordinal: 1), key("A-2"), to: .accepted)
    #expect(try await ledger.admit(admission()).attempts == 1)
  }

  @Test(arguments: Subject.allCases)
  func `a step again is fine, a step back is not`(_ subject: Subject) async throws {
    let ledger = try subject.open(in: folder)
    let number = try await ledger.admit(admission()).number
    let early = await ledgerError { try await ledger.recordPutAway(number, at: "archive") }
    #expect(early?.message == "interchange 1 is admitted and cannot become done: a fault in Ferry, please report it")

    try await ledger.recordPublishing(answer, of: number)
    let rendered = AnswerFile(temporaryName: ".2.tmp", finalName: "orders.answer-2.csv", sha256: "cd")
    try await ledger.recordPublishing(rendered, of: number)
    #expect(try await ledger.openInterchanges().first?.answer == rendered)
    #expect(await ledgerError { try await ledger.recordSurvey(survey, of: number) }?.code == .illegalTransition)
    #expect(try await ledger.openInterchanges().first?.survey == nil)
    #expect(await ledgerError { try await ledger.recordSurvey(survey, of: 99) }?.code == .illegalTransition)
  }

  @Test(arguments: Subject.allCases)
  func `a target's name is bound to the base URL at which its first number was taken`(_ subject: Subject) async throws {
    let ledger = try subject.open(in: folder)
    try await ledger.bind(target: "erp", to: "https://tset.example.com/v1")
    try await ledger.bind(target: "erp", to: "https://test.example.com/v1")
    try await ledger.bring(id(1, 0), key("A-1"), to: .sending)
    try await ledger.bind(target: "erp", to: "https://test.example.com/v1")
    try await ledger.bind(target: "other", to: "https://erp.example.com/v1")
    let error = await ledgerError { try await ledger.bind(target: "erp", to: "https://erp.example.com/v1") }
    #expect(error?.code == .targetMoved)
    #expect(
      error?.message
        == "target erp is bound to https://test.example.com/v1 and cannot become https://erp.example.com/v1: its numbers speak of the first "
        + "one. Give the new system a target name of its own, or set base_url back")
    try await ledger.conclude(id(1, 0), conclusion(.refused))
    try await ledger.bind(target: "erp", to: "https://erp.example.com/v1")
  }
}
