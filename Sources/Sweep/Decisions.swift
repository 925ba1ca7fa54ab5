import Foundation
import Sandbox

/// What an operator does about documents in doubt: looks into the target's books, and tells Ferry by `resolve --from`.
struct Decisions {
  enum Decision { case confirm([String]), resend, abandon }

  let yard: Yard
  let cargo: [CargoFile]
  /// By the number at the target; the last one counts.
  private(set) var made: [String: Decision] = [:]

  init(_ yard: Yard, _ cargo: [CargoFile]) { (self.yard, self.cargo) = (yard, cargo) }

  /// Decides them all. What is not in the books is sent or given up, in turn; what the target refuses is given up, since a refusal of the second
  /// call would tell nothing of the first.
  mutating func decide(_ doubts: [Inspection.Doubt], killAt: KillAt? = nil) async throws -> Program {
    let committed = yard.sandbox.server.record.filter(\.committed)
    let orders = Dictionary(committed.compactMap { entry in entry.orderNumber.map { ($0, entry.externalIDs) } }) { $1 }
    let returns = Dictionary(committed.compactMap { entry in entry.returnNumber.map { ($0, entry.externalIDs) } }) { $1 }
    var text = "number;partner;kind;decision;ids\n"
    for (place, doubt) in doubts.enumerated() {
      let isReturn = doubt.file.kind == "returns"
      let key = doubt.file.key(doubt.number)
      let head = "\(doubt.number);\(doubt.file.partner);\(doubt.file.kind)"
      if let ids = (isReturn ? returns : orders)[key] {
        made[key] = .confirm(ids)
        text += head + ";confirm;" + ids.map { "\($0)@\(isReturn ? "2026-11-21" : "2018-01-16")" }.joined(separator: " ") + "\n"
      } else {
        let isSent = place.isMultiple(of: 2) && doubt.fate != .unwanted
        made[key] = isSent ? .resend : .abandon
        text += head + (isSent ? ";resend;\n" : ";abandon;\n")
      }
    }
    try Data(text.utf8).write(to: URL(filePath: yard.path("decisions.csv")))
    return try yard.start(["resolve", "--from", "decisions.csv"], killAt: killAt)
  }

  /// Of decisions that were made again after a kill: until its end each document was told as in doubt, then once as what it is.
  func checkLast(_ doubts: [Inspection.Doubt], _ inspection: inout Inspection) {
    let books = yard.sandbox.server.orderCounts.merging(yard.sandbox.server.returnCounts, uniquingKeysWith: +)
    let told = Dictionary(uniqueKeysWithValues: Standing.all(cargo, yard).map { ($0.file.name, $0.statuses) })
    for doubt in doubts {
      let key = doubt.file.key(doubt.number)
      let statuses = told[doubt.file.name]?[doubt.number] ?? []
      let (last, count) = if case .abandon? = made[key] { ("refused", 0) } else { ("accepted", 1) }
      inspection.expect(
        statuses.last == last && statuses.dropLast().allSatisfy { $0 == "in_doubt" } && books[key] ?? 0 == count,
        "decision: \(key) was decided as \(made[key].map { "\($0)" } ?? "nothing"), was told as \(statuses), \(books[key] ?? 0) in the books"
      )
    }
  }

  /// Each decision is told once, by an answer update, and is true.
  func check(_ inspection: inout Inspection) {
    var told: [String: [String]] = [:]
    for file in cargo where file.isUnsafe {
      let folder = yard.path("outbox/" + file.folder)
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      for name in names where name.hasPrefix("\(file.stem).answer-update-") && name.hasSuffix(file.answer.suffix(4)) {
        let bytes = FileManager.default.contents(atPath: folder + name) ?? Data()
        let answer = Answer(Array(bytes), isXML: name.hasSuffix(".xml"))
        inspection.expect(answer != nil, "I3: \(name) cannot be read")
        for (number, rows) in Dictionary(grouping: answer?.rows ?? [], by: \.document) {
          told[file.key(number), default: []] += Set(rows.map(\.status))
        }
      }
    }
    let books = yard.sandbox.server.orderCounts.merging(yard.sandbox.server.returnCounts, uniquingKeysWith: +)
    for (key, decision) in made {
      let count = books[key] ?? 0
      let statuses = told[key] ?? []
      switch decision {
      case .confirm, .resend:
        inspection.expect(
          statuses == ["accepted"] && count == 1, "decision: \(key) was decided as \(decision), is \(statuses), \(count) in the books")
      case .abandon:
        inspection.expect(statuses == ["refused"] && count == 0, "decision: \(key) was given up, is \(statuses), \(count) in the books")
      }
    }
  }
}
