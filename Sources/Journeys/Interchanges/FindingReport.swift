import Contracts
import Documents
import Mailboxes
import SystemPackage
import Translation

/// The two reports of a file, from its own findings and those in the spool (JSON, one a line).
struct FindingReport {
  /// So many findings are shown to people.
  private static let shown = 1_000

  let file: String
  let sha256: String
  let reason: String
  let fileFindings: [Finding]
  let spool: FilePath

  func writeText(to draft: inout Draft) throws(MailboxError) {
    var count = 0
    try draft.append("\(file): \(reason)\n\n")
    try forEachFinding { finding throws(MailboxError) in
      count += 1
      if count <= Self.shown { try draft.append("\(finding)\n") }
    }
    let more = count > Self.shown ? ", of which the first \(Self.shown) stand above; all are in the .json beside this" : ""
    try draft.append("\n\(count) finding\(count == 1 ? "" : "s")\(more).\n")
    try draft.append("Correct the file and drop it again: what was accepted before is recognised and not sent twice.\n")
    if !sha256.isEmpty { try draft.append("SHA-256 of the file: \(sha256)\n") }
  }

  func writeJSON(to draft: inout Draft) throws(MailboxError) {
    let head = JSONValue.object([.init("file", .string(file)), .init("sha256", .string(sha256)), .init("reason", .string(reason))]).bytes
    try draft.append(head.dropLast())
    try draft.append(",\"findings\":[")
    var isFirst = true
    try forEachFinding { finding throws(MailboxError) in
      try draft.append(isFirst ? "\n" : ",\n")
      isFirst = false
      try draft.append(finding.json.bytes)
    }
    try draft.append("\n]}\n")
  }

  /// What is wrong with the file as a whole is said once, not of each of its documents.
  private func repeatsTheFile(_ finding: Finding) -> Bool {
    guard let cause = fileFindings.first else { return false }
    var bare = finding
    bare.document = nil
    return finding == .shared(by: cause, file: file, line: finding.line, number: finding.document) || fileFindings.contains(bare)
  }

  private func forEachFinding(_ body: (Finding) throws(MailboxError) -> Void) throws(MailboxError) {
    for finding in fileFindings { try body(finding) }
    let descriptor: FileDescriptor
    do {
      descriptor = try FileDescriptor.open(spool, .readOnly, options: .closeOnExec)
    } catch {
      // A file that was refused unread has no findings but its own.
      if error as? Errno == .noSuchFileOrDirectory { return }
      throw .unreadable(spool, "\(error)")
    }
    defer { try? descriptor.close() }
    var rest: [UInt8] = []
    while true {
      let piece: [UInt8]
      do {
        piece = try [UInt8](unsafeUninitializedCapacity: 64 << 10) { buffer, used in
          used = try descriptor.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
      } catch { throw .unreadable(spool, "\(error)") }
      if piece.isEmpty { return }
      rest += piece
      var start = 0
      while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
        if let value = try? JSONReader.read(Array(rest[start..<end])), let finding = Finding(value, file: file), !repeatsTheFile(finding) {
          try body(finding)
        }
        start = end + 1
      }
      rest.removeFirst(start)
    }
  }
}
