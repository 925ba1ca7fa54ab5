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
    guard stat(path.string, &status) == 0, let text = Self.text(of: path.string), let named = Self.holder(in: text),
      let locks = Self.text(of: "/proc/locks"), Self.isLocked(device: UInt64(status.st_dev), inode: UInt64(status.st_ino), by: named, locks)
    else {
      holder = nil
      return
    }
    holder = named
  }

  private static func holder(in text: String) -> LockHolder? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.count >= 3 ? Int32(lines[0]).map { LockHolder(pid: $0, command: String(lines[1]), started: String(lines[2])) } : nil
  }

  /// `locks` as in proc_locks(5): `1: FLOCK  ADVISORY  WRITE 1234 08:01:5678 0 EOF`, with process, device and inode. Inodes are numbered for each
  /// file system; some (btrfs, overlays) call their device otherwise there than stat(2) does, so that the process will do as well.
  static func isLocked(device: UInt64, inode: UInt64, by holder: LockHolder, _ locks: String) -> Bool {
    let major = device >> 8 & 0xFFF | device >> 32 & 0xFFFF_F000
    let minor = device & 0xFF | device >> 12 & 0xFFFF_FF00
    return locks.split(separator: "\n").contains { line in
      let words = line.split(separator: " ")
      guard words.count > 5, words[1] == "FLOCK" else { return false }
      let place = words[5].split(separator: ":")
      guard place.count == 3, UInt64(place[2]) == inode else { return false }
      return UInt64(place[0], radix: 16) == major && UInt64(place[1], radix: 16) == minor || Int32(words[4]) == holder.pid
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
