import Glibc
package import SystemPackage

/// The folder of the ledger, the lock and the heartbeat, mode 0700.
package struct StateFolder: Sendable, Hashable {
  package let folder: Folder

  private static let lockName = FileName(listed: Array("lock".utf8))
  private static let heartbeatName = FileName(listed: Array("heartbeat".utf8))
  private static let nextHeartbeatName = FileName(listed: Array(".heartbeat.tmp".utf8))

  /// Makes the folder if it is not there; the one above it has to be.
  ///
  /// - Throws: `.missing`, `.notADirectory`, `.notWritable`, `.diskFull`.
  package init(_ path: FilePath) throws(MailboxError) {
    if let last = path.lastComponent, let name = FileName(last.string) {
      let parent = path.removingLastComponent()
      _ = try OpenFolder(parent.isEmpty ? "." : parent).folder(name, makingWith: 0o700)
    }
    folder = try Folder(path)
  }

  /// Takes the lock (`flock`, without waiting) and writes down who has it. Nothing stale is ever left: a process that was killed holds no lock.
  ///
  /// - Parameters:
  ///   - command: as it was started, `ferry watch`; only shown.
  ///   - started: RFC 3339, UTC; only shown.
  /// - Returns: the lock, held until it is released or the process ends.
  /// - Throws: `.locked(holder:)` if another process has it; `.notWritable`, `.diskFull`, `.wrongDevice`, `.missing`.
  package func lock(command: String, started: String) throws(MailboxError) -> HeldLock {
    let opened = try folder.open()
    let file = try opened.file(Self.lockName, O_RDWR | O_CREAT, mode: 0o600)
    guard try file.lockAlone() else {
      let holder = LockHolder(contents: try file.readAll(limit: 4096))
      let who = holder.map { "\($0)" } ?? "another process"
      throw MailboxError(.locked(holder: holder), file.path, "\(folder.path.printable) is in use by \(who); wait for it to end or stop it")
    }
    // Somebody removed the file between opening and locking it: this lock is on nothing.
    guard try opened.stamp(of: Self.lockName)?.inode == file.stamp().inode else { return try lock(command: command, started: started) }
    let holder = LockHolder(pid: getpid(), command: command, started: started)
    try file.empty()
    try file.write(holder.contents)
    return HeldLock(holder, file)
  }

  /// Replaces the text of the file `heartbeat`; a reader sees the old one or the new one. Not made durable: it is worth nothing after a power cut.
  package func heartbeat(_ text: String) throws(MailboxError) {
    let opened = try folder.open()
    try opened.newFile(Self.nextHeartbeatName).write(Array(text.utf8))
    try opened.replace(Self.heartbeatName, with: Self.nextHeartbeatName)
  }
}
