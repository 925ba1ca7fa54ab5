import Documents
import FoundationEssentials
import Ledgers
import SystemPackage
import Testing
import Translation

@testable import Journeys

@Suite struct OrdinalSetTests {
  @Test func `a set knows what was put in, once`() {
    var set = OrdinalSet()
    for ordinal in [0, 63, 64, 1_000_000, 63] { set.insert(ordinal) }
    #expect(set.count == 4)
    #expect([0, 1, 63, 64, 65, 999_999, 1_000_000, 2_000_000].map(set.contains) == [true, false, true, true, false, false, true, false])
  }
}

@Suite struct SpoolTests {
  private func content(_ spool: borrowing Spool) throws -> String {
    var bytes: [UInt8] = []
    try spool.forEachPiece { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func `blocks that come in any order are read back in theirs`() throws {
    let stage = try Stage()
    var spool = try Spool(FilePath("\(stage.root)/spool"))
    let (first, second, third) = (spool.reserve(), spool.reserve(), spool.reserve())
    try spool.write(Array("three".utf8), as: third)
    try spool.write(Array("one ".utf8), as: first)
    #expect(try content(spool) == "one three")
    try spool.write(Array(repeating: UInt8(ascii: "2"), count: 200_000), as: second)
    #expect(try content(spool).count == 200_009)
    try spool.seal()
    #expect(try stage.text("spool") == "one " + String(repeating: "2", count: 200_000) + "three")
    #expect(try content(spool).count == 200_009)
  }

  @Test func `a sealed spool goes on`() throws {
    let stage = try Stage()
    var spool = try Spool(FilePath("\(stage.root)/spool"))
    let (first, second) = (spool.reserve(), spool.reserve())
    try spool.write([2], as: second)
    try spool.write([1], as: first)
    try spool.seal()
    let third = spool.reserve()
    try spool.write([3], as: third)
    #expect(try content(spool).utf8.elementsEqual([1, 2, 3]))
  }

  @Test func `a spool that cannot be made says where and why`() {
    let error = #expect(throws: HolderError.self) { _ = try Spool("/proc/nothing/here") }
    #expect(error?.code == .storage)
    #expect(
      error?.message == "/proc/nothing/here cannot be written or read: No such file or directory; look at the disk of the state folder")
  }
}

@Suite struct KnownStatesTests {
  @Test func `states are found in the order of the file, whatever is missing between them`() async throws {
    let ledger = InMemoryLedger(clock: { "2026-11-21T00:00:00.000Z" })
    let interchange = try await ledger.admit(Admission(id: "1", partner: "default", fileName: "orders.csv", profile: "{}")).number
    let present = (0..<5_000).filter { $0 % 3 != 0 || $0 < 10 }
    try await ledger.refuse(
      present.map {
        Refusal(
          document: .init(interchange: interchange, ordinal: $0), key: Handling.sample().key(kind: .orders, number: "\($0)"), lines: [],
          sourceLine: 1, findings: [])
      })
    var known = KnownStates(ledger: ledger, interchange: interchange)
    var found: [Int] = []
    for ordinal in 0..<6_000 where try await known.state(of: ordinal) == .refused { found.append(ordinal) }
    #expect(found == present)
  }
}

@Suite struct InterchangeIDTests {
  @Test func `ids are 13 characters, never equal, and sort by time`() {
    let ids = (0..<50_000).map { _ in InterchangeID.make() }
    #expect(ids.allSatisfy { $0.count == 13 })
    #expect(zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 })
  }
}

@Suite struct InterchangeJourneyTests {
  private static let answer = AnswerFile(temporaryName: ".t", finalName: "f", sha256: "")
  private static let settlement = Settlement(place: .archive, counts: [:])

  private func record(_ state: Interchange.State, attempts: Int = 1, refusedWhole: Bool = false) -> Interchange {
    let survey = Survey(
      kind: .orders, target: "erp", sha256: "", byteCount: 0, documentCount: 0, refusedCount: 0, findingCount: 0,
      isRefusedWhole: refusedWhole)
    return Interchange(
      number: 1, admission: Admission(id: "1", partner: "default", fileName: "orders.csv", profile: "{}"), state: state,
      attempts: attempts, survey: state == .admitted ? nil : survey, answer: Self.answer, settlement: Self.settlement,
      receivedAt: "", changedAt: "")
  }

