/// What one look at the inboxes found.
package struct ScanReport: Sendable {
  /// Complete files in natural order, claimable now.
  package var ready: [Sighting] = []
  /// Files not taken yet, in the order in which they were found.
  package var resting: [RestingFile] = []
  /// When the first of those that only rest has rested.
  package var rested: ContinuousClock.Instant?
  /// How many entries have names that are not looked at: temporary files, hidden ones, markers.
  package var ignored = 0
  /// Only those not reported before.
  package var oddities: [Oddity] = []
  /// Inboxes that could not be looked at. What is known of their files is kept: they are not gone.
  package var failures: [MailboxError] = []
  /// When the file that waits longest was first seen.
  package var oldestFirstSeen: ContinuousClock.Instant?

  package var waiting: Int { ready.count + resting.count }
  package var hasWork: Bool { waiting > 0 }
}
