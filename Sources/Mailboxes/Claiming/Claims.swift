import Glibc
import KillPoints
import SystemPackage

/// Takes files out of the inbox, and finds those taken before a crash.
package struct Claims: Sendable {
  private let mailboxes: [String: Mailbox]
  private let rules: [String: ScanRules]

  /// `rules`: of partners whose files come otherwise than by `ScanRules()`.
  package init(mailboxes: [Mailbox], rules: [String: ScanRules] = [:]) {
    self.mailboxes = Dictionary(mailboxes.map { ($0.partner, $0) }, uniquingKeysWith: { first, _ in first })
    self.rules = rules
  }

  /// Moves the file to `inbox/.ferry/claimed/<partner>/<id>/<name>`, durably, and removes its marker. A partner's inbox on a file system of its
  /// own has a `.ferry` of its own.
  ///
  /// What is not as it was sighted (another size, inode or mtime, a second name) is left, or put back, and not claimed: its rest begins anew. Only if
  /// its name has been taken meanwhile it stays claimed, `changed`. A claim that fails leaves the file in the inbox.
  ///
  /// - Parameters:
  ///   - sighting: from the last report's `ready`.
  ///   - id: a new one for each claim, fit for a folder's name.
  /// - Returns: `nil` if the file vanished or changed, or its partner has no mailbox here.
  /// - Throws: `.wrongDevice`, `.missing`, `.notWritable`, `.diskFull`, `.nameTaken` for an id in use, `.unusableName`, `.io`.
  package func claim(_ sighting: Sighting, as id: String) throws(MailboxError) -> ClaimedFile? {
    guard let mailbox = mailboxes[sighting.partner] else { return nil }
    let inbox = try mailbox.inbox.open()
    guard let stamp = try inbox.stamp(of: sighting.name), sighting.isSame(as: stamp) else { return nil }
    let own = ClaimHome(inbox: mailbox.inbox)
    guard mailbox.inbox.device == mailbox.sharedInbox.device else { return try claim(sighting, as: id, from: inbox, into: own) }
    do {
      return try claim(sighting, as: id, from: inbox, into: ClaimHome(inbox: mailbox.sharedInbox))
    } catch {
      // One device mounted twice: no rename from one mount to the other.
      guard error.code == .crossDevice, mailbox.inbox != mailbox.sharedInbox else { throw error }
      return try claim(sighting, as: id, from: inbox, into: own)
    }
  }

  private func claim(_ sighting: Sighting, as id: String, from inbox: borrowing OpenFolder, into home: ClaimHome) throws(MailboxError)
    -> ClaimedFile?
  {
    let partner = try FileName(folder: sighting.partner, as: "partner", in: home.inbox.path)
    let folderName = try FileName(folder: id, as: "id", in: home.inbox.path)
    let claims = try home.open(makingFor: partner)
    _ = try claims.makeFolder(folderName, mode: 0o700)
    var isClaimed = false
    defer { if !isClaimed { _ = try? claims.removeFolder(folderName) } }
    let folder = try claims.folder(folderName)
    do {
      KillPoint.before(.claim)
      try inbox.move(sighting.name, intoOwn: folder)
      KillPoint.after(.claim)
    } catch {
      // A rename over a network is sent again where its answer was lost; then it is done, and says that there is no such file.
      guard error.code == .vanished else { throw error }
      if try folder.stamp(of: sighting.name) == nil { return nil }
    }
    do {
      guard let stamp = try folder.stamp(of: sighting.name) else { return nil }
      let changed = !sighting.isSame(as: stamp)
      if changed || stamp.links > 1, try putBack(sighting.name, from: folder, to: inbox) { return nil }
      if let marker = sighting.marker { try inbox.remove(marker) }
      KillPoint.before(.claimSync)
      try folder.sync()
      try claims.sync()
      try inbox.sync()
      KillPoint.after(.claimSync)
      isClaimed = true
      return ClaimedFile(id: id, partner: sighting.partner, name: sighting.name, in: folder, stamp, changed: changed, home)
    } catch {
      isClaimed = (try? putBack(sighting.name, from: folder, to: inbox)) != true
      throw error
    }
  }

  /// Whether its name was still free.
  private func putBack(_ name: FileName, from folder: borrowing OpenFolder, to inbox: borrowing OpenFolder) throws(MailboxError) -> Bool {
    do {
      try folder.move(name, to: inbox, as: name)
      return true
    } catch {
      if error.code == .nameTaken { return false }
      throw error
    }
  }

  /// Makes the bytes of a claimed file durable: its sender may have left that to chance.
  package func sync(_ claimed: ClaimedFile) throws(MailboxError) {
    try claimed.openFolder().file(claimed.name, O_RDONLY).sync()
  }

  /// Whether somebody went on writing into the file after it was claimed.
  ///
  /// - Throws: `.vanished` if it is no longer among the claims, and as ``claim(_:as:)``.
  package func hasChanged(_ claimed: ClaimedFile) throws(MailboxError) -> Bool {
    let folder = try claimed.openFolder()
    guard let stamp = try folder.stamp(of: claimed.name) else { throw MailboxError(.noSuchFileOrDirectory, claimed.path) }
    return !claimed.isSame(as: stamp)
  }

  /// Everything claimed and not yet put away, in natural order of partner and name. Empty folders that a crash
  /// left behind are removed on the way, so only the holder of the lock may ask, and not while it claims.
  package func pending() throws(MailboxError) -> [ClaimedFile] {
    var found: [ClaimedFile] = []
    let homes = Set(mailboxes.values.flatMap { [ClaimHome(inbox: $0.sharedInbox), ClaimHome(inbox: $0.inbox)] })
    for home in homes {
      for partner in try home.partners() {
        found += try pending(of: partner, in: home)
      }
    }
    return found.sorted { ($0.partner, $0.name, $0.id) < ($1.partner, $1.name, $1.id) }
  }

  /// After a crash between a claim and the removal of its marker: what is left of the marker would speak for the next file of that name. One that is
  /// younger than the claim came with such a file.
  package func removeMarkers(of claimed: [ClaimedFile]) throws(MailboxError) {
    for (partner, files) in Dictionary(grouping: claimed, by: \.partner) {
      guard let mailbox = mailboxes[partner] else { continue }
      let names = NameRules(rules[partner] ?? ScanRules())
      var claims: [[UInt8]: FileTime] = [:]
      for file in files {
        let folder = try file.openFolder().stamp()
        let time = folder.born.seconds == 0 ? folder.modified : folder.born
        for base in [file.name.bytes, file.name.stem.bytes] { claims[base] = max(claims[base] ?? time, time) }
      }
      let inbox = try mailbox.inbox.open()
      var left: [FileName] = []
      try inbox.forEachEntry { name, stamp throws(MailboxError) in
        guard stamp.kind == .file, case .marker(let base, _) = names.verdict(on: name), let time = claims[base] else { return }
        if stamp.changed <= time { left.append(name) }
      }
      for name in left { try inbox.remove(name) }
      if !left.isEmpty { try inbox.sync() }
    }
  }

  /// Where the file system cannot rename without replacing, a crash may leave a file with its old name and its new one: the old one goes.
  private func finishMove(
    of name: FileName, _ partner: FileName, from folder: borrowing OpenFolder, _ home: ClaimHome
  ) throws(MailboxError) {
    let inbox = try (mailboxes[partner.text]?.inbox ?? home.inbox).open()
    guard try folder.isLinked(name, inbox, name) else { return }
    try inbox.remove(name)
    try inbox.sync()
  }

  /// nil: it was put away meanwhile.
  private func open(_ id: FileName, in claims: borrowing OpenFolder) throws(MailboxError) -> OpenFolder? {
    do {
      return try claims.folder(id)
    } catch {
      guard error.code == .missing else { throw error }
      return nil
    }
  }

  private func pending(of partner: FileName, in home: ClaimHome) throws(MailboxError) -> [ClaimedFile] {
    let claims = try home.open(partner: partner)
    var found: [ClaimedFile] = []
    for id in try claims.names() {
      guard let folder = try open(id, in: claims) else { continue }
      var files: [ClaimedFile] = []
      try folder.forEachEntry { name, stamp throws(MailboxError) in
        guard stamp.kind == .file, name != MoveNote.name else { return }
        if stamp.links > 1 { try finishMove(of: name, partner, from: folder, home) }
        files.append(ClaimedFile(id: id.text, partner: partner.text, name: name, in: folder, stamp, changed: false, home))
      }
      if files.isEmpty {
        try folder.remove(MoveNote.name)
        try claims.removeFolder(id)
      }
      found += files
    }
    return found
  }
}

extension ClaimedFile {
  init(id: String, partner: String, name: FileName, in folder: borrowing OpenFolder, _ stamp: FileStamp, changed: Bool, _ home: ClaimHome) {
    self.id = id
    self.partner = partner
    self.name = name
    path = folder.path.appending(name)
    size = stamp.size
    inode = stamp.inode
    modified = stamp.modified
    self.changed = changed
    self.home = home
  }
}

extension Sighting {
  func isSame(as stamp: FileStamp) -> Bool {
    stamp.hasContent(of: (size, inode, modified))
  }
}
