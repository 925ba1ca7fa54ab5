import Contracts

/// What the table of docs/contract section 2 leaves to each API: how it says no, and which settings its other statuses speak of.
protocol Dialect: Sendable {
  /// The target's own words in the body of a refusal; nil where the body holds none.
  func refusal(in response: WireResponse) -> Outcome.Refusal?
  /// A 404 that speaks of what was asked for; nil where it speaks of the path.
  func absence(of call: PlannedCall, in response: WireResponse) -> Outcome.Refusal?
  /// What a 400 lacks that is no refusal.
  var words: String { get }
  /// 503 to an unsafe call says that it was not carried out.
  var retries503: Bool { get }

  // Remedies, as clauses of a sentence.
  func remedyForForm(of call: PlannedCall) -> String
  func remedyForPath(of call: PlannedCall) -> String
  var remedyForCredentials: String { get }
}
