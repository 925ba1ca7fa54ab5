package import SystemPackage

/// One partner's folders: those of the settings for `default`, folders in them for everybody else.
package struct Mailbox: Sendable, Hashable {
  package static let defaultPartner = "default"

  package let partner: String
  package let inbox: Folder
  package let outbox: Folder
  package let error: Folder
  package let outboxMode: FilePermissions
  /// The inbox of the settings: claimed files of all partners lie below it.
  let sharedInbox: Folder

  /// Remembers on which file systems the folders are. A partner's own folders are made where they are not there yet, and may be links; the folders of the
  /// settings are not, since a missing one may be a missing mount.
  ///
  /// - Throws: `.missing`, `.notADirectory`, `.notWritable`, `.diskFull`, `.unusableName` for a partner that cannot be a folder.
  package init(partner: String, folders: MailboxFolders) throws(MailboxError) {
    self.partner = partner
    outboxMode = folders.outboxMode
    sharedInbox = try Folder(folders.inbox)
    if partner == Self.defaultPartner {
      inbox = sharedInbox
      outbox = try Folder(folders.outbox)
      error = try Folder(folders.error)
    } else {
      let name = try FileName(folder: partner, as: "partner", in: folders.inbox)
      inbox = try Self.folder(name, in: folders.inbox, mode: 0o770)
      outbox = try Self.folder(name, in: folders.outbox, mode: 0o770)
      error = try Self.folder(name, in: folders.error, mode: 0o700)
    }
  }

  private static func folder(_ name: FileName, in parent: FilePath, mode: UInt32) throws(MailboxError) -> Folder {
    let above = try OpenFolder(parent)
    if try above.makeFolder(name, mode: mode) { try above.sync() }
    return try Folder(parent.appending(name))
  }
}

extension FileName {
  /// - Throws: `.unusableName` for what cannot be a visible folder's name.
  init(folder text: String, as role: String, in path: FilePath) throws(MailboxError) {
    guard let name = FileName(text), name.bytes.first != UInt8(ascii: ".") else { throw .unusableName(text, as: role, in: path) }
    self = name
  }
}
