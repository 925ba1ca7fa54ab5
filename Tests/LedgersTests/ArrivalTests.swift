import Documents
import Testing

@testable import Ledgers

/// Files that are numbered, or expected every day.
@Suite struct ArrivalTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Drops files with these numbers; a content of its own for each, unless `content` says another one.
  private func drop(
    _ numbers: [Int?], into ledger: any Ledger, _ range: FileNumbers = FileNumbers(), content: String? = nil, id: String = "f",
    profile: String = "p", deadlines: Deadlines? = nil
  ) async throws -> [ArrivalVerdict] {
    var verdicts: [ArrivalVerdict] = []
    for (place, number) in numbers.enumerated() {
      let interchange = try await ledger.admit(admission("\(id)-\(place)", file: "\(id)-\(number ?? 0).csv")).number
      let arrival = Arrival(
        partner: "acme", profile: profile, number: number, numbers: range, deadlines: deadlines, sha256: content ?? "sha of \(number ?? 0)")
      verdicts.append(try await ledger.recordArrival(arrival, of: interchange))
    }
    return verdicts
  }

  @Test(arguments: Subject.allCases)
  func `numbers in sequence from any first one on are nothing to speak of`(_ subject: Subject) async throws {
    let ledger = try subject.open(in: folder)
    let verdicts = try await drop([7, 8, 9], into: ledger)
    #expect(verdicts == [7, 8, 9].map { ArrivalVerdict(.inSequence, $0) })
    #expect(try await drop([1], into: ledger, id: "g", profile: "other") == [ArrivalVerdict(.inSequence, 1)], "each profile has its own")
  }

  @Test(arguments: Subject.allCases)
  func `what was left out is missing once, and late when it comes`(_ subject: Subject) async throws {
    let ledger = try subject.open(in: folder)
    let verdicts = try await drop([1, 5, 6, 3, 3], into: ledger)
    #expect(verdicts.map(\.place) == [.inSequence, .ahead, .inSequence, .late, .again])
    #expect(verdicts.map(\.missing) == [[], [2...4], [], [], []])
    #expect(verdicts[4].other == "f-3.csv")
    #expect(try await drop([2, 4, 7], into: ledger, id: "g").map(\.place) == [.late, .late, .inSequence])
  }

  @Test(arguments: Subject.allCases)
  func `a file is counted once however often it is read`(_ subject: Subject) async throws {
    let ledger = try subject.open(in: folder)
    let first = try await drop([1, 4, 2], into: ledger)
    #expect(try await drop([1, 4, 2], into: ledger) == first)
  }

  @Test(arguments: Subject.allCases)
  func `a number with other content is taken, unless something of the first file was refused`(_ subject: Subject) async throws {
    let ledger = try subject.open(in: folder)
    _ = try await drop([1, 2, 3, 4], into: ledger)
    let open = try await ledger.openInterchanges().map(\.number)
    var whole = survey
    whole.isRefusedWhole = true
    try await ledger.recordSurvey(whole, of: open[1])
    try await ledger.recordSurvey(survey, of: open[2])
    try await ledger.settle(open[2], as: Settlement(place: .archive, counts: ["accepted": 1, "refused": 1]))
    let verdicts = try await drop([1, 2, 3, 4], into: ledger, content: "other", id: "g")
    #expect(verdicts.map(\.place) == [.taken, .corrected, .corrected, .taken])
    #expect(verdicts.map(\.other) == ["f-1.csv", "f-2.csv", "f-3.csv", "f-4.csv"])
    let received = try await ledger.openInterchanges().first?.receivedAt
    #expect(verdicts[0].otherCame == received)
    #expect(try await drop([2], into: ledger, content: "other", id: "h").map(\.place) == [.again], "the corrected one holds it now")
    #expect(try await drop([1], into: ledger, id: "i").map(\.place) == [.again], "the first one still does")
  }

  @Test(arguments: Subject.allCases)
  func `after the last number comes the first again, with gaps on both sides`(_ subject: Subject) async throws {
    let ledger = try subject.open(in: folder)
    let round = FileNumbers(first: 1, last: 9)
    let verdicts = try await drop([7, 8, 9, 1, 2], into: ledger, round)
    #expect(verdicts.map(\.place) == Array(repeating: .inSequence, count: 5))
    #expect(try await drop([6, 3], into: ledger, round, id: "g").map(\.missing) == [[3...5], []])
    let across = try await drop([8, 2], into: ledger, round, id: "h")
    #expect(across.map(\.missing) == [[7...7], [9...9, 1...1]])
    #expect(across.map(\.place) == [.ahead, .ahead])
    #expect(try await drop([9, 8], into: ledger, round, id: "j").map(\.place) == [.late, .again])
  }

  @Test(arguments: Subject.allCases)
  func `without a last number a smaller one is never a new beginning`(_ subject: Subject) async throws {
    let ledger = try subject.open(in: folder)
    #expect(try await drop([100, 1], into: ledger).map(\.place) == [.inSequence, .unexpected])
    #expect(try await drop([nil, 101], into: ledger, id: "g").map(\.place) == [.unnumbered, .inSequence])
    #expect(try await drop([999_999_999_999_999], into: ledger, id: "h").map(\.missing) == [[102...999_999_999_999_998]])
  }

  @Test func `a late file is for the day it missed, as long as that is nearer`() {
    let soonAfter = Deadlines(passed: "2", next: "3", nearest: "2")
    let shortBefore = Deadlines(passed: "2", next: "3", nearest: "3")
    #expect(soonAfter.covered(before: nil) == "2")
    #expect(soonAfter.covered(before: "1") == "2")
    #expect(soonAfter.covered(before: "2") == "3", "the day had its file already")
    #expect(soonAfter.covered(before: "3") == "3")
    #expect(shortBefore.covered(before: nil) == "3")
    #expect(shortBefore.covered(before: "1") == "3")
    #expect(soonAfter.covered(before: "4") == "4", "the clock went back")
  }

  // MARK: what commands read and decide

  private func missing(_ ledger: SQLiteLedger) async throws -> [ClosedRange<Int>] {
    try await ledger.arrivals().flatMap(\.missing).map(\.numbers)
  }

  @Test func `what came and what is missing is there after a new start`() async throws {
    let ledger = try SQLiteLedger.fresh(in: folder)
    #expect(try await ledger.arrivals() == [])
    _ = try await drop([1, 5, 3], into: ledger, deadlines: Deadlines(passed: "2", next: "3", nearest: "3"))
    let states = try await ledger.arrivals()
    #expect(states.map(\.partner) == ["acme"])
    #expect(states.map(\.profile) == ["p"])
    #expect(states.map(\.lastNumber) == [5])
    #expect(states.map(\.covered) == ["3"])
    #expect(states[0].missing.map(\.numbers) == [2...2, 4...4])
    #expect(states[0].missing.map(\.shownBy) == ["f-5.csv", "f-5.csv"])
    let last = try await ledger.openInterchanges().last
    #expect(states[0].receivedAt == last?.receivedAt)
    try ledger.close()
    #expect(try await SQLiteLedger.reopen(in: folder, .readOnly).arrivals() == states)
  }

  @Test func `the journal of a file tells its number and what it showed`() async throws {
    let ledger = try SQLiteLedger.fresh(in: folder)
    _ = try await drop([1, 4, 2, 1, nil], into: ledger)
    _ = try await drop([1], into: ledger, content: "other", id: "g")
    var notes: [String] = []
    for number in 1...6 { notes += try await ledger.journal(of: Int64(number)).filter { $0.note.event == "numbered" }.map(\.note.detail) }
    #expect(
      notes == [
        "1", "4; missing before it: 2 to 3", "2, which was missing", "1 again, as f-1.csv with the same content", "no number",
        "1 is taken by f-1.csv with other content",
      ])
  }

  @Test func `waived numbers are missed no more, and one that comes all the same is taken`() async throws {
    let ledger = try SQLiteLedger.fresh(in: folder)
    _ = try await drop([1, 10], into: ledger)
    #expect(try await ledger.waive(4...5, partner: "acme", profile: "p", by: "ada") == 2)
    #expect(try await missing(ledger) == [2...3, 6...9])
    #expect(try await ledger.waive(1...2, partner: "acme", profile: "p", by: "ada") == 1)
    #expect(try await ledger.waive(1...2, partner: "acme", profile: "p", by: "ada") == 0)
    #expect(try await ledger.waive(3...3, partner: "acme", profile: "q", by: "ada") == 0)
    let notes = try await ledger.journal(of: 2).map(\.note)
    #expect(notes.suffix(2) == [JournalNote("waived", "4 to 5 by ada"), JournalNote("waived", "2 by ada")])
    #expect(try await drop([4], into: ledger, id: "g").map(\.place) == [.unexpected])
  }

  @Test func `numbers behind the last one can be waived before one shows that they are missing`() async throws {
    let ledger = try SQLiteLedger.fresh(in: folder)
    _ = try await drop([1], into: ledger)
    #expect(try await ledger.waive(2...3, partner: "acme", profile: "p", by: "ada") == 2)
    #expect(try await drop([4], into: ledger, id: "g").map(\.place) == [.inSequence])
    #expect(try await missing(ledger) == [])
  }

  @Test func `numbers begin anew where the operator says so`() async throws {
    let ledger = try SQLiteLedger.fresh(in: folder)
    _ = try await drop([1, 5], into: ledger)
    try await ledger.restartNumbers(at: 1, partner: "acme", profile: "p")
    #expect(try await missing(ledger) == [])
    #expect(try await drop([1, 3], into: ledger, content: "other", id: "g").map(\.place) == [.inSequence, .ahead])
    #expect(try await missing(ledger) == [2...2])
    try await ledger.restartNumbers(at: 17, partner: "acme", profile: "new")
    #expect(try await drop([17], into: ledger, id: "h", profile: "new").map(\.place) == [.inSequence])
  }
}
