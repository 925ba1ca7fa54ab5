package import Documents

/// A claimed file at its admission.
package struct Admission: Sendable, Hashable {
  /// Made at the claim; also the name of the claim's folder.
  package let id: String
  package let partner: String
  /// As it was dropped.
  package let fileName: String
  /// The settings it is handled with to its end, as JSON; kept once for equal ones.
  package let profile: String

  package init(id: String, partner: String, fileName: String, profile: String) {
    self.id = id
    self.partner = partner
    self.fileName = fileName
    self.profile = profile
  }
}

/// One received file and its whole journey (EDI: interchange).
package struct Interchange: Sendable, Hashable {
  /// Counts up in order of admission; the upper half of a document's id.
  package typealias Number = Int64

  package enum State: String, Sendable, Hashable, Codable, CaseIterable { case admitted, surveyed, publishing, settled, done }

  package let number: Number
  package let admission: Admission
  package var state: State
  /// How many times it was taken up; above a limit it is poisoned.
  package var attempts: Int
  package var survey: Survey?
  package var answer: AnswerFile?
  package var settlement: Settlement?
  /// Where the original stands now.
  package var putAwayAt: String?
  /// RFC 3339 UTC.
  package let receivedAt: String
  package var changedAt: String

  package init(
    number: Number, admission: Admission, state: State = .admitted, attempts: Int = 1, survey: Survey? = nil, answer: AnswerFile? = nil,
    settlement: Settlement? = nil, putAwayAt: String? = nil, receivedAt: String, changedAt: String
  ) {
    self.number = number
    self.admission = admission
    self.state = state
    self.attempts = attempts
    self.survey = survey
    self.answer = answer
    self.settlement = settlement
    self.putAwayAt = putAwayAt
    self.receivedAt = receivedAt
    self.changedAt = changedAt
  }
}

/// What the first reading found.
package struct Survey: Sendable, Hashable, Codable {
  /// nil where it could not be told.
  package var kind: Kind?
  package var target: String
  package var sha256: String
  package var byteCount: Int
  package var documentCount: Int
  /// Documents with findings.
  package var refusedCount: Int
  package var findingCount: Int
  /// The whole file is refused: nothing of it is sent.
  package var isRefusedWhole: Bool

  package init(
    kind: Kind?, target: String, sha256: String, byteCount: Int, documentCount: Int, refusedCount: Int, findingCount: Int,
    isRefusedWhole: Bool
  ) {
    self.kind = kind
    self.target = target
    self.sha256 = sha256
    self.byteCount = byteCount
    self.documentCount = documentCount
    self.refusedCount = refusedCount
    self.findingCount = findingCount
    self.isRefusedWhole = isRefusedWhole
  }
}

/// An answer file between its last byte and its final name.
package struct AnswerFile: Sendable, Hashable, Codable {
  /// Names in the partner's outbox, not paths.
  package let temporaryName: String
  package let finalName: String
  package let sha256: String

  package init(temporaryName: String, finalName: String, sha256: String) {
    self.temporaryName = temporaryName
    self.finalName = finalName
    self.sha256 = sha256
  }
}

/// The last word on an interchange: how many documents ended how, and where its file goes.
package struct Settlement: Sendable, Hashable, Codable {
  package enum Place: String, Sendable, Hashable, Codable { case archive, error }
  /// Why a file stands in the error folder.
  package enum Reason: String, Sendable, Hashable, Codable { case invalid, undeliverable, grew, poisoned }

  package var place: Place
  package var reason: Reason?
  /// By state, in words of the ledger: `accepted`, `refused`, …
  package var counts: [String: Int]

  package init(place: Place, reason: Reason? = nil, counts: [String: Int]) {
    self.place = place
    self.reason = reason
    self.counts = counts
  }
}

/// All that has to be durable before the first byte of an unsafe call leaves.
package struct Intent: Sendable, Hashable {
  package let document: DocumentRecord.ID
  package let key: DocumentKey
  /// SHA-256 over the canonical fields as the sender gave them.
  package let fingerprint: Fingerprint
  package let body: [UInt8]
  package let idempotencyKey: String
  /// The document's lines for its answer: opaque to the ledger, written and read by the rules.
  package let lines: [UInt8]
  /// Where it begins in its file.
  package let sourceLine: Int

  package init(
    document: DocumentRecord.ID, key: DocumentKey, fingerprint: Fingerprint, body: [UInt8], idempotencyKey: String, lines: [UInt8],
    sourceLine: Int
  ) {
    self.document = document
    self.key = key
    self.fingerprint = fingerprint
    self.body = body
    self.idempotencyKey = idempotencyKey
    self.lines = lines
    self.sourceLine = sourceLine
  }
}

