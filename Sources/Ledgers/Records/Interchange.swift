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
  /// When its journal was dropped, and everything of its documents; nil: not yet. RFC 3339 UTC.
  package var prunedAt: String?

  package init(
    number: Number, admission: Admission, state: State = .admitted, attempts: Int = 1, survey: Survey? = nil, answer: AnswerFile? = nil,
    settlement: Settlement? = nil, putAwayAt: String? = nil, receivedAt: String, changedAt: String, prunedAt: String? = nil
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
    self.prunedAt = prunedAt
  }
}
