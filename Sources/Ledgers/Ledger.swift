package import Documents

/// The memory that makes it once-only: what was claimed, sent, answered. Every call that changes something returns after it is durable
/// (fsync), and callers that wait at the same moment share one commit. One `LedgerError` from a write means: stop sending at once.
package protocol Ledger: Sendable {
  // MARK: interchanges

  /// Takes a claimed file in, or counts one more attempt at one that is already in (after a restart). Same id: same interchange.
  func admit(_ admission: Admission) async throws(LedgerError) -> Interchange
  /// The whole file was read and checked; nothing was sent.
  func recordSurvey(_ survey: Survey, of interchange: Interchange.Number) async throws(LedgerError)
  /// The answer stands complete and synced under its temporary name; its final name is chosen.
  func recordPublishing(_ answer: AnswerFile, of interchange: Interchange.Number) async throws(LedgerError)
  /// The last word: what became of it. After this only putting away is left.
  func settle(_ interchange: Interchange.Number, as settlement: Settlement) async throws(LedgerError)
  /// The original stands in the archive or the error folder.
  func recordPutAway(_ interchange: Interchange.Number, at path: String) async throws(LedgerError)
  /// Counts a file among those of its partner and profile: its number, and the day that it is for. Once for a file: the same again gives what
  /// was decided first.
  func recordArrival(_ arrival: Arrival, of interchange: Interchange.Number) async throws(LedgerError) -> ArrivalVerdict
  /// It was left in good order with work waiting (a held target, a shutdown): its attempts count anew, so that an outage poisons no file.
  func leave(_ interchange: Interchange.Number) async throws(LedgerError)
  /// Everything that is not done, oldest first.
  func openInterchanges() async throws(LedgerError) -> [Interchange]

  // MARK: documents

  /// Claims the number and writes `sending`, in one step. A number that is taken gives `.duplicate` or `.conflict`, recorded with the place of
  /// the first one. A document of this interchange and ordinal that has an outcome already is `.settled`.
  func begin(_ intent: Intent) async throws(LedgerError) -> Claim
  /// What `begin` would do with a number that is taken, or a document that has its outcome; nil, and nothing written, where it would write
  /// `sending`. So that a repeated order is recognised before a plan is asked for, whose answer may be another one today.
  func refer(_ intent: Intent) async throws(LedgerError) -> Claim?
  /// Writes `sending` once more for a document that is `in_doubt` or `unconfirmed`, since the operator or the target's settings say that it
  /// may be repeated, and gives what to send. A pending decision to resend it is applied with it. nil, and nothing changed: it is neither
  /// (any more), its file is being put away, or `decision`, the operator's, is not pending any more: one decision sends once.
  func beginResend(
    _ document: DocumentRecord.ID, for decision: Decision.ID?, _ note: JournalNote
  ) async throws(LedgerError) -> DocumentRecord?
  /// Nothing happened at the target: from `sending` back to `waiting`, the number is free again. A resent document goes back to the state it
  /// was resent from, and its number stays taken: its first attempt may have arrived.
  func putBack(_ document: DocumentRecord.ID, _ note: JournalNote) async throws(LedgerError)
  /// The outcome of an attempt. The file got further, so its own attempts count anew: a machine that goes down again and again poisons no file.
  func conclude(_ document: DocumentRecord.ID, _ conclusion: Conclusion) async throws(LedgerError)
  /// Documents that were refused without a call.
  func refuse(_ refusals: [Refusal]) async throws(LedgerError)
  /// The document that holds the number now, if one does.
  func taken(_ key: DocumentKey) async throws(LedgerError) -> DocumentRecord?
  /// For every key the state and fingerprint of the document that holds it, nil where the number is free. One read for all.
  func taken(_ keys: [DocumentKey]) async throws(LedgerError) -> [Taken?]
  /// The documents of an interchange in the order of the file, from an ordinal on, at most `limit`.
  func documents(of interchange: Interchange.Number, from ordinal: Int, limit: Int) async throws(LedgerError) -> [DocumentRecord]
  /// Their states only, likewise.
  func states(of interchange: Interchange.Number, from ordinal: Int, limit: Int) async throws(LedgerError) -> [(
    ordinal: Int, state: DocumentState
  )]
  func document(_ id: DocumentRecord.ID) async throws(LedgerError) -> DocumentRecord?
  /// After a start: whatever is `sending` becomes in doubt. Returns them.
  func recoverSending() async throws(LedgerError) -> [DocumentRecord.ID]

  // MARK: journal and targets

  func note(_ note: JournalNote, interchange: Interchange.Number, ordinal: Int?) async throws(LedgerError)
  /// Binds a target's name to its base URL, for as long as a number is taken there: before, a mistyped address can be corrected.
  /// - Throws: `.targetMoved` where the name is bound to another one and a number is taken.
  func bind(target: String, to baseURL: String) async throws(LedgerError)
  /// Why, and since when no document got through; nil: one did. For `ferry status`, which runs beside the holder.
  func recordHold(of target: String, _ hold: TargetHold?) async throws(LedgerError)
}
