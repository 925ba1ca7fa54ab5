import KillPoints
import SystemPackage

/// Puts answers into one partner's outbox, complete or not at all. The steps are apart because the ledger is written between them:
/// ``begin(name:id:)``, append, ``finish(_:)``, ``chooseName(stem:suffix:)``, *both names into the ledger*, ``place(temporary:final:)``.
///
/// Throws everywhere: `.wrongDevice`, `.missing`, `.notADirectory`, `.notWritable`, `.diskFull`, `.io`.
package struct Publisher: Sendable {
  private let outbox: Folder
  private let mode: FilePermissions

  package init(_ mailbox: Mailbox) {
    outbox = mailbox.outbox
    mode = mailbox.outboxMode
  }

  /// A temporary file with a dot in front, in the outbox itself, so that placing it is one rename. The same name and `id` (of the interchange) begin
  /// the same file anew. Throws also `.unusableName`.
  package func begin(name: FileName, id: String) throws(MailboxError) -> Draft {
    try Draft(name, id: id, in: outbox.open(), mode: mode)
  }

  /// The draft complete under its temporary name, and that name durable: ``recover(temporary:final:)`` takes one that is gone for placed.
  package func finish(_ draft: consuming Draft) throws(MailboxError) -> FinishedDraft {
    let finished = try draft.finish()
    try outbox.open().sync()
    return finished
  }

  /// The first that is free of `orders.answer.csv`, `orders.answer-2.csv`, … for `orders` and `.answer.csv`.
  package func chooseName(stem: FileName, suffix: String) throws(MailboxError) -> FileName {
    try chooseName(like: stem.appending(suffix))
  }

  /// The same for a whole name. `marker`: what the name of the file has behind it that will stand beside; that one is free, too.
  package func chooseName(like name: FileName, marker: String? = nil) throws(MailboxError) -> FileName {
    let folder = try outbox.open()
    var number = 1
    while true {
      let chosen = name.numbered(number)
      if try folder.stamp(of: chosen) == nil,
        try marker.flatMap({ marker throws(MailboxError) in try folder.stamp(of: chosen.appending(marker)) }) == nil
      {
        return chosen
      }
      number += 1
    }
  }

  /// Renames without ever replacing, and makes the name durable.
  ///
  /// - Throws: also `.nameTaken`: choose another; `.vanished` if the temporary file is not there: see ``recover(temporary:final:)``.
  package func place(temporary: FileName, final: FileName) throws(MailboxError) -> Placed {
    let folder = try outbox.open()
    KillPoint.before(.placing)
    try folder.move(temporary, to: folder, as: final)
    KillPoint.after(.placing)
    KillPoint.before(.placingSync)
    try folder.sync()
    KillPoint.after(.placingSync)
    return Placed(name: final, path: outbox.path.appending(final), wasThere: false)
  }

  /// After a crash, with the names from the ledger: a temporary file that is still there is placed, one that is gone was placed before
  /// (and may have been fetched since).
  ///
  /// - Throws: also `.nameTaken`, if somebody else took the final name before: choose another.
  package func recover(temporary: FileName, final: FileName) throws(MailboxError) -> Placed {
    do {
      return try place(temporary: temporary, final: final)
    } catch {
      guard error.code == .vanished else { throw error }
      try outbox.open().sync()
      return Placed(name: final, path: outbox.path.appending(final), wasThere: true)
    }
  }

  /// Removes our temporary files but those named, which the ledger still needs; other programs' are not touched.
  ///
  /// - Returns: what was removed.
  @discardableResult
  package func sweep(keeping kept: Set<FileName>) throws(MailboxError) -> [FileName] {
    let folder = try outbox.open()
    let abandoned = try folder.names().filter { Draft.isTemporary($0) && !kept.contains($0) }
    for name in abandoned { try folder.remove(name) }
    return abandoned
  }
}
