/// What asking for one tracked order or return came to.
package struct TrackingObservation: Sendable, Hashable {
  package let document: DocumentRecord.ID
  package let externalID: String
  /// The response as the rules keep it.
  package let seen: [UInt8]
  /// Nothing more can happen to it: it is not asked for again.
  package let isDone: Bool
  /// What changed; nil: nothing.
  package let note: JournalNote?

  package init(document: DocumentRecord.ID, externalID: String, seen: [UInt8], isDone: Bool, note: JournalNote? = nil) {
    self.document = document
    self.externalID = externalID
    self.seen = seen
    self.isDone = isDone
    self.note = note
  }
}
