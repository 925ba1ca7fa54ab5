/// The places where the kill sweep ends the program, each before and after its step. Where a step happens again and again the sweep chooses which time.
///
/// Only a build with the package trait `KillPoints` can stop at them; in any other these calls are empty.
package enum KillPoint: String, CaseIterable, Sendable {
  // MARK: the file comes

  /// A look into the inboxes.
  case scan
  /// The first look after which a file waits for its rest; the first after which one has rested.
  case rest
  /// The rename into the claimed files.
  case claim
  /// What makes that rename durable.
  case claimSync
  /// The interchange's row.
  case admission

  // MARK: it is read

  /// A piece of the file goes into its hash.
  case hashing
  /// A document of the first reading.
  case decoding
  /// What the first reading found, in the ledger; nothing is sent yet.
  case survey

  // MARK: it is sent

  /// `sending` is written into an open transaction, not synced.
  case intentWritten
  /// The same, durable when it is over.
  case intent
  /// A call gets its token: made, fetched, or the one that is there.
  case token
  /// Before: a request goes to the client. After: connected, no byte sent.
  case connection
  /// Before: the head is sent, nothing of the body. After: half of the body.
  case body
  /// Before: all of the body but its last write's confirmation. After: all is sent, no answer.
  case request
  /// The answer's head; of its body nothing is read.
  case responseHead
  /// Before: the answer is complete. After: judged; the ledger knows nothing of it.
  case response
  /// The outcome is written into an open transaction, not synced.
  case outcomeWritten
  /// The same, durable when it is over; the next document is not begun.
  case outcome

  // MARK: its answer

  /// A temporary file for an answer or report: after, it is there and empty.
  case draft
  /// A piece of up to 64 KB of it.
  case draftPiece
  /// Its fsync.
  case draftSync
  /// The answer's names, in the ledger.
  case publishing
  /// The answer's rename; after, before the folder's fsync.
  case placing
  /// The fsync of the outbox.
  case placingSync
  /// The interchange is settled: before, the answer is there and the source is not archived.
  case settling
  /// One report, or the refused documents, in the error folder.
  case report
  /// The source's rename into archive or error folder.
  case putAway
  /// The fsync of that folder.
  case putAwaySync
  /// To another file system: the source's copy under a temporary name, and its fsync.
  case copying
  /// The note beside the source of the copy's last name.
  case moveNote
  /// The copy's rename.
  case copyPlacing
  /// The source goes, its copy is there.
  case originalRemoval
  /// `done`, in the ledger: before, the source is archived and the ledger does not know.
  case closing

  // MARK: a person decides

  /// A confirmation or an abandonment. Before: in an open transaction, checked and not written. After: durable.
  case decision
  /// The names of the answer update that tells of it, in the ledger.
  case updatePublishing
  /// Before: the update has its final name, and the ledger does not know.
  case updateClosing

  /// What is replayed gets its name in the inbox. After: the ledger does not know.
  case replaying

  // MARK: beside the files

  /// At the start: what was `sending` becomes in doubt; what nobody needs is swept.
  case recovery
  /// At the start: one claimed file is taken up again.
  case resumption
  /// The ledger's write-ahead log is folded in, when it is closed.
  case checkpoint
  /// A batch of documents loses what is older than the retention.
  case pruning
  /// `ferry check --restored` enters a batch of documents, or ends a file of which it has entered all.
  case comparison
  /// SIGTERM was heard; after, nothing new is begun and calls are still in flight.
  case drain

  @inlinable package static func before(_ point: KillPoint) {
    #if KillPoints
      KillSwitch.armed?.pass(point, .before)
    #endif
  }

  @inlinable package static func after(_ point: KillPoint) {
    #if KillPoints
      KillSwitch.armed?.pass(point, .after)
    #endif
  }
}
