package import SystemPackage

/// Where everything lies: `folders` of the settings, absolute.
package struct MailboxFolders: Sendable, Hashable {
  package var inbox: FilePath
  package var outbox: FilePath
  package var error: FilePath
  package var archive: FilePath
  package var state: FilePath
  /// Of the answers, so that an SFTP account can fetch them.
  package var outboxMode: FilePermissions

  package init(
    inbox: FilePath, outbox: FilePath, error: FilePath, archive: FilePath, state: FilePath,
    outboxMode: FilePermissions = [.ownerReadWrite, .groupRead]
  ) {
    self.inbox = inbox
    self.outbox = outbox
    self.error = error
    self.archive = archive
    self.state = state
    self.outboxMode = outboxMode
  }
}
