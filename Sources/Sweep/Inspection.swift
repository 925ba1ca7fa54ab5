import Foundation
import Sandbox

/// Holds what is in the folders, in the ledger and in the sandbox's books against the six invariants.
struct Inspection {
  struct Doubt: Sendable {
    let file: CargoFile
    let number: String
    let fate: Fate
  }

  /// As many attempts a file has that gets no further (`HolderSettings.maxAttempts`).
  private static let killsThatPoison = 5

  let yard: Yard
  var cargo: [CargoFile]
  /// How many orders and returns were in flight at most at the kills.
  var mayBeInDoubt = 0
  /// Those that were, by partner and number, as the ledger has them right after each kill; nil: nobody has looked. Nothing else may be in doubt.
  var inFlight: Set<String>?
  /// The target misbehaved: what it answered may say too little.
  var toleratesFaults = false
  /// How many kills met a file on its way, by its name.
  var killsMet: [String: Int] = [:]
  /// Questions set aside because Ferry went down on them again and again.
  private(set) var poisoned = 0
  private(set) var checks = 0
  private(set) var violations: [String] = []
  /// Numbers in doubt by their file, as the answers say.
  private(set) var doubts: [Doubt] = []

  init(_ yard: Yard, _ cargo: [CargoFile]) { (self.yard, self.cargo) = (yard, cargo) }

  mutating func expect(_ condition: Bool, _ violation: @autoclosure () -> String) {
    checks += 1
    if !condition { violations.append(violation()) }
  }

  /// I1, at any moment: each input is in exactly one place, byte for byte.
  mutating func places(_ when: String, isSettled: Bool = false) {
    let files = isSettled ? yard.files("archive", "error") : yard.files("inbox", "archive", "error")
    let names = files.keys.filter { !$0.contains("/.") || $0.contains("/.ferry/claimed/") && !yard.isMoved($0) }
    let places = Dictionary(grouping: names) { files[$0] ?? "" }
    // What is replayed is there a second time.
    let copies = Dictionary(cargo.filter(\.isUnsafe).map { (Yard.hash($0.bytes), 1) }, uniquingKeysWith: +)
    for file in cargo {
      // Questions are asked again and again with the same bytes; orders have their numbers.
      let found = (places[Yard.hash(file.bytes)] ?? []).filter { file.isUnsafe || $0.hasSuffix("/" + file.name) }
      expect(
        found.count == copies[Yard.hash(file.bytes)] ?? 1,
        "I1 \(when): \(file.folder)\(file.name) is in \(found.count) places: \(found.sorted())")
    }
  }

  /// I2 and I4, when everything has come to rest.
  mutating func answers() {
    doubts = []
    let orders = yard.sandbox.server.orderCounts
    let returns = yard.sandbox.server.returnCounts
    for (number, count) in orders.merging(returns, uniquingKeysWith: +) {
      expect(count <= 1, "I2: \(number) is \(count) times in the target's books")
    }
    for file in cargo {
      guard let bytes = FileManager.default.contents(atPath: yard.path("outbox/" + file.answer)),
        let answer = Answer(Array(bytes), isXML: file.answer.hasSuffix(".xml"))
      else {
        expect(false, "I4: \(file.answer) is missing or cannot be read")
        continue
      }
      account(file, answer, file.kind == "returns" ? returns : orders)
    }
    let expected = Set(cargo.flatMap { file in ["", file.markers?.ofAnswers].compactMap(\.self).map { "outbox/" + file.answer + $0 } })
    let found = yard.files("outbox").keys.filter { !$0.contains(".answer-update-") }
    for name in found where !expected.contains(name) { expect(false, "I4: \(name) belongs to no input") }
    for name in expected.subtracting(found) { expect(false, "I4: \(name) is missing") }
    let count = doubts.count
    expect(count <= mayBeInDoubt, "I2: \(count) documents are in doubt, and at most 64 were in flight at each kill")
    guard let inFlight else { return }
    for doubt in doubts {
      expect(
        inFlight.contains("\(doubt.file.partner)/\(doubt.number)"), "I2: \(doubt.number) is in doubt and was not in flight at any kill")
    }
  }

  /// Right after a kill: what is being sent, and no more than there are slots.
  mutating func flight() async throws {
    let sending = try await yard.sending()
    expect(sending.count <= Yard.concurrency, "I2: \(sending.count) documents were in flight at a kill")
    inFlight = (inFlight ?? []).union(sending)
    mayBeInDoubt += Yard.concurrency
  }

  /// Where the target recognises repeats, only what it refuses may stay in doubt: a refusal of the second call tells nothing of the first.
  mutating func repeats() {
    for doubt in doubts { expect(doubt.fate == .unwanted, "I2: \(doubt.number) stays in doubt though repeats are recognised") }
  }

  private mutating func account(_ file: CargoFile, _ answer: Answer, _ books: [String: Int]) {
    guard file.isUnsafe else { return accountQuestion(file, answer) }
    expect(!isPoisoned(file), "I2: \(file.name) was set aside as poisoned")
    let rows = Dictionary(grouping: answer.rows, by: \.document)
    for document in file.documents {
      let mine = rows[document.number] ?? []
      expect(Set(mine.map(\.line)) == Set(document.lines), "I4: \(file.answer) has of \(document.number) the lines \(mine.map(\.line))")
      let statuses = Set(mine.map(\.status))
      // Where the target named some of the lines only, each line has a status of its own.
      let isPartial = toleratesFaults && statuses == ["accepted", "unconfirmed"]
      expect(statuses.count == 1 || isPartial, "I4: \(file.answer) says of \(document.number): \(statuses)")
      guard let status = isPartial ? "unconfirmed" : statuses.first else { continue }
      if status == "in_doubt" || status == "unconfirmed", document.fate != .repeated {
        doubts.append(Doubt(file: file, number: document.number, fate: document.fate))
      }
      judge(status, document, "\(file.answer): \(document.number)", books[file.key(document.number)] ?? 0)
    }
    expect(rows.count == file.documents.count, "I4: \(file.answer) tells of \(rows.count) documents, the input has \(file.documents.count)")
  }

