import Foundation
import Glibc
import Synchronization

/// Sees every change in the outboxes as it happens (inotify): a file has its final name from the first moment it can be seen, complete, and never
/// changes again. A marker stands beside the answer that it speaks of.
final class OutboxWatch: Sendable {
  private struct Seen {
    /// SHA-256 at the moment it got its name.
    var hashes: [String: String] = [:]
    var violations: [String] = []
    var folders: [Int32: String] = [:]
  }

  private static let masks = UInt32(IN_CREATE | IN_MODIFY | IN_MOVED_TO | IN_DELETE | IN_MOVED_FROM)

  private let descriptor: Int32
  private let seen = Mutex(Seen())
  private let isStopped = Atomic(false)

  init(_ yard: Yard) throws {
    descriptor = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
    guard descriptor >= 0 else { throw SweepError("inotify cannot be had: errno \(errno)") }
    for folder in ["outbox"] + Yard.partners.map({ "outbox/" + $0 }) {
      let number = inotify_add_watch(descriptor, yard.path(folder), Self.masks)
      guard number >= 0 else { throw SweepError("\(folder) cannot be watched: errno \(errno)") }
      seen.withLock { $0.folders[number] = yard.path(folder) }
    }
    Thread { [self] in
      while !isStopped.load(ordering: .relaxed) { if !take() { usleep(1000) } }
      close(descriptor)
    }.start()
  }

  /// What was wrong so far, and what is not as it was when it appeared.
  func stop() -> (files: Int, violations: [String]) {
    usleep(20_000)
    isStopped.store(true, ordering: .relaxed)
    return seen.withLock { seen in
      let changed = seen.hashes.filter { Yard.hash($0.key) != $0.value }.map { "\($0.key) is not what it was when it appeared" }
      return (seen.hashes.count, seen.violations + changed)
    }
  }

  /// Whether there was anything.
  private func take() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    let count = read(descriptor, &buffer, buffer.count)
    guard count > 0 else { return false }
    buffer.withUnsafeBytes { bytes in
      var place = 0
      while place + 16 <= count {
        let folder = bytes.loadUnaligned(fromByteOffset: place, as: Int32.self)
        let mask = bytes.loadUnaligned(fromByteOffset: place + 4, as: UInt32.self)
        let length = Int(bytes.loadUnaligned(fromByteOffset: place + 12, as: UInt32.self))
        let name = String(decoding: bytes[(place + 16)..<(place + 16 + length)].prefix { $0 != 0 }, as: UTF8.self)
        note(mask, folder, name)
        place += 16 + length
      }
    }
    return true
  }

  private func note(_ mask: UInt32, _ folder: Int32, _ name: String) {
    guard !name.hasPrefix("."), mask & UInt32(IN_ISDIR) == 0 else { return }
    seen.withLock { seen in
      let path = (seen.folders[folder] ?? "?") + "/" + name
      if name.hasSuffix(".ok"), seen.hashes[String(path.dropLast(3))] == nil {
        seen.violations.append("\(path) appeared before its answer")
      }
      if mask & UInt32(IN_MOVED_TO) != 0 {
        if seen.hashes[path] != nil { seen.violations.append("\(path) appeared twice") }
        seen.hashes[path] = Yard.hash(path) ?? "gone"
      } else {
        seen.violations.append("\(path) was \(mask & UInt32(IN_MODIFY) != 0 ? "written in place" : "made or taken away") (inotify \(mask))")
      }
    }
  }
}
