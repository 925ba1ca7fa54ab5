import Foundation

/// What the answer and the answer updates of a file tell of its documents, in their order.
struct Standing {
  let file: CargoFile
  /// By number, as the file has it: the status of each time it was told.
  private(set) var statuses: [String: [String]] = [:]
  private(set) var violations: [String] = []

  init(_ file: CargoFile, _ yard: Yard, _ updates: [String]) {
    self.file = file
    let mine = updates.filter { $0.hasPrefix("\(file.stem).answer-update-") && $0.hasSuffix(file.answer.suffix(4)) }
    for name in [String(file.answer.dropFirst(file.folder.count))] + mine.sorted(by: { Self.number($0) < Self.number($1) }) {
      guard let bytes = FileManager.default.contents(atPath: yard.path("outbox/\(file.folder)\(name)")) else { continue }
      guard let answer = Answer(Array(bytes), isXML: name.hasSuffix(".xml")) else {
        violations.append("I3: \(file.folder)\(name) cannot be read")
        continue
      }
      for (number, rows) in Dictionary(grouping: answer.rows, by: \.document) {
        let found = Set(rows.map(\.status))
        statuses[number, default: []].append(found.count == 1 ? rows[0].status : found.contains("unconfirmed") ? "unconfirmed" : "\(found)")
      }
    }
  }

  private static func number(_ update: String) -> Int {
    Int(update.components(separatedBy: ".answer-update-").last?.prefix { $0.isNumber } ?? "") ?? 0
  }

  /// A person has to decide.
  var undecided: [Inspection.Doubt] {
    file.documents.filter { ["in_doubt", "unconfirmed"].contains(statuses[$0.number]?.last) }.map {
      Inspection.Doubt(file: file, number: $0.number, fate: $0.fate)
    }
  }

  static func all(_ cargo: [CargoFile], _ yard: Yard) -> [Standing] {
    let folders = [""] + Yard.partners.map { $0 + "/" }
    let updates = Dictionary(
      uniqueKeysWithValues: folders.map { folder in
        let names = (try? FileManager.default.contentsOfDirectory(atPath: yard.path("outbox/" + folder))) ?? []
        return (folder, names.filter { $0.contains(".answer-update-") })
      })
    return cargo.filter(\.isUnsafe).map { Standing($0, yard, updates[$0.folder] ?? []) }
  }
}
