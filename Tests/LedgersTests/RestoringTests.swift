import Documents
import Foundation
import GRDB
import Testing

@testable import Ledgers

/// Entering what archive and outbox tell, so that nothing can be sent twice.
@Suite struct RestoringTests {
  let folder: TemporaryFolder
  let ledger: SQLiteLedger

  init() throws {
    folder = try TemporaryFolder()
    ledger = try SQLiteLedger.fresh(in: folder)
  }

  private let user = "eva"

  private func original(
    _ id: String, _ stem: String = "orders", partner: String = "acme", at path: String = "/archive/orders.csv", isCertain: Bool = true
  ) -> KeptOriginal {
    KeptOriginal(
      admission: Admission(id: id, partner: partner, fileName: stem + ".csv", profile: "{}"), stems: [stem, stem], path: path,
      isCertain: isCertain)
  }

  private func document(_ ordinal: Int, _ number: String, content: UInt8 = 1, partner: String = "acme", isBodyWhole: Bool = true)
    -> KeptDocument
  {
    KeptDocument(
      ordinal: ordinal, key: key(number, partner: partner), fingerprint: Fingerprint([UInt8](repeating: content, count: 32)),
      body: [content],
      isBodyWhole: isBodyWhole, idempotencyKey: "key-\(number)", lines: [1], sourceLine: ordinal + 2, doubt: Array("[]".utf8))
  }

  private func told(
    _ number: String, _ state: DocumentState, stem: String = "orders", partner: String = "acme", isAbandoned: Bool = false,
    isUpdate: Bool = false
  ) -> Testimony {
    Testimony(
      key: key(number, partner: partner), stem: stem, state: state, isAbandoned: isAbandoned, isUpdate: isUpdate,
      response: state == .accepted ? [9] : [], lines: [1], sourceLine: 2, detail: "\(state.rawValue) as \(stem).answer.csv says")
  }

  /// All that a comparison does with originals of these documents.
  private func compare(_ originals: [(KeptOriginal, [KeptDocument])], _ testimonies: [Testimony]) async throws -> [[Comparison]] {
    try await ledger.beginComparison()
    try await ledger.tell(testimonies)
    for (original, documents) in originals { try await ledger.count(documents, of: original) }
    var found: [[Comparison]] = []
    for isAccepted in [true, false] {
      for (place, (original, documents)) in originals.enumerated() {
        let comparisons = try await ledger.enter(documents, of: original, user: user, isAccepted: isAccepted)
        if found.count <= place { found.append([]) }
        found[place] += comparisons.compactMap(\.self)
      }
    }
    return found
  }

