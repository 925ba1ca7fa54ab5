import Documents
import FoundationEssentials
import GRDB

extension DocumentRecord.ID {
  /// The row's key: ordered like the files and their documents.
  var row: Int64 { interchange << 32 | Int64(ordinal) }

  init(row: Int64) { self.init(interchange: row >> 32, ordinal: Int(row & 0xFFFF_FFFF)) }

  /// Rows of one interchange from an ordinal on.
  static func rows(of interchange: Interchange.Number, from ordinal: Int) -> (first: Int64, last: Int64) {
    (interchange << 32 | Int64(ordinal), interchange << 32 | 0xFFFF_FFFF)
  }
}

extension DocumentRecord {
  static let selection = """
    SELECT id, target, partner, kind, number, state, fingerprint, source_line, lines, body, idempotency_key, status, response, findings,
      original, attempts, created_at, changed_at, pruned_at
    FROM documents
    """

  init(_ row: Row) throws {
    self.init(
      id: ID(row: row[0]), key: DocumentKey(target: row[1], partner: row[2], kind: try Kind(column: row[3]), number: row[4]),
      state: try DocumentState(column: row[5]), fingerprint: (row[6] as Data?).map { Fingerprint([UInt8]($0)) }, sourceLine: row[7],
      lines: row.bytes(8), body: row.bytes(9), idempotencyKey: row[10], status: row[11], response: row.bytes(12), findings: row.bytes(13),
      original: (row[14] as Int64?).map(ID.init(row:)), attempts: row[15], createdAt: row[16], changedAt: row[17],
      prunedAt: row[18])
  }
}

extension Taken {
  /// From `id, state, fingerprint`.
  init(_ row: Row) throws {
    self.init(document: DocumentRecord.ID(row: row[0]), state: try DocumentState(column: row[1]), fingerprint: Fingerprint(row.bytes(2)))
  }
}

extension DocumentState {
  init(column: String) throws(LedgerError) {
    guard let state = DocumentState(rawValue: column) else { throw .unknownWord(column, "state of a document") }
    self = state
  }
}

extension Kind {
  init(column: String) throws(LedgerError) {
    guard let kind = Kind(rawValue: column) else { throw .unknownWord(column, "kind of a document") }
    self = kind
  }
}

extension Row {
  /// Empty where the column is NULL.
  func bytes(_ column: Int) -> [UInt8] { (self[column] as Data?).map { [UInt8]($0) } ?? [] }
}

/// As a column's value; nothing is stored for nothing.
func blob(_ bytes: [UInt8]) -> Data? { bytes.isEmpty ? nil : Data(bytes) }