/// What `begin` came to.
package enum Claim: Sendable, Hashable {
  /// `sending` is durable; send it now.
  case begun
  /// Done before with the same content; the first one's record follows.
  case duplicate(of: DocumentRecord)
  /// The number is taken by other content; the holder's record follows.
  case conflict(with: DocumentRecord)
  /// This very document has its outcome already (a restart passes over it).
  case settled(DocumentState)
}

package struct Taken: Sendable, Hashable {
  package let document: DocumentRecord.ID
  package let state: DocumentState
  package let fingerprint: Fingerprint

  package init(document: DocumentRecord.ID, state: DocumentState, fingerprint: Fingerprint) {
    self.document = document
    self.state = state
    self.fingerprint = fingerprint
  }
}

/// A document that was refused before any call.
package struct Refusal: Sendable, Hashable {
  package let document: DocumentRecord.ID
  package let key: DocumentKey
  package let lines: [UInt8]
  package let sourceLine: Int
  /// `refused`, `conflict` or `failed`.
  package let state: DocumentState
  /// Findings as a JSON array.
  package let findings: [UInt8]

  package init(
    document: DocumentRecord.ID, key: DocumentKey, lines: [UInt8], sourceLine: Int, state: DocumentState = .refused, findings: [UInt8]
  ) {
    self.document = document
    self.key = key
    self.lines = lines
    self.sourceLine = sourceLine
    self.state = state
    self.findings = findings
  }
}

/// What an attempt came to, as it is kept.
package struct Conclusion: Sendable, Hashable {
  package let state: DocumentState
  package let status: Int?
  /// The response's body.
  package let response: [UInt8]
  /// Findings or messages as a JSON array; empty where there are none.
  package let findings: [UInt8]
  package let note: JournalNote

  package init(state: DocumentState, status: Int?, response: [UInt8] = [], findings: [UInt8] = [], note: JournalNote) {
    self.state = state
    self.status = status
    self.response = response
    self.findings = findings
    self.note = note
  }
}

/// One document as the ledger has it.
package struct DocumentRecord: Sendable, Hashable {
  package struct ID: Sendable, Hashable, Comparable {
    package let interchange: Interchange.Number
    /// 0-based place in the file, below 2^32.
    package let ordinal: Int

    package init(interchange: Interchange.Number, ordinal: Int) {
      self.interchange = interchange
      self.ordinal = ordinal
    }

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

  package init(
    id: ID, key: DocumentKey, state: DocumentState, fingerprint: Fingerprint?, sourceLine: Int, lines: [UInt8], body: [UInt8] = [],
    idempotencyKey: String? = nil, status: Int? = nil, response: [UInt8] = [], findings: [UInt8] = [], original: ID? = nil,
    attempts: Int = 0,
    createdAt: String, changedAt: String
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
  }
}

/// One thing that happened, in words for the operator. The ledger adds the time.
package struct JournalNote: Sendable, Hashable {
  /// A constant word: `sending`, `accepted`, `held`, `in_doubt`, `decided`, `published`, …
  package let event: String
  /// Facts: status, external ids, reason. No secrets.
  package let detail: String

  package init(_ event: String, _ detail: String = "") {
    self.event = event
    self.detail = detail
  }
}

package struct JournalEntry: Sendable, Hashable {
  package let time: String
  package let interchange: Interchange.Number
  package let ordinal: Int?
  package let note: JournalNote

  package init(time: String, interchange: Interchange.Number, ordinal: Int?, note: JournalNote) {
    self.time = time
    self.interchange = interchange
    self.ordinal = ordinal
    self.note = note
  }
}

package struct TargetHold: Sendable, Hashable {
  package let reason: String
  package let message: String
  /// RFC 3339 UTC.
  package let since: String

  package init(reason: String, message: String, since: String) {
    self.reason = reason
    self.message = message
    self.since = since
  }
}
