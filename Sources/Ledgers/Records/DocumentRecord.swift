package import Documents

/// One document as the ledger has it.
package struct DocumentRecord: Sendable, Hashable {
  package struct ID: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let interchange: Interchange.Number
    /// 0-based place in the file, below 2^32.
    package let ordinal: Int

    package init(interchange: Interchange.Number, ordinal: Int) {
      self.interchange = interchange
      self.ordinal = ordinal
    }

    package var description: String { "\(interchange)/\(ordinal)" }

    package static func < (one: Self, other: Self) -> Bool { (one.interchange, one.ordinal) < (other.interchange, other.ordinal) }
  }

  package let id: ID
  package let key: DocumentKey
  package var state: DocumentState
  package var fingerprint: Fingerprint?
  package var sourceLine: Int
  package var lines: [UInt8]
  package var body: [UInt8]
  package var idempotencyKey: String?
  package var status: Int?
  package var response: [UInt8]
  package var findings: [UInt8]
  /// The first one, where this is a duplicate or in conflict with it.
  package var original: ID?
  package var attempts: Int
  /// RFC 3339 UTC.
  package var createdAt: String
  package var changedAt: String
  /// When request, response, findings and journal were dropped; of the first two the external ids are left. RFC 3339 UTC; nil: they are there.
  package var prunedAt: String?

  package init(
    id: ID, key: DocumentKey, state: DocumentState, fingerprint: Fingerprint?, sourceLine: Int, lines: [UInt8], body: [UInt8] = [],
    idempotencyKey: String? = nil, status: Int? = nil, response: [UInt8] = [], findings: [UInt8] = [], original: ID? = nil,
    attempts: Int = 0,
    createdAt: String, changedAt: String, prunedAt: String? = nil
  ) {
    self.id = id
    self.key = key
    self.state = state
    self.fingerprint = fingerprint
    self.sourceLine = sourceLine
    self.lines = lines
    self.body = body
    self.idempotencyKey = idempotencyKey
    self.status = status
    self.response = response
    self.findings = findings
    self.original = original
    self.attempts = attempts
    self.createdAt = createdAt
    self.changedAt = changedAt
    self.prunedAt = prunedAt
  }
}
