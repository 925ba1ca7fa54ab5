import Glibc
import KillPoints
package import SystemPackage

/// The last places of files: the archive, the error folders with their reports; and the way back into the inbox.
///
/// Nothing is ever overwritten or deleted. Throws everywhere: `.wrongDevice`, `.missing`, `.notADirectory`, `.notWritable`, `.diskFull`, `.io`.
package struct Archive: Sendable {
  private let folder: Folder
  private let mailboxes: [String: Mailbox]

  /// - Throws: `.missing`, `.notADirectory`, `.notWritable`.
  package init(folders: MailboxFolders, mailboxes: [Mailbox]) throws(MailboxError) {
    folder = try Folder(folders.archive)
    self.mailboxes = Dictionary(mailboxes.map { ($0.partner, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Moves the file to `<archive>/<dateFolder>/<name>`, or `<stem>-2.<ext>` and so on where that is in use; folders 0700, file 0600. To another
  /// file system it is copied, and the original goes when the copy is durable under its name. After a crash: call it again with the same `dateFolder`.
  ///
  /// - Parameters:
  ///   - claimed: from ``Claims``.
  ///   - dateFolder: `2026/10/08`.
  /// - Returns: where it is now.
  /// - Throws: also `.vanished` if it is no longer among the claims: it was put away before; `.unusableName`.
  package func archive(_ claimed: ClaimedFile, dateFolder: String) throws(MailboxError) -> FilePath {
    var target = try folder.open()
    for part in dateFolder.split(separator: "/", omittingEmptySubsequences: false) {
      target = try target.folder(FileName(folder: String(part), as: "date folder", in: folder.path), makingWith: 0o700)
    }
    return try PutAway(claimed: claimed, exactName: nil).move(to: target)
  }

  /// The first of `orders.csv`, `orders-2.csv`, … that is free in the error folder.
  package func chooseName(_ name: FileName, partner: String) throws(MailboxError) -> FileName {
    let target = try errorFolder(partner)
    var number = 1
    while try target.stamp(of: name.numbered(number)) != nil { number += 1 }
    return name.numbered(number)
  }

  /// Moves the file into the error folder as ``archive(_:dateFolder:)`` does.
  ///
  /// A report has to carry the file's last name and has to be there before the file: choose the name, write the reports, then
  /// quarantine as that name. A crash in between repeats all three and changes nothing.
  ///
  /// - Parameters:
  ///   - claimed: from ``Claims``.
  ///   - partner: whose error folder; the file's own partner's unless said otherwise.
  ///   - name: this name or none; without it the first free one.
  /// - Returns: where it is now.
  /// - Throws: also `.vanished`, as there; `.nameTaken` for a `name` in use.
  package func quarantine(_ claimed: ClaimedFile, partner: String? = nil, as name: FileName? = nil) throws(MailboxError) -> FilePath {
    let target = try errorFolder(partner ?? claimed.partner)
    return try PutAway(claimed: claimed, exactName: name).move(to: target)
  }

  /// Writes a report, or the refused documents, into the error folder: complete or not at all, mode 0600. Where the name is in use for other bytes a
  /// number is added; a file with the same bytes counts as this one, so that repeating it after a crash changes nothing. The `id` of the
  /// interchange is for the temporary name.
  package func write(_ name: FileName, _ bytes: [UInt8], partner: String, id: String) throws(MailboxError) -> Placed {
    try writeStreaming(name, partner: partner, id: id) { draft throws(MailboxError) in try draft.append(bytes) }
  }

  /// The same for content that does not fit into memory.
  package func writeStreaming(
    _ name: FileName, partner: String, id: String, _ body: (inout Draft) throws(MailboxError) -> Void
  ) throws(MailboxError) -> Placed {
    let target = try errorFolder(partner)
    var draft = try Draft(name, id: id, in: target, mode: .ownerReadWrite)
    let finished: FinishedDraft
    do {
      try body(&draft)
      finished = try draft.finish()
    } catch {
      _ = try? target.remove(Draft.temporary(for: name, id: FileName(folder: id, as: "id", in: target.path)))
      throw error
    }
    var number = 1
    while true {
      let candidate = name.numbered(number)
      do {
        KillPoint.before(.report)
        try target.move(finished.temporary, to: target, as: candidate)
        KillPoint.after(.report)
        try target.sync()
        return Placed(name: candidate, path: target.path.appending(candidate), wasThere: false)
      } catch {
        guard error.code == .nameTaken else { throw error }
      }
      if try holdsSame(finished.temporary, candidate, target) {
        try target.remove(finished.temporary)
        try target.sync()
        return Placed(name: candidate, path: target.path.appending(candidate), wasThere: true)
      }
      number += 1
    }
  }

  /// Removes from the error folders the reports that were begun and never got their names: written anew they may have other bytes and another name.
  /// Copies of originals that are still claimed stay for ``quarantine(_:partner:as:)``. Only for who has the lock, and writes none.
  package func sweep(keeping claimed: [ClaimedFile]) throws(MailboxError) {
    var kept: Set<FileName> = []
    for file in claimed { kept.insert(Draft.temporary(for: file.name, id: try FileName(folder: file.id, as: "id", in: file.path))) }
    for partner in mailboxes.keys {
      let target = try errorFolder(partner)
      for name in try target.names() where Draft.isTemporary(name) && !kept.contains(name) { try target.remove(name) }
    }
  }

  /// Copies an original back into the partner's inbox, where it is like any file dropped there. The original stays. `marker`: the name of the empty
  /// file without which the partner's files are not taken. A copy that lies there already, as after a crash, is this one.
  ///
  /// - Throws: also `.nameTaken` where other bytes have the name, and `.vanished` if the original is not there.
  package func replay(_ original: FilePath, partner: String, as newName: FileName, marker: FileName? = nil) throws(MailboxError) -> FilePath
  {
    let inbox = try mailbox(partner).inbox.open()
    guard let last = original.lastComponent, let name = FileName(text: last.printable) else {
      throw MailboxError(.noSuchFileOrDirectory, original)
    }
    let source = try OpenFolder(original.removingLastComponent()).file(name, O_RDONLY)
    let temporary = Draft.temporary(for: newName, id: Self.replayed)
    let copy = try inbox.newFile(temporary, mode: 0o660)
    do {
      try source.copy(to: copy)
      try copy.sync()
      KillPoint.before(.replaying)
      try inbox.move(temporary, to: inbox, as: newName)
      KillPoint.after(.replaying)
    } catch {
      // One that cannot be compared is another.
      let isCopy = error.code == .nameTaken && (try? holdsSame(temporary, newName, inbox)) == true
      _ = try? inbox.remove(temporary)
      guard isCopy else { throw error }
    }
    try inbox.sync()
    // Anew where one lies there: older than the file it proves nothing. None where the file is taken already.
    if let marker, try inbox.stamp(of: newName) != nil {
      _ = try inbox.file(marker, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o660)
      try inbox.sync()
    }
    return inbox.path.appending(newName)
  }

  private static let replayed = FileName(listed: Array("replay".utf8))

  private func holdsSame(_ temporary: FileName, _ candidate: FileName, _ folder: borrowing OpenFolder) throws(MailboxError) -> Bool {
    guard try folder.stamp(of: candidate)?.kind == .file else { return false }
    return try folder.file(temporary, O_RDONLY).hasSameBytes(as: folder.file(candidate, O_RDONLY))
  }

  private func errorFolder(_ partner: String) throws(MailboxError) -> OpenFolder {
    try mailbox(partner).error.open()
  }

  /// A partner that the settings no longer name has the default one's folders.
  private func mailbox(_ partner: String) throws(MailboxError) -> Mailbox {
    guard let mailbox = mailboxes[partner] ?? mailboxes[Mailbox.defaultPartner] else {
      throw MailboxError(.missing, folder.path, "no mailbox for partner \"\(partner)\"; add the partner to the settings")
    }
    return mailbox
  }
}
