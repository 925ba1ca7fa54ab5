/// The memory of order tracking: what the targets have of ours, when it was last asked for, what was heard, and the files that tell of it.
/// What each call does is said at ``SQLiteLedger``'s.
package protocol TrackingLedger: Sendable {
  func document(_ id: DocumentRecord.ID) async throws(LedgerError) -> DocumentRecord?
  func documentsToTrack(partners: [String], placedAfter: String, limit: Int) async throws(LedgerError) -> [DocumentRecord]
  func enrol(_ document: DocumentRecord.ID, externals: [(id: String, date: String?)]) async throws(LedgerError)
  func dueForTracking(
    partners: [String], placedAfter: String, limit: Int
  ) async throws(LedgerError) -> [TrackedExternal]
  func closeTracking(placedBefore: String) async throws(LedgerError) -> Int
  func recordTracking(_ observations: [TrackingObservation], file: ChangeFile?) async throws(LedgerError)
  func nextChangeNumber(partner: String, date: String) async throws(LedgerError) -> Int
  func openChangeFiles() async throws(LedgerError) -> [ChangeFile]
  func recordChangesPublished(_ file: ChangeFile) async throws(LedgerError)
}

extension SQLiteLedger: TrackingLedger {}
