import Formats
import Glibc
import Mailboxes
import SystemPackage

/// Who has the state folder, seen without touching the lock: taking it for a moment could turn a starting `run` away.
struct LockSight {
  /// nil: nobody, or the machine does not tell.
  let holder: LockHolder?

  init(state: FilePath) {
    let path = state.appending("lock")
    var status = stat()
    guard stat(path.string, &status) == 0, Self.isLocked(inode: UInt64(status.st_ino)), let text = Self.text(of: path.string) else {
      holder = nil
      return
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    holder = lines.count >= 3 ? Int32(lines[0]).map { LockHolder(pid: $0, command: String(lines[1]), started: String(lines[2])) } : nil
  }

  /// proc_locks(5): `1: FLOCK  ADVISORY  WRITE 1234 08:01:5678 0 EOF`.
  private static func isLocked(inode: UInt64) -> Bool {
    guard let locks = text(of: "/proc/locks") else { return false }
    return locks.split(separator: "\n").contains { line in
      let words = line.split(separator: " ")
      return words.count > 5 && words[1] == "FLOCK" && words[5].split(separator: ":").last.flatMap { UInt64($0) } == inode
    }
  }

  private static func text(of path: String) -> String? {
    guard let source = try? ByteSource(path: path) else { return nil }
    var bytes: [UInt8] = []
    source.onBytes = { bytes += $0 }
    guard (try? source.drain()) != nil else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}