  @Test(arguments: [
    (Interchange.State.admitted, InterchangeJourney.Action.send), (.surveyed, .send), (.publishing, .publish(answer)),
    (.settled, .putAway(settlement)), (.done, .putAway(settlement)),
  ])
  func `after a restart it goes on where the ledger says it was`(_ state: Interchange.State, _ action: InterchangeJourney.Action) {
    let journey = InterchangeJourney(record(state), maxAttempts: 3)
    #expect(journey.start() == .survey)
    #expect(journey.surveyed() == action)
  }

  @Test func `the steps follow each other`() {
    let journey = InterchangeJourney(record(.admitted), maxAttempts: 3)
    #expect(journey.sent(isComplete: true) == .render)
    #expect(journey.sent(isComplete: false) == .leave)
    #expect(journey.rendered(Self.answer) == .publish(Self.answer))
    #expect(journey.published(Self.settlement) == .settle(Self.settlement))
    #expect(journey.settled(Self.settlement) == .putAway(Self.settlement))
    #expect(journey.putAway() == .finish)
  }

  @Test(arguments: [
    (Interchange.State.admitted, 3, false, false), (.admitted, 4, true, true), (.surveyed, 4, true, false), (.publishing, 9, false, false),
    (.settled, 9, false, false),
  ])
  func `too many attempts poison what has no answer yet, and what was never read is not read again`(
    _ state: Interchange.State, _ attempts: Int, _ isPoisoned: Bool, _ isUnreadable: Bool
  ) {
    let journey = InterchangeJourney(record(state, attempts: attempts), maxAttempts: 3)
    #expect((journey.isPoisoned, journey.isUnreadable) == (isPoisoned, isUnreadable))
    if isUnreadable { #expect(journey.surveyed() == .render) }
  }

  @Test func `a published file is read again for its report alone`() {
    #expect(InterchangeJourney(record(.surveyed), maxAttempts: 3).needsReading)
    #expect(!InterchangeJourney(record(.publishing), maxAttempts: 3).needsReading)
    #expect(!InterchangeJourney(record(.settled), maxAttempts: 3).needsReading)
    #expect(InterchangeJourney(record(.settled, refusedWhole: true), maxAttempts: 3).needsReading)
  }
}

@Suite struct ProfileTests {
  @Test func `a file with few large documents is read back in smaller pages`() {
    func page(_ bytes: Int, _ documents: Int) -> Int {
      Survey(
        kind: .orders, target: "erp", sha256: "", byteCount: bytes, documentCount: documents, refusedCount: 0, findingCount: 0,
        isRefusedWhole: false
      ).documentsAtOnce
    }
    #expect([page(0, 0), page(300_000, 1000), page(50 << 20, 100), page(1 << 30, 1)] == [200, 200, 1, 1])
  }
}

@Suite struct RoundTests {
  @Test func `what runs beside the files begins no more once everything is over`() async {
    let running = RunningJourneys(limit: 1)
    let (bells, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    #expect(running.addOther())
    async let over: Void = running.wait(bell: bells)
    running.removeOther()
    bell.yield()
    await over
    #expect(!running.addOther())
  }

  @Test func `what stands in the way is news once, and news again when it comes back`() {
    let tally = Tally(clock: { "2026-11-21T10:00:00.000Z" }, show: nil)
    #expect(tally.troubles(["inbox is missing"], of: "inbox"))
    #expect(!tally.troubles(["inbox is missing"], of: "inbox"))
    #expect(tally.troubles.map(\.message) == ["inbox is missing"])
    #expect(!tally.troubles([], of: "inbox"))
    #expect(tally.troubles == [])
    #expect(tally.troubles(["inbox is missing"], of: "inbox"))
    #expect(tally.report.troubles == ["inbox is missing"], "a run tells it once")
  }
}
