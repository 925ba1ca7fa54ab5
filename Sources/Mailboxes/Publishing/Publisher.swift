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

  /// The draft complete under its temporary name, with its witness beside it, and both names durable: ``recover(temporary:final:)`` goes by them.
  package func finish(_ draft: consuming Draft) throws(MailboxError) -> FinishedDraft {
    let finished = try draft.finish()
    let folder = try outbox.open()
    _ = try folder.newFile(Draft.witness(of: finished.temporary))
    try folder.sync()
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
    try place(temporary: temporary, final: final, isRecorded: false)
  }

  private func place(temporary: FileName, final: FileName, isRecorded: Bool) throws(MailboxError) -> Placed {
    let folder = try outbox.open()
    KillPoint.before(.placing)
    try folder.move(temporary, to: folder, as: final, isRecorded: isRecorded)
    KillPoint.after(.placing)
    KillPoint.before(.placingSync)
    try folder.sync()
    KillPoint.after(.placingSync)
    return Placed(name: final, path: outbox.path.appending(final), wasThere: false)
  }

  /// After a crash, with the names from the ledger: a temporary file that is still there is placed; one that is gone, and its witness is not, was
  /// placed before (and may have been fetched since). `isFirst`: it cannot have been begun before, so what has the final name is another's.
  ///
  /// - Throws: also `.nameTaken`, if somebody else took the final name before: choose another; `.lost`, if nothing of it is left: render it again.
  package func recover(temporary: FileName, final: FileName, isFirst: Bool = false) throws(MailboxError) -> Placed {
    do {
      return try place(temporary: temporary, final: final, isRecorded: !isFirst)
    } catch {
      guard error.code == .vanished else { throw error }
      let folder = try outbox.open()
      let (witness, placed) = (try folder.stamp(of: Draft.witness(of: temporary)), try folder.stamp(of: final))
      if witness == nil, placed == nil { throw .lost(folder.path.appending(final)) }
      try folder.sync()
      return Placed(name: final, path: outbox.path.appending(final), wasThere: true)
    }
  }

  /// The ledger has noted that it is placed, so its witness goes. One that stays after a crash, or where this fails, is swept at the next start.
  package func release(_ temporary: FileName) {
    _ = try? outbox.open().remove(Draft.witness(of: temporary))
  }

  /// An empty file that was lost, once more under its temporary name.
  package func renew(_ temporary: FileName) throws(MailboxError) {
    let folder = try outbox.open()
    let file = try folder.newFile(temporary)
    try file.setMode(mode.rawValue)
    try file.sync()
    try folder.sync()
  }

  /// Removes our temporary files but those named, which the ledger still needs; other programs' are not touched.
  ///
  /// - Returns: what was removed.
  @discardableResult
  package func sweep(keeping kept: Set<FileName>) throws(MailboxError) -> [FileName] {
    let folder = try outbox.open()
    let kept = kept.union(kept.map(Draft.witness))
    let abandoned = try folder.names().filter { Draft.isTemporary($0) && !kept.contains($0) }
    for name in abandoned { try folder.remove(name) }
    return abandoned
  }
}