  /// What only asks keeps nothing of an attempt, so kills alone can set it aside. Then it was refused, and stands in the error folder as it came.
  private mutating func accountQuestion(_ file: CargoFile, _ answer: Answer) {
    let lines = Set(answer.rows.map(\.line))
    let isPoisoned = isPoisoned(file)
    expect(!answer.rows.isEmpty, "I4: \(file.answer) is empty")
    if isPoisoned {
      poisoned += 1
      let met = killsMet[file.name] ?? 0
      expect(met >= Self.killsThatPoison, "I2: \(file.name) was set aside as poisoned, and \(met) kills met it")
      expect(Yard.hash(report(file, "txt")) != nil, "I2: \(file.name) was set aside without a report to read")
      let whole = Yard.hash(yard.path("error/\(file.folder)\(file.name)"))
      expect(whole == Yard.hash(file.bytes), "I1: \(file.name) is not in the error folder as it came")
    }
    // Of a file that was never read through, the answer has one row for the whole.
    if !(isPoisoned && lines == [""]) {
      for line in file.documents[0].lines { expect(lines.contains(line), "I4: \(file.answer) lacks line \(line)") }
    }
    for row in answer.rows {
      expect(row.status == (isPoisoned ? "refused" : "accepted"), "I2: \(file.answer) line \(row.line) is \(row.status)")
    }
  }

  /// As its report says.
  private func isPoisoned(_ file: CargoFile) -> Bool {
    let bytes = FileManager.default.contents(atPath: report(file, "json")) ?? Data()
    return String(decoding: bytes, as: UTF8.self).contains("\"reason\":\"Ferry itself failed on it again and again\"")
  }

  private func report(_ file: CargoFile, _ form: String) -> String { yard.path("error/\(file.folder)\(file.name).report.\(form)") }

  private mutating func judge(_ status: String, _ document: CargoFile.Document, _ name: String, _ committed: Int) {
    switch (document.fate, status) {
    case (.bad, "refused"), (.unwanted, "refused"), (.unwanted, "in_doubt"):
      expect(committed == 0, "I2: \(name) is \(status) and in the books")
    case (.good, "accepted"), (.repeated, "duplicate"), (.repeated, "accepted"), (.known, "duplicate"):
      expect(committed == 1, "I2: \(name) is \(status) and not in the books")
    case (.good, "in_doubt"), (.repeated, "in_doubt"): break
    case (.good, "unconfirmed") where toleratesFaults: expect(committed == 1, "I2: \(name) is unconfirmed and not in the books")
    case (.good, "refused") where toleratesFaults: expect(committed == 0, "I2: \(name) is refused and in the books")
    default: expect(false, "I2: \(name) is \(status), which it cannot be (\(document.fate))")
    }
  }

  /// I6, when nobody is at work: nothing is left that a person would have to clear away.
  mutating func remains() async throws {
    for name in yard.files("inbox", "outbox", "error", "archive").keys where name.contains("/.") || name.hasPrefix("inbox/") {
      expect(false, "I6: \(name) is left over")
    }
    for name in yard.files("var").keys {
      let isKnown = ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm", "lock", "heartbeat", "ledger.mark", "mounts"].contains {
        name == "var/" + $0
      }
      expect(isKnown, "I6: \(name) is left over")
    }
    let integrity = try await yard.ledger("PRAGMA integrity_check")
    expect(integrity == "ok\n", "I6: the ledger is damaged: \(integrity)")
    let open = try await yard.ledger(
      "SELECT (SELECT count(*) FROM documents WHERE state IN ('sending', 'waiting')) + (SELECT count(*) FROM interchanges WHERE state <> 'done')"
    )
    expect(open == "0\n", "I6: \(open) rows of the ledger are not at their end")
  }

  /// Everything that a further start must not change (I5): folders, ledger, and what reached the target.
  static func picture(_ yard: Yard) async throws -> [String: String] {
    var picture = yard.files("inbox", "outbox", "error", "archive")
    // That it was started is what a start adds; the journal says so with the interchange 0.
    let dump = Array(try await yard.ledger(".dump").utf8).split(separator: UInt8(ascii: "\n")).filter { !isOfNoFile($0) }
    picture["ledger"] = Yard.hash(Data(dump.joined(separator: [UInt8(ascii: "\n")])))
    picture["requests"] = "\(yard.sandbox.server.record.count)"
    return picture
  }

  /// A row of the journal: `INSERT INTO journal VALUES(17,0,…`.
  private static func isOfNoFile(_ line: ArraySlice<UInt8>) -> Bool {
    let start = "INSERT INTO journal VALUES("
    guard line.starts(with: start.utf8) else { return false }
    return line.dropFirst(start.utf8.count).drop { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.starts(with: ",0,".utf8)
  }

  mutating func expectSame(_ before: [String: String], _ after: [String: String]) {
    for name in Set(before.keys).union(after.keys).sorted() {
      expect(
        before[name] == after[name], "I5: a second restart changed \(name): \(before[name] ?? "not there") to \(after[name] ?? "not there")"
      )
    }
  }
}
