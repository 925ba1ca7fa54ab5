import Documents
import Ledgers
import Synchronization

/// A real ledger until its n-th write; from then on every write fails, as after the machine went down at that moment.
final class CrashingLedger: Ledger, TrackingLedger {
  enum Moment: CaseIterable, Sendable { case before, after }

  private let ledger: SQLiteLedger
  private let crashAt: Int
  private let moment: Moment
  private let writes = Mutex(0)
  private let doomedFile: String?
  private let isBesideOthers: Bool
  private let doomed = Mutex<Interchange.Number?>(nil)
  private let publishing: (@Sendable () -> Void)?

  /// `crashAt` counts from 1. `moment` after: the write itself is durable, its caller does not get to know.
  init(_ ledger: SQLiteLedger, crashAt: Int, _ moment: Moment) {
    self.ledger = ledger
    self.crashAt = crashAt
    self.moment = moment
    doomedFile = nil
    isBesideOthers = false
    publishing = nil
  }

  /// Never goes down; each time an answer's names are written, something happens elsewhere.
  init(_ ledger: SQLiteLedger, onPublishing publishing: @escaping @Sendable () -> Void) {
    self.ledger = ledger
    crashAt = .max
    moment = .before
    doomedFile = nil
    isBesideOthers = false
    self.publishing = publishing
  }

  /// Goes down as soon as that file has been read. `isBesideOthers`: it is on its way with them, and their readings end later than its does.
  init(_ ledger: SQLiteLedger, onReadingOf file: String, isBesideOthers: Bool) {
    self.ledger = ledger
    crashAt = .max / 2
    moment = .before
    doomedFile = file
    self.isBesideOthers = isBesideOthers
    publishing = nil
  }

  var hasCrashed: Bool { writes.withLock { $0 >= crashAt } }

  private func write<Value>(_ body: () async throws(LedgerError) -> Value) async throws(LedgerError) -> Value {
    let number = writes.withLock { writes in
      writes += 1
      return writes
    }
    let crash = LedgerError(.writeFailed, "the machine went down at write \(crashAt)")
    if number > crashAt || number == crashAt && moment == .before { throw crash }
    let value = try await body()
    if number == crashAt { throw crash }
    return value
  }

  func admit(_ admission: Admission) async throws(LedgerError) -> Interchange {
    let record = try await write { () async throws(LedgerError) in try await ledger.admit(admission) }
    if admission.fileName == doomedFile { doomed.withLock { $0 = record.number } }
    return record
  }
  func recordSurvey(_ survey: Survey, of interchange: Interchange.Number) async throws(LedgerError) {
    if doomed.withLock({ $0 }) == interchange, !survey.isRefusedWhole { writes.withLock { $0 = crashAt } }
    // The limit only ends a test that has failed already.
    let limit = ContinuousClock.now + .seconds(60)
    while isBesideOthers, !hasCrashed, .now < limit { try? await Task.sleep(for: .milliseconds(2)) }
    try await write { () async throws(LedgerError) in try await ledger.recordSurvey(survey, of: interchange) }
  }
  func recordPublishing(_ answer: AnswerFile, of interchange: Interchange.Number) async throws(LedgerError) {
    try await write { () async throws(LedgerError) in try await ledger.recordPublishing(answer, of: interchange) }
    publishing?()
  }
  func settle(_ interchange: Interchange.Number, as settlement: Settlement) async throws(LedgerError) {
    try await write { () async throws(LedgerError) in try await ledger.settle(interchange, as: settlement) }
  }
  func recordPutAway(_ interchange: Interchange.Number, at path: String) async throws(LedgerError) {
    try await write { () async throws(LedgerError) in try await ledger.recordPutAway(interchange, at: path) }
  }
  func recordArrival(_ arrival: Arrival, of interchange: Interchange.Number) async throws(LedgerError) -> ArrivalVerdict {
    try await write { () async throws(LedgerError) in try await ledger.recordArrival(arrival, of: interchange) }
  }
  func leave(_ interchange: Interchange.Number) async throws(LedgerError) {
    try await write { () async throws(LedgerError) in try await ledger.leave(interchange) }
  }
  func begin(_ intent: Intent) async throws(LedgerError) -> Claim {
    try await write { () async throws(LedgerError) in try await ledger.begin(intent) }
  }
  func refer(_ intent: Intent) async throws(LedgerError) -> Claim? {
    try await write { () async throws(LedgerError) in try await ledger.refer(intent) }
  }
  func beginResend(
    _ document: DocumentRecord.ID, for decision: Decision.ID?, _ note: JournalNote
  ) async throws(LedgerError) -> DocumentRecord? {
    try await write { () async throws(LedgerError) in try await ledger.beginResend(document, for: decision, note) }
  }
  func putBack(_ document: DocumentRecord.ID, _ note: JournalNote) async throws(LedgerError) {
    try await write { () async throws(LedgerError) in try await ledger.putBack(document, note) }
  }
  func conclude(_ document: DocumentRecord.ID, _ conclusion: Conclusion) async throws(LedgerError) {
    try await write { () async throws(LedgerError) in try await ledger.conclude(document, conclusion) }
  }
  func refuse(_ refusals: [Refusal]) async throws(LedgerError) {
    try await write { () async throws(LedgerError) in try await ledger.refuse(refusals) }
  }
  func recoverSending() async throws(LedgerError) -> [DocumentRecord.ID] { try await ledger.recoverSending() }
  func note(_ note: JournalNote, interchange: Interchange.Number, ordinal: Int?) async throws(LedgerError) {
    try await ledger.note(note, interchange: interchange, ordinal: ordinal)
  }
  func bind(target: String, to baseURL: String) async throws(LedgerError) { try await ledger.bind(target: target, to: baseURL) }
  func recordHold(of target: String, _ hold: TargetHold?) async throws(LedgerError) { try await ledger.recordHold(of: target, hold) }

