package import Documents
import Synchronization

/// The same rules without a disk: what the durable ledger costs is measured against it. Not wired to any setting.
/// It keeps neither journal nor holds: nobody beside it could read them.
package final class InMemoryLedger: Ledger {
  private let contents: Mutex<LedgerContents>

  package init(clock: @escaping @Sendable () -> String) { contents = Mutex(LedgerContents(clock: clock)) }

  package func admit(_ admission: Admission) async throws(LedgerError) -> Interchange { contents.withLock { $0.admit(admission) } }

  package func recordSurvey(_ survey: Survey, of interchange: Interchange.Number) async throws(LedgerError) {
    try change { contents throws(LedgerError) in try contents.advance(interchange, to: .surveyed) { $0.survey = survey } }
  }

  package func recordPublishing(_ answer: AnswerFile, of interchange: Interchange.Number) async throws(LedgerError) {
    try change { contents throws(LedgerError) in try contents.advance(interchange, to: .publishing) { $0.answer = answer } }
  }

  package func settle(_ interchange: Interchange.Number, as settlement: Settlement) async throws(LedgerError) {
    try change { contents throws(LedgerError) in try contents.advance(interchange, to: .settled) { $0.settlement = settlement } }
  }

  package func recordPutAway(_ interchange: Interchange.Number, at path: String) async throws(LedgerError) {
    try change { contents throws(LedgerError) in try contents.advance(interchange, to: .done) { $0.putAwayAt = path } }
  }

  package func recordArrival(_ arrival: Arrival, of interchange: Interchange.Number) async throws(LedgerError) -> ArrivalVerdict {
    try change { contents throws(LedgerError) in try contents.recordArrival(arrival, of: interchange) }
  }

  package func leave(_ interchange: Interchange.Number) async throws(LedgerError) {
    contents.withLock { $0.interchanges[interchange]?.attempts = 0 }
  }

  package func openInterchanges() async throws(LedgerError) -> [Interchange] {
    contents.withLock { $0.interchanges.values.filter { $0.state != .done }.sorted { $0.number < $1.number } }
  }

  package func begin(_ intent: Intent) async throws(LedgerError) -> Claim {
    try change { contents throws(LedgerError) in try contents.begin(intent) }
  }

  package func refer(_ intent: Intent) async throws(LedgerError) -> Claim? {
    try change { contents throws(LedgerError) in try contents.refer(intent) }
  }

  package func beginResend(
    _ document: DocumentRecord.ID, for decision: Decision.ID?, _ note: JournalNote
  ) async throws(LedgerError) -> DocumentRecord? {
    try change { contents throws(LedgerError) in try contents.beginResend(document) }
  }

  package func putBack(_ document: DocumentRecord.ID, _ note: JournalNote) async throws(LedgerError) {
    try change { contents throws(LedgerError) in try contents.putBack(document) }
  }

  package func conclude(_ document: DocumentRecord.ID, _ conclusion: Conclusion) async throws(LedgerError) {
    try change { contents throws(LedgerError) in try contents.conclude(document, conclusion) }
  }

  package func refuse(_ refusals: [Refusal]) async throws(LedgerError) {
    try change { contents throws(LedgerError) in try contents.refuse(refusals) }
  }

  package func taken(_ key: DocumentKey) async throws(LedgerError) -> DocumentRecord? {
    contents.withLock { contents in contents.holders[key].flatMap { contents.documents[$0] } }
  }

  package func taken(_ keys: [DocumentKey]) async throws(LedgerError) -> [Taken?] {
    contents.withLock { contents in keys.map { contents.taken($0) } }
  }

  package func documents(
    of interchange: Interchange.Number, from ordinal: Int, limit: Int
  ) async throws(LedgerError) -> [DocumentRecord] {
    contents.withLock { $0.page(of: interchange, from: ordinal, limit: limit) }
  }

  package func states(
    of interchange: Interchange.Number, from ordinal: Int, limit: Int
  ) async throws(LedgerError) -> [(ordinal: Int, state: DocumentState)] {
    contents.withLock { $0.page(of: interchange, from: ordinal, limit: limit).map { ($0.id.ordinal, $0.state) } }
  }

  package func document(_ id: DocumentRecord.ID) async throws(LedgerError) -> DocumentRecord? { contents.withLock { $0.documents[id] } }

  package func recoverSending() async throws(LedgerError) -> [DocumentRecord.ID] { contents.withLock { $0.recoverSending() } }

  package func note(_ note: JournalNote, interchange: Interchange.Number, ordinal: Int?) async throws(LedgerError) {}

  package func bind(target: String, to baseURL: String) async throws(LedgerError) {
    try change { contents throws(LedgerError) in
      if let bound = contents.bindings[target], bound != baseURL, contents.holders.keys.contains(where: { $0.target == target }) {
        throw .moved(target, from: bound, to: baseURL)
      }
      contents.bindings[target] = baseURL
    }
  }

  package func recordHold(of target: String, _ hold: TargetHold?) async throws(LedgerError) {}

  private func change<Value: Sendable>(_ body: (inout LedgerContents) throws(LedgerError) -> Value) throws(LedgerError) -> Value {
    try contents.withLock { contents throws(LedgerError) in try body(&contents) }
  }
}
