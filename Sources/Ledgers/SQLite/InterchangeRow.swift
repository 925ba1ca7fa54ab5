import FoundationEssentials
import GRDB

extension Interchange {
  static let selection = """
    SELECT number, i.id, partner, file_name, content, state, attempts, survey, answer, settlement, put_away_at, received_at, changed_at, pruned_at
    FROM interchanges AS i JOIN profiles AS p ON p.id = i.profile
    """

  init(_ row: Row) throws {
    guard let state = State(rawValue: row[5]) else { throw LedgerError.unknownWord(row[5], "state of an interchange") }
    self.init(
      number: row[0], admission: Admission(id: row[1], partner: row[2], fileName: row[3], profile: row[4]), state: state,
      attempts: row[6], survey: try JSONText.read(row[7]), answer: try JSONText.read(row[8]), settlement: try JSONText.read(row[9]),
      putAwayAt: row[10], receivedAt: row[11], changedAt: row[12], prunedAt: row[13])
  }
}

/// Small values that are kept as JSON in a text column.
enum JSONText {
  static func write(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  static func read<Value: Decodable>(_ text: String?) throws -> Value? {
    try text.map { try JSONDecoder().decode(Value.self, from: Data($0.utf8)) }
  }
}

extension LedgerError {
  static func unknownWord(_ word: String, _ place: String) -> LedgerError {
    LedgerError(.damaged, "the ledger holds \"\(word)\" as \(place), which this Ferry does not know; use the Ferry that wrote it")
  }
}