  @Test func `what an answer accepts is accepted, what none speaks of is in doubt, and both numbers are taken`() async throws {
    let found = try await compare([(original("f"), [document(0, "A-1"), document(1, "A-2")])], [told("A-1", .accepted)])
    #expect(found == [[.entered(.accepted), .entered(.inDoubt)]])
    let accepted = try #require(try await ledger.taken(key("A-1")))
    #expect(accepted.response == [9])
    #expect(accepted.body == [1])
    #expect(accepted.idempotencyKey == "key-A-1")
    #expect(try await ledger.taken(key("A-2"))?.state == .inDoubt)
    #expect(
      try await ledger.journal(of: accepted.id).map(\.note) == [
        JournalNote("restored", "accepted as orders.answer.csv says, by eva")
      ])
    guard case .duplicate = try await ledger.begin(intent(id(9, 0), key("A-2"))) else {
      Issue.record("a number in doubt was given away")
      return
    }
  }

  @Test func `refused is free only where each document of that number has been answered`() async throws {
    let found = try await compare(
      [
        (original("f"), [document(0, "A-1"), document(1, "A-2")]),
        // Another day's file of that name, of which no answer is left.
        (original("g"), [document(0, "A-2", content: 2)]),
      ], [told("A-1", .refused), told("A-2", .refused)])
    #expect(found[0] == [.free, .entered(.inDoubt)])
    #expect(found[1] == [.known])
    #expect(try await ledger.taken(key("A-1")) == nil)
  }

  @Test func `an answer in doubt stays so until an update abandons it`() async throws {
    let found = try await compare(
      [(original("f"), [document(0, "A-1"), document(1, "A-2"), document(2, "A-3")])],
      [
        told("A-1", .inDoubt), told("A-2", .inDoubt), told("A-2", .refused, isAbandoned: true, isUpdate: true), told("A-3", .inDoubt),
        told("A-3", .accepted, isUpdate: true),
      ])
    #expect(found[0].sorted { "\($0)" < "\($1)" } == [.entered(.accepted), .entered(.inDoubt), .free])
    #expect(try await ledger.taken(key("A-3"))?.state == .accepted)
    #expect(try await ledger.taken(key("A-2")) == nil)
  }

  @Test func `done again after a kill, it enters nothing twice, and the file is finished`() async throws {
    let file = original("f")
    let documents = [document(0, "A-1"), document(1, "A-2")]
    try await ledger.beginComparison()
    _ = try await ledger.enter([documents[0]], of: file, user: user, isAccepted: false)
    // Killed: neither closed nor finished.
    let again = try SQLiteLedger.reopen(in: folder)
    try await again.beginComparison()
    #expect(try await again.enter(documents, of: file, user: user, isAccepted: false) == [.known, .entered(.inDoubt)])
    try await again.finishRestoring(file.admission.id, survey, at: "/archive/orders.csv")
    #expect(try await again.openInterchanges() == [])
    let record = try #require(try await again.find(interchange: "f").first)
    #expect(record.settlement == Settlement(place: .archive, counts: ["in_doubt": 2]))
    #expect(record.putAwayAt == "/archive/orders.csv")
    let third = try SQLiteLedger.reopen(in: folder)
    try await third.beginComparison()
    #expect(
      try await third.putAway(at: "/archive/orders.csv") == [
        PutAwayFile(sha256: survey.sha256, byteCount: survey.byteCount, hasGrown: false)
      ])
    #expect(try await third.putAway(at: "/archive/orders-2.csv") == [])
    try await third.forget(path: "/archive/orders.csv")
    #expect(try await third.putAway(at: "/archive/orders.csv") == [])
  }

  @Test func `what stands in doubt is settled by an answer that the ledger does not know`() async throws {
    _ = try await ledger.admit(admission())
    try await ledger.bring(id(1, 0), key("A-1"), to: .inDoubt)
    try await ledger.bring(id(1, 1), key("A-2"), to: .inDoubt)
    try await ledger.beginComparison()
    try await ledger.tell([told("A-1", .accepted), told("A-2", .refused)])
    #expect(try await ledger.settleByAnswers(user: user) == ["A-1"])
    #expect(try await ledger.document(id(1, 0))?.state == .accepted)
    #expect(try await ledger.document(id(1, 0))?.response == [9])
    #expect(try await ledger.document(id(1, 1))?.state == .inDoubt)
  }

  private func enter(_ testimony: Testimony) async throws -> Bool {
    let survey = Survey(
      kind: .orders, target: "erp", sha256: "", byteCount: 0, documentCount: 0, refusedCount: 0, findingCount: 0, isRefusedWhole: false)
    return try await ledger.enter(testimony, of: admission("told-\(testimony.stem)"), survey, at: "archive", user: user)
  }

  @Test func `of two answers that tell one number, whose originals are gone, one takes it`() async throws {
    try await ledger.beginComparison()
    try await ledger.tell([told("A-1", .accepted, stem: "first"), told("A-1", .accepted, stem: "second")])
    let found = try await ledger.toldWithoutOriginal(limit: 9)
    #expect(found.map(\.stem) == ["first", "second"])
    #expect(try await enter(found[0]))
    #expect(try await !enter(found[1]))
    #expect(try await ledger.toldWithoutOriginal(limit: 9) == [])
  }

  @Test func `a claimed file is not free by the refusal of an earlier one of its name`() async throws {
    let claim = KeptOriginal(
      admission: Admission(id: "c", partner: "acme", fileName: "orders.csv", profile: "{}"), stems: ["orders", "orders"],
      path: "/claimed/orders.csv", isCertain: true, isClaimed: true)
    #expect(try await compare([(claim, [document(0, "A-1")])], [told("A-1", .refused)]) == [[.entered(.inDoubt)]])
  }

  @Test func `an answer that calls a number taken does not free it`() async throws {
    #expect(try await compare([(original("f"), [document(0, "A-1")])], [told("A-1", .conflict)]) == [[.entered(.inDoubt)]])
  }

  @Test func `an answer whose original is gone takes its number without a content`() async throws {
    try await ledger.beginComparison()
    try await ledger.tell([told("A-1", .accepted, stem: "gone"), told("A-2", .refused, stem: "gone")])
    let found = try await ledger.toldWithoutOriginal(limit: 9)
    #expect(found.map(\.key.number) == ["A-1"])
    for testimony in found { #expect(try await enter(testimony)) }
    #expect(try await ledger.toldWithoutOriginal(limit: 9) == [])
    #expect(try await ledger.openInterchanges().isEmpty, "nobody looks for its file")
    guard case .conflict = try await ledger.begin(intent(id(9, 0), key("A-1"))) else {
      Issue.record("a number that an answer accepted was given away")
      return
    }
  }

  @Test func `a file of one of two partners is the one's whose answer accounts for it, else it stands in doubt for both`() async throws {
    let found = try await compare(
      [
        (original("a", partner: "acme", isCertain: false), [document(0, "A-1"), document(1, "A-2")]),
        (
          original("n", partner: "north", isCertain: false),
          [document(0, "A-1", partner: "north"), document(1, "A-2", partner: "north")]
        ),
      ], [told("A-1", .accepted)])
    #expect(found[0] == [.entered(.accepted), .entered(.inDoubt)])
    #expect(found[1] == [.others, .entered(.inDoubt)])
    #expect(try await ledger.taken(key("A-1", partner: "north")) == nil)
  }

  @Test func `two files of one name are not one partner's, whose answer accounts for one of them`() async throws {
    // Each can be read by its own partner alone.
    let found = try await compare(
      [
        (original("a", partner: "acme", at: "/archive/orders.csv", isCertain: false), [document(0, "A-1")]),
        (original("n", partner: "north", at: "/archive/orders-2.csv", isCertain: false), [document(0, "A-1", partner: "north")]),
      ], [told("A-1", .accepted)])
    #expect(found == [[.entered(.accepted)], [.entered(.inDoubt)]])
  }

  @Test func `an answer whose original was moved away accounts for no other file`() async throws {
    let found = try await compare(
      [
        (original("a", partner: "acme", at: "/archive/orders.csv", isCertain: false), [document(0, "A-1")]),
        (original("n", partner: "north", at: "/archive/orders-2.csv", isCertain: false), [document(0, "A-1", partner: "north")]),
      ], [told("A-1", .accepted), told("A-1", .accepted)])
    #expect(found[1] == [.entered(.inDoubt)])
  }

  @Test func `what the operator goes on without stands in the journal, and is looked at again`() async throws {
    try await ledger.goOn(without: admission("unread-1"), "/archive/orders.csv: cannot be read", user: user)
    let record = try #require(try await ledger.find(interchange: "unread-1").first)
    #expect(record.putAwayAt == nil)
    #expect(try await ledger.openInterchanges() == [])
    try await ledger.beginComparison()
    #expect(try await ledger.putAway(at: "/archive/orders.csv") == [])
  }

  @Test func `what is entered in doubt is told to who hears alerts`() async throws {
    let place = try await ledger.alertPlace(of: "webhook")
    _ = try await compare([(original("f"), [document(0, "A-1"), document(1, "A-2")])], [told("A-1", .accepted)])
    let news = try await ledger.alertNews(after: place)
    #expect(news.groups.map(\.event) == [.inDoubt])
    #expect(news.groups.first?.numbers == ["A-2"])
  }

  @Test func `a body that a plan had completed is not kept where it may be sent again`() async throws {
    _ = try await compare(
      [(original("f"), [document(0, "A-1", isBodyWhole: false), document(1, "A-2", isBodyWhole: false)])], [told("A-1", .accepted)])
    #expect(try await ledger.taken(key("A-1"))?.body == [1])
    #expect(try await ledger.taken(key("A-2"))?.body == [])
  }

  @Test func `how far it has come is the number of the last entry`() async throws {
    #expect(try ledger.position() == 0)
    try await ledger.bring(id(1, 0), key("A-1"), to: .accepted)
    #expect(try ledger.position() == 2)
  }

  /// Pages of an open ledger are overwritten by somebody else.
  @Test func `damage that is met while it is written ends all writing`() async throws {
    for ordinal in 0..<300 { try await ledger.bring(id(1, ordinal), key("A-\(ordinal)"), to: .accepted) }
    try await ledger.pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    let url = URL(filePath: folder.file("ledger.sqlite"))
    var bytes = try Data(contentsOf: url)
    for page in 2..<bytes.count / 4096 { bytes.replaceSubrange(page * 4096..<page * 4096 + 64, with: Data(repeating: 0xA5, count: 64)) }
    let file = try FileHandle(forWritingTo: url)
    try file.write(contentsOf: bytes)
    try file.close()
    ledger.pool.releaseMemory()
    let first = await ledgerError { try await ledger.bring(id(2, 0), key("B-1"), to: .accepted) }
    #expect(first?.code == .damaged)
    #expect(first?.message.contains("is damaged or no database: database disk image is malformed (SQLite ") == true)
    #expect(await ledgerError { try await ledger.note(waitNote, interchange: 1, ordinal: nil) }?.code == .damaged)
  }
}
