import Glibc
import KillPoints
import Synchronization
import SystemPackage

/// Moves one claimed file to its last place, never over another.
struct PutAway {
  let claimed: ClaimedFile
  /// Others than the first free one are not wanted.
  let exactName: FileName?

  private static let mode: mode_t = 0o600
  /// Where inodes say nothing, a file under the name of a note is the noted one's only if no other can have taken that name between note and move.
  private static let noted = Mutex(())

  /// - Throws: `.vanished` if the file is no longer among the claims: it was put away before.
  func move(to target: borrowing OpenFolder) throws(MailboxError) -> FilePath {
    let source = try openSource()
    if let note = try MoveNote(in: source), let done = try finish(note, source) { return done }
    // A file that belongs to the account that dropped it keeps its mode: the folder is closed to others all the same.
    try? source.file(claimed.name, O_RDONLY).setMode(Self.mode)
    var number = 1
    while true {
      let name = exactName ?? claimed.name.numbered(number)
      do {
        KillPoint.before(.putAway)
        try place(source, in: target, as: name)
        KillPoint.after(.putAway)
        KillPoint.before(.putAwaySync)
        try target.sync()
        KillPoint.after(.putAwaySync)
        if !source.keepsInodes { try source.remove(MoveNote.name) }
        try leave(source)
        return target.path.appending(name)
      } catch {
        switch error.code {
        case .crossDevice: return try copy(source, to: target)
        case .nameTaken where exactName == nil: number += 1
        default: throw error
        }
      }
    }
  }

  /// Where inodes say nothing, with a note of each try, so that a link which a crash left without its removal is told from an earlier file with the
  /// same bytes.
  private func place(_ source: borrowing OpenFolder, in target: borrowing OpenFolder, as name: FileName) throws(MailboxError) {
    if source.keepsInodes { return try source.move(claimed.name, to: target, as: name) }
    try Self.noted.withLock { _ throws(MailboxError) in
      guard try target.stamp(of: name) == nil else { throw MailboxError(.fileExists, target.path.appending(name)) }
      try MoveNote(target: target.path.appending(name)).write(in: source)
      try source.move(claimed.name, to: target, as: name)
    }
  }

  private func openSource() throws(MailboxError) -> OpenFolder {
    do {
      return try claimed.openFolder()
    } catch {
      guard error.code == .missing else { throw error }
      _ = try claimed.home.inbox.open()
      throw MailboxError(.noSuchFileOrDirectory, claimed.path)
    }
  }

  private func copy(_ source: borrowing OpenFolder, to target: borrowing OpenFolder) throws(MailboxError) -> FilePath {
    let temporary = try Draft.temporary(for: claimed.name, id: FileName(folder: claimed.id, as: "id", in: target.path))
    let copy = try target.newFile(temporary, mode: Self.mode)
    KillPoint.before(.copying)
    try source.file(claimed.name, O_RDONLY).copy(to: copy)
    try copy.sync()
    KillPoint.after(.copying)
    var number = 1
    while true {
      let name = exactName ?? claimed.name.numbered(number)
      if try target.stamp(of: name) == nil {
        KillPoint.before(.moveNote)
        try MoveNote(target: target.path.appending(name)).write(in: source)
        KillPoint.after(.moveNote)
        do {
          KillPoint.before(.copyPlacing)
          try target.move(temporary, to: target, as: name)
          KillPoint.after(.copyPlacing)
          break
        } catch {
          if error.code != .nameTaken { throw error }
        }
      }
      if exactName != nil { throw MailboxError(.fileExists, target.path.appending(name)) }
      number += 1
    }
    try target.sync()
    try removeOriginal(source)
    return target.path.appending(exactName ?? claimed.name.numbered(number))
  }

  /// Goes on where a crash stopped a copy: the note is younger than the whole copy. `nil` if there is no copy to go on with.
  private func finish(_ note: MoveNote, _ source: borrowing OpenFolder) throws(MailboxError) -> FilePath? {
    let parent = note.target.removingLastComponent()
    guard let folder = try? OpenFolder(parent), let name = note.target.lastComponent.flatMap({ FileName(text: $0.printable) }) else {
      return nil
    }
    do {
      let temporary = try Draft.temporary(for: claimed.name, id: FileName(folder: claimed.id, as: "id", in: parent))
      try folder.move(temporary, to: folder, as: name)
    } catch {
      if error.code == .nameTaken { return nil }
      guard error.code == .vanished else { throw error }
      guard try folder.stamp(of: name)?.kind == .file else { return nil }
      if try source.stamp(of: claimed.name) != nil {
        guard try source.file(claimed.name, O_RDONLY).hasSameBytes(as: folder.file(name, O_RDONLY)) else { return nil }
      }
    }
    try folder.sync()
    try removeOriginal(source)
    return note.target
  }

  private func removeOriginal(_ source: borrowing OpenFolder) throws(MailboxError) {
    KillPoint.before(.originalRemoval)
    try source.remove(claimed.name)
    KillPoint.after(.originalRemoval)
    try source.sync()
    try source.remove(MoveNote.name)
    try leave(source)
  }

  /// The claim's folder has done its work.
  private func leave(_ source: borrowing OpenFolder) throws(MailboxError) {
    let claims = try claimed.home.open(partner: FileName(folder: claimed.partner, as: "partner", in: claimed.path))
    try claims.removeFolder(FileName(folder: claimed.id, as: "id", in: claimed.path))
  }
}
