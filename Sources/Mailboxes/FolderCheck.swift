import Glibc
package import SystemPackage

/// What `ferry check` says of one folder. Nothing is made or changed to find out.
package struct FolderCheck: Sendable {
  package enum Role: String, Hashable, Sendable, CaseIterable {
    case inbox, outbox, error, archive, state
  }

  package let role: Role
  package let partner: String
  package let path: FilePath
  package let device: UInt64?
  package let kind: FileSystemKind?
  /// Of an inbox: whether its files are claimed by a rename into the `.ferry` of the shared inbox; `false` if it needs one of its own.
  package let isClaimedInSharedInbox: Bool
  /// Why it cannot be used, with the remedy.
  package let problem: MailboxError?

  /// The folders of `default`, then those of the other partners. A partner's own folder that is not there is no problem if it can be made.
  package static func check(_ folders: MailboxFolders, partners: [String] = []) -> [FolderCheck] {
    let shared = (try? Folder(folders.inbox))?.device
    let all: [(Role, FilePath)] = [
      (.inbox, folders.inbox), (.outbox, folders.outbox), (.error, folders.error), (.archive, folders.archive), (.state, folders.state),
    ]
    var checks = all.map { FolderCheck($0.0, Mailbox.defaultPartner, $0.1, shared: shared) }
    for partner in partners.sorted() where partner != Mailbox.defaultPartner {
      for (role, path) in all.prefix(3) {
        checks += own(role, partner, in: path, shared: shared)
      }
    }
    return checks.map { check in
      guard check.problem == nil, let missing = KnownMounts(state: folders.state).missing(among: [check.path]).first else { return check }
      return FolderCheck(check.role, check.partner, check.path, problem: missing)
    }
  }

  /// Empty where the folder is not there yet: it is made at the start.
  private static func own(_ role: Role, _ partner: String, in path: FilePath, shared: UInt64?) -> [FolderCheck] {
    do throws(MailboxError) {
      let name = try FileName(folder: partner, as: "partner", in: path)
      guard let parent = try? OpenFolder(path), try parent.stamp(of: name) != nil else { return [] }
      return [FolderCheck(role, partner, path.appending(name), shared: shared)]
    } catch {
      return [FolderCheck(role, partner, path, problem: error)]
    }
  }

  private init(_ role: Role, _ partner: String, _ path: FilePath, problem: MailboxError) {
    self.role = role
    self.partner = partner
    self.path = path
    self.problem = problem
    device = nil
    kind = nil
    isClaimedInSharedInbox = false
  }

  private init(_ role: Role, _ partner: String, _ path: FilePath, shared: UInt64?) {
    self.role = role
    self.partner = partner
    self.path = path
    var found: Folder?
    do throws(MailboxError) {
      let folder = try Folder(path)
      found = folder
      problem = try folder.open().allows(R_OK | W_OK | X_OK) ? nil : MailboxError(.permissionDenied, path)
    } catch {
      problem = error
    }
    device = found?.device
    kind = found?.kind
    isClaimedInSharedInbox = role == .inbox && found != nil && found?.device == shared
  }
}