  func openInterchanges() async throws(LedgerError) -> [Interchange] { try await ledger.openInterchanges() }
  func taken(_ key: DocumentKey) async throws(LedgerError) -> DocumentRecord? { try await ledger.taken(key) }
  func taken(_ keys: [DocumentKey]) async throws(LedgerError) -> [Taken?] { try await ledger.taken(keys) }
  func documents(of interchange: Interchange.Number, from ordinal: Int, limit: Int) async throws(LedgerError) -> [DocumentRecord] {
    try await ledger.documents(of: interchange, from: ordinal, limit: limit)
  }
  func states(
    of interchange: Interchange.Number, from ordinal: Int, limit: Int
  ) async throws(LedgerError) -> [(ordinal: Int, state: DocumentState)] {
    try await ledger.states(of: interchange, from: ordinal, limit: limit)
  }
  func document(_ id: DocumentRecord.ID) async throws(LedgerError) -> DocumentRecord? { try await ledger.document(id) }

  func enrol(_ document: DocumentRecord.ID, externals: [(id: String, date: String?)]) async throws(LedgerError) {
    try await write { () async throws(LedgerError) in try await ledger.enrol(document, externals: externals) }
  }
  func closeTracking(placedBefore: String) async throws(LedgerError) -> Int {
    try await write { () async throws(LedgerError) in try await ledger.closeTracking(placedBefore: placedBefore) }
  }
  func recordTracking(_ observations: [TrackingObservation], file: ChangeFile?) async throws(LedgerError) {
    try await write { () async throws(LedgerError) in try await ledger.recordTracking(observations, file: file) }
  }
  func recordChangesPublished(_ file: ChangeFile) async throws(LedgerError) {
    try await write { () async throws(LedgerError) in try await ledger.recordChangesPublished(file) }
  }
  func documentsToTrack(partners: [String], placedAfter: String, limit: Int) async throws(LedgerError) -> [DocumentRecord] {
    try await ledger.documentsToTrack(partners: partners, placedAfter: placedAfter, limit: limit)
  }
  func dueForTracking(
    partners: [String], placedAfter: String, limit: Int
  ) async throws(LedgerError) -> [TrackedExternal] {
    try await ledger.dueForTracking(partners: partners, placedAfter: placedAfter, limit: limit)
  }
  func nextChangeNumber(partner: String, date: String) async throws(LedgerError) -> Int {
    try await ledger.nextChangeNumber(partner: partner, date: date)
  }
  func openChangeFiles() async throws(LedgerError) -> [ChangeFile] { try await ledger.openChangeFiles() }
}
