/// Who has the state folder.
package struct LockHolder: Hashable, Sendable {
  package let pid: Int32
  /// As it was started: `ferry watch`.
  package let command: String
  /// RFC 3339, UTC, as handed in by the holder.
  package let started: String

  package init(pid: Int32, command: String, started: String) {
    self.pid = pid
    self.command = command
    self.started = started
  }

  init?(contents: [UInt8]) {
    let lines = String(decoding: contents, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == 4, let pid = Int32(lines[0]) else { return nil }
    self.init(pid: pid, command: String(lines[1]), started: String(lines[2]))
  }

  var contents: [UInt8] {
    let lines = [String(pid), command, started].map { PrintableBytes.text(of: $0.utf8) }
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }
}

extension LockHolder: CustomStringConvertible {
  package var description: String { "process \(pid) (\(command), since \(started))" }
}
